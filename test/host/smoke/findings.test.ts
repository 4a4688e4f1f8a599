/** What a preflight finds, in sentences. */
import assert from 'node:assert/strict';
import { AppError } from '../../../src/core/errors.ts';
import {
  findingsOf,
  type Finding,
  type FindingCode,
  type FindingFacts,
  type Obstacle,
} from '../../../src/core/preflight/finding.ts';
import { findingText } from '../../../src/ui/preflight/findingTexts.ts';
import { reportOf } from '../../../src/ui/preflight/report.ts';
import { aUri, host, role } from '../../support/builders.ts';
import { amd64, arm64, ociManifest } from '../../support/contentsBuilders.ts';

const uri = `${host}/team/notebook:1.0`;
const repository = 'team/notebook';
const imageName = 'notebook';
const dropped = new AppError('network.dropped', { operation: 'DescribeImages' });

const obstacles: { readonly [K in Obstacle['kind']]: Obstacle & { readonly kind: K } } = {
  error: { kind: 'error', error: dropped },
  missing: { kind: 'missing' },
  elsewhere: { kind: 'elsewhere', region: 'eu-west-1' },
  noRole: { kind: 'noRole' },
  foreignRole: { kind: 'foreignRole', account: '210987654321' },
};

/** What each finding is about, in values that a sentence must show: the compiler says when one is left out. */
const findings: { readonly [C in FindingCode]: readonly FindingFacts[C][] } = {
  'uri.region': [false, true].map((isOtherPartition) => ({
    region: 'eu-west-1',
    sessionRegion: 'us-east-1',
    isOtherPartition,
  })),
  'uri.suffix': [{ region: 'us-east-1', suffix: 'amazonaws.com.cn', expected: 'amazonaws.com' }],
  'uri.account': [{ account: '210987654321', sessionAccount: '123456789012' }],
  'repository.missing': [{ repository }],
  'containerImage.missing': [{ uri }],
  'containerImage.archived': [{ uri }],
  'containerImage.notFetched': [{ uri, upstream: 'registry-1.docker.io' }],
  'containerImage.activating': [{ uri }],
  'containerImage.status': [{ uri, status: 'FROZEN' }],
  'mediaType.artifact': [{ mediaType: ociManifest }, { mediaType: undefined }],
  'mediaType.unfamiliar': [{ mediaType: ociManifest }],
  'mediaType.inference': [{ mediaType: ociManifest }],
  'platform.unsuitable': [
    { platforms: [arm64], wanted: amd64 },
    { platforms: [], wanted: amd64 },
  ],
  'platform.untold': [{}],
  'size.tooLarge': [{ sizeInBytes: 30_000_000_000, limitInBytes: 25_000_000_000 }],
  'size.large': [{ sizeInBytes: 12_000_000_000 }],
  'size.untold': [{}],
  'scan.severe': [{ counts: { CRITICAL: 1, HIGH: 2 } }],
  'scan.slight': [{ counts: { LOW: 2 } }],
  'scan.none': [{}],
  'scan.unfinished': [{ status: 'IN_PROGRESS' }],
  'tag.mayMove': [true, false].map((isCertain) => ({ tag: '1.0', repository, isCertain })),
  'digest.registered': [{ imageName, number: 3 }],
  'digest.perhapsThis': [{ imageName, number: 3 }],
  'digest.notAllSearched': [{ imageName, searched: 20 }],
  'alias.taken': [{ imageName, alias: 'stable', number: 3 }],
  'image.missing': [{ imageName }],
  'image.changing': [{ imageName, status: 'UPDATING' }],
  'image.unusable': [undefined, 'It is gone.'].map((reason) => ({ imageName, status: 'DELETING', reason })),
  'image.status': [{ imageName, status: 'RESTING' }],
  'role.missing': [{ roleArn: role }],
  'role.untrusted': [{ roleArn: role }],
  'role.trustDepends': [{ roleArn: role }],
  'role.cannotPull': [{ roleArn: role, repository, actions: ['ecr:BatchGetImage'] }],
  'role.pullDepends': [{ roleArn: role, repository, actions: ['ecr:BatchGetImage'] }],
  notChecked: Object.values(obstacles).map((because) => ({ because })),
};

describe('What a preflight finds', () => {
  for (const [code, variants] of Object.entries(findings) as [FindingCode, readonly object[]][]) {
    it(`is said in a sentence: ${code}`, () => {
      assert.ok(variants.length > 0);
      for (const facts of variants) {
        const { text, why } = findingText({ check: 'uri', code, severity: 'error', facts } as Finding);
        for (const sentence of [text, ...(why === undefined ? [] : [why])]) {
          assert.match(sentence, /^["A-Z\d]/, sentence);
          assert.match(sentence, /\.$/, sentence);
          assert.doesNotMatch(sentence, /\{\d+\}|undefined|null|NaN|\[object/, sentence);
        }
      }
    });
  }

  it('is said with the gravest vulnerabilities first', () => {
    const find = findingsOf('scan');
    const { text } = findingText(find('scan.severe', { counts: { LOW: 1, NEW: 2, CRITICAL: 3, HIGH: 4 } }));
    assert.match(text, /3 CRITICAL, 4 HIGH, 1 LOW, 2 NEW/);
  });
});

describe('The report of a preflight', () => {
  it('says that all is well', () => {
    assert.equal(reportOf(uri, ['uri', 'exists'], []).text, `# \`${uri}\`\n\nAll 2 checks are passed.\n`);
  });

  it('has the gravest first, and what can be clicked at its lines', () => {
    const all = [
      findingsOf('size')('size.large', { sizeInBytes: 12_000_000_000 }),
      findingsOf('tag')(
        'tag.mayMove',
        { tag: '1.0', repository, isCertain: true },
        { kind: 'pinDigest', uri: aUri() },
      ),
      findingsOf('exists')('containerImage.missing', { uri }, { kind: 'chooseTag', repository: aUri() }),
    ];
    const { text, lenses } = reportOf(uri, ['size', 'tag', 'exists'], all);
    assert.ok(text.indexOf('## Stops it') < text.indexOf('## To be known'), text);
    const lines = text.split('\n');
    assert.deepEqual(
      lenses.map(({ line, command }) => [command.arguments?.[0].kind, lines[line]?.slice(0, 20)]),
      [
        ['chooseTag', '- There is no contai'],
        ['pinDigest', '- Tag "1.0" of "team'],
      ],
    );
  });

  it('says once what kept several checks from being made', () => {
    const because = obstacles.error;
    const all = [
      findingsOf('size')('notChecked', { because }),
      findingsOf('exists')('notChecked', { because }),
      findingsOf('trust')('notChecked', { because: obstacles.noRole }),
    ];
    const { text } = reportOf(uri, ['size', 'exists', 'trust'], all);
    assert.match(
      text,
      /## Could not be found out\n\n- size, whether it is there: .*DescribeImages.*\n- trust of the role: /,
    );
    assert.match(text, /Nothing was found that speaks against/);
  });

  it('makes no link of what others have written', () => {
    const reason = '[click](command:evil) <b>';
    const finding = findingsOf('image')('image.unusable', { imageName, status: 'CREATE_FAILED', reason });
    const { text } = reportOf(uri, ['image'], [finding]);
    assert.doesNotMatch(text, /\[click\]\(|<b>/);
  });
});

/** What failures come to, in documents. */
import assert from 'node:assert/strict';
import { AppError } from '../../../src/core/errors.ts';
import { causeOf, type Cause, type CauseCode, type CauseFacts } from '../../../src/core/explain/cause.ts';
import type { AppEvidence, RoleEvidence, VersionEvidence } from '../../../src/core/explain/evidence.ts';
import { appPage } from '../../../src/ui/explain/appPage.ts';
import { causeText, fixText } from '../../../src/ui/explain/causeTexts.ts';
import type { Page } from '../../../src/ui/pages/page.ts';
import { versionPage } from '../../../src/ui/explain/versionPage.ts';
import {
  account,
  anImage,
  aVersion,
  digestOf,
  host,
  region,
  role as roleArn,
} from '../../support/builders.ts';
import { anApp } from '../../support/inMemoryApps.ts';

const reference = `${host}/team/notebook:1.0`;
const denied = new AppError('auth.denied', {
  action: 'ecr:BatchGetImage',
  resource: '*',
  principal: undefined,
});

/** What each cause is about, in values that a sentence must show: the compiler says when one is left out. */
const causes: { readonly [C in CauseCode]: readonly CauseFacts[C][] } = {
  'container.missing': [{ reference }],
  'container.archived': [{ reference, status: 'ARCHIVED' }],
  'container.notInEcr': [{ reference: 'python:3.13' }],
  'container.otherRegion': [
    { reference, region: 'eu-west-1' },
    { reference: undefined, region: undefined },
  ],
  'container.otherAccount': [{ reference, accountId: '999999999999' }],
  'container.artifact': [{ reference }],
  'container.mediaType': [
    { mediaType: 'application/vnd.oci.image.manifest.v1+json' },
    { mediaType: undefined },
  ],
  'container.platform': [{ platforms: ['linux/arm64'] }, { platforms: [] }],
  'container.tooLarge': [{ sizeInBytes: 30_000_000_000, limit: 25_000_000_000 }],
  'container.user': [
    { user: '1234', appType: 'JupyterLab' },
    { user: '', appType: 'JupyterLab' },
  ],
  'container.noCommand': [{ appType: 'CodeEditor' }],
  'role.missing': [{ roleArn }],
  'role.untrusted': [{ roleArn }],
  'role.conditional': [{ roleArn }],
  'role.denied': [{ roleArn, actions: ['ecr:BatchGetImage'] }],
  'role.new': [{ roleArn, seconds: 12 }],
  'role.unchecked': [{ roleArn }, { roleArn: undefined }],
  'version.gone': [{ versionArn: aVersion().arn }, { versionArn: undefined }],
  'version.failed': [
    { number: 3, reason: 'Because.' },
    { number: 3, reason: undefined },
  ],
  'image.notAttached': [{}],
  'executionRole.denied': [undefined, roleArn].map((arn) => ({
    roleArn: arn,
    actions: ['sagemaker:DescribeImageVersion'],
  })),
  'config.appType': [{ name: 'config', appTypes: ['KernelGateway'], appType: 'JupyterLab' }],
  'config.user': [
    { configured: '0:0', user: '1000' },
    { configured: undefined, user: undefined },
  ],
  'app.classic': [{}],
};

const version = aVersion({
  status: 'CREATE_FAILED',
  baseImage: reference,
  failureReason: 'Its own words.',
});
const actions = ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];
const role: RoleEvidence = {
  arn: roleArn,
  trust: 'trusted',
  decisions: actions.map((action) => ({ action, decision: 'allowed' })),
};
const failed: VersionEvidence = {
  version,
  region,
  accountId: account,
  image: { ...anImage(), roleArn },
  container: {
    reference,
    isFound: true,
    status: 'ACTIVE',
    isArtifact: false,
    platforms: ['linux/amd64'],
  },
  role,
  aliases: [],
};
const died: AppEvidence = {
  app: anApp({ failureReason: 'InternalFailure', imageArn: anImage().arn, imageVersionArn: version.arn }),
  log: { kind: 'lines', lines: [{ at: new Date(0), text: 'Starting' }] },
  executionRole: { arn: roleArn, decisions: [] },
  version: aVersion(),
  container: {
    reference: `${host}/team/notebook@${digestOf('a')}`,
    isFound: true,
    status: 'ACTIVE',
    platforms: ['linux/amd64'],
    configuration: { user: '1000', entrypoint: ['start'], cmd: [] },
  },
  isAttached: true,
  config: { name: 'lab', appTypes: ['JupyterLab'], command: [] },
};

function withLog(...texts: readonly string[]): AppEvidence {
  return { ...died, log: { kind: 'lines', lines: texts.map((text) => ({ at: new Date(0), text })) } };
}

/** The titles of lenses, with the lines below them. */
function lensesOf({ text, lenses }: Page): readonly (readonly [string, string])[] {
  const lines = text.split('\n');
  return lenses.map(({ line, command }) => [command.title, lines[line]?.slice(0, 30) ?? '']);
}

const headingsOf = ({ text }: Page): readonly string[] => text.match(/^#+ .*$/gm) ?? [];

describe('A cause', () => {
  for (const [code, variants] of Object.entries(causes) as [CauseCode, readonly object[]][]) {
    it(`is said in sentences: ${code}`, () => {
      assert.ok(variants.length > 0);
      for (const facts of variants) {
        for (const certainty of ['certain', 'likely', 'possible'] as const) {
          for (const of of ['version', 'app'] as const) {
            const cause = causeOf(code, certainty, facts as never) as Cause;
            const { text, why } = causeText(cause, of);
            const sentences = [text, why, ...cause.fixes.map(fixText)].filter((one) => one !== undefined);
            for (const sentence of sentences) {
              assert.match(sentence, /^["`A-Z\d]/, sentence);
              assert.match(sentence, /[.`]$/, sentence);
              assert.doesNotMatch(sentence, /\{\d+\}|undefined|null|NaN|\[object/, sentence);
            }
          }
        }
      }
    });
  }
});

describe('The document of a version that failed', () => {
  it("shows SageMaker's words whole, and that nothing else is known", () => {
    const page = versionPage(failed);
    assert.match(page.text, /^# Version 1 of `notebook`\n/);
    assert.match(page.text, /\n```text\nIts own words\.\n```\n/);
    assert.match(page.text, /Nothing that is known of such failures explains it\./);
    assert.deepEqual(headingsOf(page), [
      '# Version 1 of `notebook`',
      '## What SageMaker says',
      '## Looked at, and found in order',
      '## What to do next',
    ]);
    assert.match(page.text, /It is for linux\/amd64\./);
    assert.deepEqual(page.lenses, []);
  });

  it('names causes by their certainty, each with what can be done, and a click for what one can', () => {
    const page = versionPage({
      ...failed,
      container: { ...failed.container, reference, platforms: ['linux/arm64'] },
      role: {
        arn: roleArn,
        trust: 'untrusted',
        decisions: [{ action: 'ecr:BatchGetImage', decision: 'denied' }],
      },
    });
    assert.ok(headingsOf(page).includes('## Likely'));
    assert.match(page.text, /for `linux\/arm64`, and not for linux\/amd64/);
    const ofRole = '- Role `arn:aws:iam::123456789';
    assert.deepEqual(lensesOf(page), [
      ['Open Trust Policy', ofRole],
      ['Edit Image…', ofRole],
      ['Open Policy', ofRole],
      ['Edit Image…', ofRole],
      ['Build Image Version…', '- The container image is for `'],
    ]);
    const [trust, , pull] = page.lenses.map(({ command }) => JSON.stringify(command.arguments));
    assert.match(trust ?? '', /sagemaker\.amazonaws\.com/);
    assert.match(pull ?? '', /repository\/team\/notebook/);
  });

  it('has no click that leads nowhere', () => {
    const { role: _role, image: _image, ...bare } = failed;
    const page = versionPage({ ...bare, version: { ...version, baseImage: 'python:3.13' } });
    assert.match(page.text, /`python:3\.13` is no URI of a private ECR repository/);
    assert.deepEqual(page.lenses, []);
  });

  it('says what could not be checked and why, once for the same reason', () => {
    const { role: _role, aliases: _aliases, ...bare } = failed;
    const page = versionPage({
      ...bare,
      container: { reference },
      obstacles: {
        container: { kind: 'error', error: denied },
        aliases: { kind: 'error', error: denied },
        role: { kind: 'noRole' },
      },
    });
    assert.match(
      page.text,
      /## Could not be checked\n\n- whether the container image is there, aliases: No permission to call ecr:BatchGetImage.*\n- permissions of the role: There is no role/,
    );
  });

  it('says why there was nothing to be checked', () => {
    const { container: _container, ...bare } = failed;
    const { baseImage: _baseImage, ...untold } = version;
    assert.match(
      versionPage({ ...bare, version: untold }).text,
      /does not tell what the version was to be made of/,
    );
    const untagged = `${host}/team/notebook`;
    const page = versionPage({
      ...failed,
      version: { ...version, baseImage: untagged },
      container: { reference: untagged },
    });
    assert.match(page.text, /Without a tag or digest/);
  });

  it('says which aliases stay on it', () => {
    assert.match(
      versionPage({ ...failed, aliases: ['stable', '1.0'] }).text,
      /`stable`, `1\.0` stays on this version/,
    );
  });

  it('says that there is no reason', () => {
    const { failureReason: _reason, ...silent } = version;
    assert.match(versionPage({ ...failed, version: silent }).text, /Nothing: it gives no reason\./);
  });

  it('explains nothing of one that has not failed', () => {
    const page = versionPage({ ...failed, version: aVersion() });
    assert.match(page.text, /SageMaker has it as `CREATED`/);
    assert.deepEqual(headingsOf(page), ['# Version 1 of `notebook`']);
  });

  it('is not broken by what SageMaker says', () => {
    const failureReason = 'a\n```\n# b [c](command:evil)\n`````\n- d';
    const page = versionPage({ ...failed, version: { ...version, failureReason } });
    assert.ok(page.text.includes(`\n\`\`\`\`\`\`text\n${failureReason}\n\`\`\`\`\`\`\n`), page.text);
  });
});

describe('The document of an app', () => {
  const deniedRole = {
    arn: roleArn,
    decisions: [{ action: 'logs:PutLogEvents', decision: 'denied' }],
  } as const;

  it('has the end of its log, and where all of it is', () => {
    const page = appPage(died);
    assert.match(page.text, /^# App `default` \(JupyterLab\) of `team`\n/);
    assert.match(page.text, /\n```text\nInternalFailure\n```\n/);
    assert.match(page.text, /\n```text\n1970-01-01T00:00:00\.000Z {2}Starting\n```\n/);
    assert.match(
      page.text,
      /<https:\/\/us-east-1\.console\.aws\.amazon\.com\/cloudwatch\/home\?region=us-east-1#logsV2:log-groups\/log-group\/\$252Faws\$252Fsagemaker\$252Fstudio\/log-events\/d-abc\$252Fteam\$252FJupyterLab\$252Fdefault>/,
    );
    assert.match(page.text, /Nothing that is known of such failures explains it\./);
    assert.match(page.text, /Its app image config `lab` is for this type of app\./);
  });

  it('is not broken by what an app prints', () => {
    const { text } = appPage(
      withLog(
        '```\n# heading',
        '\u001b[31mred\u001b[0m \u001b]8;;command:evil\u0007link\u001b]8;;\u0007',
        '10%\r99%\r',
        'a\u202eb\u0000',
      ),
    );
    assert.match(text, /\n````text\n/);
    assert.match(text, /Z {2}red link\n/);
    assert.match(text, /Z {2}99%\n/);
    assert.match(text, /Z {2}ab\n/);
    // oxlint-disable-next-line no-control-regex -- What must not be there.
    assert.doesNotMatch(text, /[\u0000-\u0008\u000b-\u001f\u202e]/);
  });

  it('cuts what nobody reads: very long lines, and the beginning of very many', () => {
    const { text } = appPage(withLog('x'.repeat(5000), 'y\n'.repeat(3000)));
    assert.ok(text.split('\n').every((line) => line.length < 2100));
    assert.ok(text.split('\n').length < 1100);
    assert.match(appPage(withLog('x'.repeat(5000))).text, /x … \(3,?000 more characters\)\n/);
  });

  it('says that the role can not write a log, and how it could', () => {
    const page = appPage({ ...died, log: { kind: 'noStream' }, executionRole: deniedRole });
    assert.match(
      page.text,
      /There is none, because role `.*` can not write it: it lacks `logs:PutLogEvents`\./,
    );
    const [[title, line] = []] = lensesOf(page);
    assert.deepEqual([title, line], ['Open Policy', 'There is none, because role `a']);
    assert.match(JSON.stringify(page.lenses[0]?.command.arguments), /log-group:\/aws\/sagemaker\/studio:\*/);
  });

  it('says that nothing was written', () => {
    const decisions = ['logs:CreateLogStream', 'logs:PutLogEvents'].map(
      (action) => ({ action, decision: 'allowed' }) as const,
    );
    const may = appPage({ ...died, log: { kind: 'noStream' }, executionRole: { arn: roleArn, decisions } });
    assert.match(may.text, /though the role of the app may write/);
    const unknown = appPage({ ...died, log: { kind: 'noStream' } });
    assert.match(unknown.text, /Nothing was written to `d-abc\/team\/JupyterLab\/default`/);
    assert.match(unknown.text, /could not be found out/);
    assert.match(appPage({ ...died, log: { kind: 'noGroup' } }).text, /There is no log group/);
  });

  it('says that the log may not be read', () => {
    const page = appPage({
      ...died,
      log: { kind: 'unreadable' },
      obstacles: { log: { kind: 'error', error: denied } },
    });
    assert.match(page.text, /could not be read\. No permission to call ecr:BatchGetImage/);
  });

  it('has a click for what one can do', () => {
    const page = appPage({
      ...died,
      version: 'gone',
      executionRole: {
        arn: roleArn,
        decisions: [{ action: 'sagemaker:DescribeImageVersion', decision: 'denied' }],
      },
      container: { reference, platforms: ['linux/arm64'] },
    });
    assert.deepEqual(
      lensesOf(page).map(([title]) => title),
      ['Create Image Version…', 'Build Image Version…', 'Open Policy'],
    );
    assert.match(JSON.stringify(page.lenses[2]?.command.arguments), /image-version\/notebook\/\*/);
  });

  it('says why there was nothing to be checked', () => {
    const { app } = died;
    const bare = (has: Partial<AppEvidence>): string =>
      appPage({ app, log: { kind: 'noStream' }, ...has }).text;
    assert.match(bare({ app: anApp({ failureReason: 'x' }) }), /The app does not tell its image\./);
    assert.match(bare({ version: 'gone' }), /The version is not there any more\./);
    const foreign = app.imageArn?.replace(account, '885854791233');
    const own = bare({ app: { ...app, ...(foreign && { imageArn: foreign }) } });
    assert.match(own, /Start the app with another image/);
    assert.match(own, /- permissions of the role: Which one the app runs with is not known\./);
    const obstacles = { settings: { kind: 'error', error: denied } } as const;
    assert.match(
      bare({ obstacles, version: aVersion() }),
      /app image config, permissions of the role: No permission/,
    );
  });

  it('is its log alone where it has not failed', () => {
    const { failureReason: _reason, ...running } = died.app;
    const page = appPage({ ...died, app: { ...running, status: 'InService' } });
    assert.match(page.text, /It has not failed: SageMaker has it as `InService`\./);
    assert.deepEqual(headingsOf(page), ['# App `default` (JupyterLab) of `team`', '## Log']);
  });
});

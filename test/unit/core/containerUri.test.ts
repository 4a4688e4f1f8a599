import assert from 'node:assert/strict';
import {
  formatContainerUri,
  isEcrHost,
  isRepositoryName,
  isTag,
  parseContainerUri,
  registryHost,
  repositoryUri,
  type ContainerUri,
  type UriProblem,
} from '../../../src/core/containerUri.ts';
import { account, digestOf, host, region } from '../../support/builders.ts';

const digest = digestOf('a');

function parsed(text: string, sessionRegion = region): ContainerUri {
  const result = parseContainerUri(text, sessionRegion);
  assert.ok(result.ok, `${text}: ${JSON.stringify(result)}`);
  return result.value;
}

function problemWith(text: string, sessionRegion = region): UriProblem {
  const result = parseContainerUri(text, sessionRegion);
  assert.ok(!result.ok, `${text} is taken`);
  return result.problem;
}

const otherRegistry = (of: string): UriProblem => ({ code: 'uri.otherRegistry', host: of });

const repositoryFor = (length: number): string => 'r'.repeat(length - `${host}/:1.0`.length);

describe('container URI', () => {
  describe('that is right', () => {
    const uri = { accountId: account, region, suffix: 'amazonaws.com', repository: 'team/notebook' };
    const longestTag = 't'.repeat(128);

    for (const [title, text, expected] of [
      ['has a tag', `${host}/team/notebook:1.0`, { ...uri, tag: '1.0' }],
      ['has a digest', `${host}/team/notebook@${digest}`, { ...uri, digest }],
      ['has both', `${host}/team/notebook:1.0@${digest}`, { ...uri, tag: '1.0', digest }],
      ['has neither, and is a repository', `${host}/team/notebook`, uri],
      [
        'has any separator between parts of the repository',
        `${host}/a.b_c__d---e/f0:1`,
        { ...uri, repository: 'a.b_c__d---e/f0', tag: '1' },
      ],
      ['has a tag that begins with an underscore', `${host}/team/notebook:_X-.`, { ...uri, tag: '_X-.' }],
      ['has the longest tag', `${host}/team/notebook:${longestTag}`, { ...uri, tag: longestTag }],
      [
        'was pasted with line breaks around it',
        `\r\n\t ${host}/team/notebook:1.0 \n`,
        { ...uri, tag: '1.0' },
      ],
      ['was pasted with a no-break space before it', `\u00A0${host}/team/notebook`, uri],
    ] as const) {
      it(title, () => {
        assert.deepEqual(parsed(text), expected);
      });
    }
  });

  describe('has the plain registry host of its partition', () => {
    for (const [given, inRegion, plain] of [
      ['dkr.ecr.eu-west-1.amazonaws.com', 'eu-west-1', 'dkr.ecr.eu-west-1.amazonaws.com'],
      ['dkr.ecr.us-gov-west-1.amazonaws.com', 'us-gov-west-1', 'dkr.ecr.us-gov-west-1.amazonaws.com'],
      ['dkr.ecr.cn-north-1.amazonaws.com.cn', 'cn-north-1', 'dkr.ecr.cn-north-1.amazonaws.com.cn'],
      ['dkr.ecr.eusc-de-east-1.amazonaws.eu', 'eusc-de-east-1', 'dkr.ecr.eusc-de-east-1.amazonaws.eu'],
      ['dkr.ecr.us-iso-east-1.c2s.ic.gov', 'us-iso-east-1', 'dkr.ecr.us-iso-east-1.c2s.ic.gov'],
      ['dkr.ecr.us-isob-east-1.sc2s.sgov.gov', 'us-isob-east-1', 'dkr.ecr.us-isob-east-1.sc2s.sgov.gov'],
      ['dkr.ecr.eu-isoe-west-1.cloud.adc-e.uk', 'eu-isoe-west-1', 'dkr.ecr.eu-isoe-west-1.cloud.adc-e.uk'],
      ['dkr.ecr.us-isof-east-1.csp.hci.ic.gov', 'us-isof-east-1', 'dkr.ecr.us-isof-east-1.csp.hci.ic.gov'],
      ['dkr.ecr-fips.us-east-1.amazonaws.com', 'us-east-1', 'dkr.ecr.us-east-1.amazonaws.com'],
      ['dkr-ecr.us-east-1.on.aws', 'us-east-1', 'dkr.ecr.us-east-1.amazonaws.com'],
      ['dkr-ecr-fips.us-east-1.on.aws', 'us-east-1', 'dkr.ecr.us-east-1.amazonaws.com'],
      ['dkr-ecr.cn-north-1.on.amazonwebservices.com.cn', 'cn-north-1', 'dkr.ecr.cn-north-1.amazonaws.com.cn'],
      [
        'dkr-ecr.eusc-de-east-1.on.amazonwebservices.eu',
        'eusc-de-east-1',
        'dkr.ecr.eusc-de-east-1.amazonaws.eu',
      ],
    ] as const) {
      it(given, () => {
        const uri = parsed(`${account}.${given}/notebook:1.0`, inRegion);
        assert.equal(formatContainerUri(uri), `${account}.${plain}/notebook:1.0`);
        assert.equal(uri.region, inRegion);
      });
    }
  });

  describe('is refused with the reason', () => {
    for (const [title, text, expected] of [
      ['nothing', '', { code: 'uri.empty' }],
      ['only white space', ' \n\t', { code: 'uri.empty' }],
      ['a space inside', `${host}/note book`, { code: 'uri.whitespace' }],
      ['two lines', `${host}/notebook:1.0\n${host}/notebook:2.0`, { code: 'uri.whitespace' }],
      ['a scheme', `https://${host}/notebook:1.0`, { code: 'uri.scheme' }],
      ['a scheme in capitals', `HTTPS://${host}/notebook:1.0`, { code: 'uri.scheme' }],
      ['a digest alone', digest, { code: 'uri.bareDigest' }],
      ['a digest alone, with its at sign', `@${digest}`, { code: 'uri.bareDigest' }],
      ['the public gallery', 'public.ecr.aws/docker/library/python:3.12', { code: 'uri.publicRegistry' }],
      ['Docker Hub in short', 'python:3.12', otherRegistry('python:3.12')],
      ['Docker Hub with an account', 'jupyter/scipy-notebook:latest', otherRegistry('jupyter')],
      ['another registry', 'ghcr.io/team/notebook:1.0', otherRegistry('ghcr.io')],
      [
        'an account of eleven digits',
        `12345678901.dkr.ecr.${region}.amazonaws.com/notebook`,
        otherRegistry(`12345678901.dkr.ecr.${region}.amazonaws.com`),
      ],
      [
        'a host that only begins like a registry',
        `${host}.example.com/notebook`,
        otherRegistry(`${host}.example.com`),
      ],
      ['a host that only ends like a registry', `x.${host}/notebook`, otherRegistry(`x.${host}`)],
      ['a port', `${host}:443/notebook`, otherRegistry(`${host}:443`)],
      ['a registry alone', host, { code: 'uri.noRepository' }],
      ['a registry with a slash', `${host}/`, { code: 'uri.noRepository' }],
      [
        'capitals in the repository',
        `${host}/Team/notebook:1.0`,
        { code: 'uri.upperCase', repository: 'Team/notebook' },
      ],
      ['two slashes', `${host}/team//notebook`, { code: 'uri.repository', repository: 'team//notebook' }],
      ['a slash at the end', `${host}/team/`, { code: 'uri.repository', repository: 'team/' }],
      ['three underscores', `${host}/a___b`, { code: 'uri.repository', repository: 'a___b' }],
      ['only a tag', `${host}/:1.0`, { code: 'uri.repository', repository: '' }],
      ['a second colon', `${host}/notebook:1:0`, { code: 'uri.secondColon' }],
      ['a colon and nothing', `${host}/notebook:`, { code: 'uri.tag', tag: '' }],
      ['a tag that begins with a hyphen', `${host}/notebook:-1`, { code: 'uri.tag', tag: '-1' }],
      [
        'a tag of 129 characters',
        `${host}/notebook:${'t'.repeat(129)}`,
        { code: 'uri.tag', tag: 't'.repeat(129) },
      ],
      ['a tag with a slash', `${host}/notebook:1/2`, { code: 'uri.tag', tag: '1/2' }],
      ['an at sign and nothing', `${host}/notebook@`, { code: 'uri.digest', digest: '' }],
      [
        'a digest that is cut off',
        `${host}/notebook@sha256:abc`,
        { code: 'uri.digest', digest: 'sha256:abc' },
      ],
      [
        'a digest in capitals',
        `${host}/notebook@${digestOf('A')}`,
        { code: 'uri.digest', digest: digestOf('A') },
      ],
      [
        'two digests',
        `${host}/notebook@${digest}@${digest}`,
        { code: 'uri.digest', digest: `${digest}@${digest}` },
      ],
    ] as const satisfies readonly (readonly [string, string, UriProblem])[]) {
      it(title, () => {
        assert.deepEqual(problemWith(text), expected);
      });
    }
  });

  it('may have 255 characters, and not 256', () => {
    assert.equal(formatContainerUri(parsed(`${host}/${repositoryFor(255)}:1.0`)).length, 255);
    const problem = problemWith(`${host}/${repositoryFor(256)}:1.0`);
    assert.deepEqual(problem, { code: 'uri.tooLong', length: 256, max: 255 });
  });

  it('is measured as it will be sent, not as it was typed', () => {
    const spare = 255 - `${account}.dkr.ecr.us-east-1.amazonaws.com/:1.0`.length;
    const typed = `${account}.dkr.ecr-fips.us-east-1.amazonaws.com/${'r'.repeat(spare)}:1.0`;
    assert.ok(typed.length > 255);
    assert.equal(formatContainerUri(parsed(typed)).length, 255);
  });

  it('must be in the region of the call', () => {
    assert.deepEqual(problemWith(`${host}/notebook:1.0`, 'eu-central-1'), {
      code: 'uri.region',
      region: 'us-east-1',
      sessionRegion: 'eu-central-1',
    });
  });

  describe('with several faults names the one to cure first', () => {
    const long = 'r'.repeat(300);
    for (const [title, text, code] of [
      ['white space before the registry', 'ghcr.io/a b', 'uri.whitespace'],
      ['the scheme before the registry', 'https://ghcr.io/a', 'uri.scheme'],
      ['the registry before the repository', 'ghcr.io/A', 'uri.otherRegistry'],
      ['capitals before other signs', `${host}/A!`, 'uri.upperCase'],
      ['the repository before the tag', `${host}/a!:b:c`, 'uri.repository'],
      ['the second colon before the tag', `${host}/a:-:-`, 'uri.secondColon'],
      ['the tag before the digest', `${host}/a:-@x`, 'uri.tag'],
      ['the length before the region', `${account}.dkr.ecr.eu-west-1.amazonaws.com/${long}`, 'uri.tooLong'],
    ] as const) {
      it(title, () => {
        assert.equal(problemWith(text).code, code);
      });
    }
  });

  it('is written by digest when it has one, else by tag, else as a repository', () => {
    const both = parsed(`${host}/notebook:1.0@${digest}`);
    const { digest: _digest, ...byTag } = both;
    const { tag: _tag, ...bare } = byTag;
    assert.equal(formatContainerUri(both), `${host}/notebook@${digest}`);
    assert.equal(formatContainerUri(byTag), `${host}/notebook:1.0`);
    assert.equal(formatContainerUri(bare), `${host}/notebook`);
    assert.equal(repositoryUri(both), `${host}/notebook`);
  });

  it('is read of any region where there is no call yet', () => {
    const elsewhere = parseContainerUri(`${account}.dkr.ecr.eu-west-1.amazonaws.com/notebook`, undefined);
    assert.equal(elsewhere.ok && elsewhere.value.region, 'eu-west-1');
  });

  it('has a registry', () => {
    assert.equal(registryHost(parsed(`${host}/notebook:1.0`)), host);
  });
});

describe('parts of a container URI', () => {
  it('tell a private registry by any of its names', () => {
    for (const name of [
      host,
      `${account}.dkr-ecr.eu-west-1.on.aws`,
      `${account}.dkr.ecr-fips.us-east-1.amazonaws.com`,
    ]) {
      assert.ok(isEcrHost(name), name);
    }
    for (const name of [
      '',
      'public.ecr.aws',
      `x${host}`,
      `${host}.evil.example`,
      `${host}/x`,
      `${host}:443`,
    ]) {
      assert.ok(!isEcrHost(name), name);
    }
  });

  it('tell what can be a repository, and what a tag', () => {
    for (const name of ['ab', 'team/sagemaker-x', 'a.b_c__d--e', 'x'.repeat(256)])
      assert.ok(isRepositoryName(name), name);
    for (const name of ['', 'a', 'A', 'a/', '/a', 'a___b', 'x'.repeat(257), 'a b'])
      assert.ok(!isRepositoryName(name), name);
    for (const tag of ['a', '_x', '1.0', 'A-b_C', 'x'.repeat(128)]) assert.ok(isTag(tag), tag);
    for (const tag of ['', '-x', '.x', 'a b', 'a/b', 'x'.repeat(129), 'a\n', '\u00E9'])
      assert.ok(!isTag(tag), tag);
  });
});

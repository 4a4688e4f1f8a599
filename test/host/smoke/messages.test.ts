import assert from 'node:assert/strict';
import { AppError, type ErrorCode, type ErrorFacts } from '../../../src/core/errors.ts';
import { constraints, type ConstraintName } from '../../../src/core/constraints.ts';
import type { ProfileProblem } from '../../../src/core/profiles.ts';
import type { Problem } from '../../../src/core/problems.ts';
import { messageOf, type Message } from '../../../src/ui/messages.ts';
import { problemText } from '../../../src/ui/problemTexts.ts';

const operation = 'CreateImageVersion';
const region = 'us-east-1';
const reason = 'Something is wrong.';

/** Every reason why a profile can not be used: the compiler says when one is left out. */
const profileProblems: { readonly [C in ProfileProblem['code']]: ProfileProblem & { readonly code: C } } = {
  'source.cycle': { code: 'source.cycle', path: ['work', 'base', 'work'] },
  'source.missing': { code: 'source.missing', profile: 'work', source: 'base' },
  'source.empty': { code: 'source.empty', profile: 'work', source: 'base' },
  'source.none': { code: 'source.none', profile: 'work' },
  'source.conflict': { code: 'source.conflict', profile: 'work' },
  'credentialSource.unknown': { code: 'credentialSource.unknown', profile: 'work', value: 'Moon' },
  'settings.missing': { code: 'settings.missing', profile: 'work', missing: ['sso_region', 'sso_role_name'] },
  'ssoSession.missing': { code: 'ssoSession.missing', profile: 'work', session: 'corp' },
  'name.unsupported': { code: 'name.unsupported' },
  'name.prefixed': { code: 'name.prefixed' },
  'name.unprefixed': { code: 'name.unprefixed' },
  'header.unclosed': { code: 'header.unclosed', line: 6 },
};

/** What each failure is about, in values that a sentence must show. Where facts can be unknown, both forms. */
const failures: { readonly [C in ErrorCode]: readonly ErrorFacts[C][] } = {
  'auth.missing': [{ profile: 'work' }],
  'auth.signedOut': [{ profile: 'work', signIn: { way: 'sso', profile: 'base' } }],
  'auth.expired': [{ profile: 'work' }],
  'auth.invalid': [{ profile: 'work', region }],
  'auth.refused': [{ profile: 'work', reason }],
  'auth.processFailed': [{ profile: 'work' }],
  'auth.processUntrusted': [{ profile: 'work' }],
  'auth.mfaCancelled': [{ profile: 'work' }],
  'auth.mfaRefused': [{ profile: 'work', serial: 'arn:aws:iam::1:mfa/me' }],
  'auth.denied': [
    { action: 'sagemaker:ListImages', resource: 'arn:aws:sagemaker:x', principal: 'arn:aws:iam::1:user/me' },
    { action: undefined, resource: undefined, principal: undefined },
  ],
  'account.unexpected': [{ profile: 'work', account: '1', expected: '2' }],
  'account.changed': [{ profile: 'work', account: '1', expected: '2' }],
  'profile.unknown': [{ profile: 'work' }],
  'profile.unusable': Object.values(profileProblems).flatMap((problem) => [
    { profile: 'work', problem, location: { path: '/home/me/.aws/config', line: 0 } },
    { profile: 'work', problem, location: undefined },
  ]),
  'config.unreadable': [{ file: '/home/me/.aws/config', reason: 'EACCES' }],
  'signIn.failed': [{ profile: 'work', reason }],
  'signIn.expired': [{ profile: 'work' }],
  'signIn.notNeeded': [{ profile: 'work' }],
  'region.missing': [{ profile: 'work' }],
  'region.unreachable': [{ region, host: 'api.sagemaker.example' }],
  'image.notFound': [{ name: 'notebook', region }],
  'image.exists': [{ name: 'notebook' }],
  'image.inUse': [{ name: 'notebook', reason }],
  'image.notReady': [{ name: 'notebook', status: 'CREATING' }],
  'image.failed': [
    { name: 'notebook', reason },
    { name: 'notebook', reason: undefined },
  ],
  'version.notFound': [{ name: 'notebook', number: 7 }],
  'version.notReady': [{ name: 'notebook', number: 7, status: 'CREATE_FAILED' }],
  'alias.taken': [{ imageName: 'notebook', alias: 'stable', number: 7 }],
  'alias.lost': [{ imageName: 'notebook', alias: 'stable', from: 7, to: 8 }],
  'repository.notFound': [{ name: 'team/notebook', region }],
  'containerImage.unreadable': [{ reference: 'team/notebook:1.0', reason: 'its manifest is broken' }],
  'repository.exists': [{ name: 'team/notebook' }],
  'engine.missing': [{ tried: ['docker', 'finch', 'podman'] }],
  'engine.notRunning': [{ engine: 'docker', reason }],
  'engine.unusable': [{ engine: '/opt/docker', reason: 'it is too old' }],
  'build.failed': [
    { location: { file: '/work/Dockerfile', line: 3 }, reason },
    { location: undefined, reason },
  ],
  'build.noSpace': [{ engine: 'docker' }],
  'build.gone': [{ imageId: 'sha256:1a2b' }],
  'build.untrusted': [{}],
  'build.unanswered': [{ names: ['PIP_TOKEN', 'API_KEY'] }],
  'registry.refused': [{ host: '123456789012.dkr.ecr.us-east-1.amazonaws.com', reason }],
  'registry.untrusted': [{ host: '123456789012.dkr.ecr.us-east-1.amazonaws.com', reason }],
  'registry.invalidCertificate': [{ host: '123456789012.dkr.ecr.us-east-1.amazonaws.com', reason }],
  'push.failed': [{ reference: 'team/notebook:1', reason }],
  'push.otherDigest': [
    { reference: 'team/notebook:1', pushed: 'sha256:1a2b', found: 'sha256:3c4d' },
    { reference: 'team/notebook:1', pushed: 'sha256:1a2b', found: undefined },
    { reference: 'team/notebook:1', pushed: undefined, found: undefined },
  ],
  'push.tagTaken': [{ reference: 'team/notebook:1' }],
  'push.mediaType': [
    { reference: 'team/notebook:1', mediaType: 'application/vnd.oci.image.manifest.v1+json' },
  ],
  'row.unknown': [{}],
  'request.invalid': [{ reason }],
  'request.throttled': [{ operation }],
  'quota.exceeded': [{ reason }],
  'network.unreachable': [{ host: 'api.sagemaker.example' }, { host: undefined }],
  'network.dropped': [{ operation }],
  'network.silent': [{ operation, seconds: 30 }],
  'network.untrusted': [{ reason: 'SELF_SIGNED_CERT_IN_CHAIN' }],
  'network.notAws': [{ status: 407 }, { status: undefined }],
  'service.failed': [
    { operation, status: 503 },
    { operation, status: undefined },
  ],
};

describe('A failure', () => {
  for (const [code, variants] of Object.entries(failures)) {
    for (const facts of variants) {
      it(`is one sentence with its facts, and has a cure: ${code} ${JSON.stringify(facts)}`, () => {
        const message = messageOf(new AppError(code as ErrorCode, facts));
        assertReadable(message.text);
        for (const fact of Object.values(facts)) {
          if (typeof fact === 'object' || fact === undefined) continue;
          assert.ok(message.text.includes(String(fact)), `${fact}: ${message.text}`);
        }
        // To choose once more is a button of the sidebar's own.
        assert.equal(message.cures.length > 0, code !== 'row.unknown', message.text);
        assertCuresOnce(message);
      });
    }
  }

  it('that is not known says so, and offers the log', () => {
    for (const error of [new TypeError('x is undefined.'), 'a text.']) {
      const { text, cures } = messageOf(error);
      assert.match(text, /^Something unexpected went wrong: (x is undefined|a text)\.$/);
      assert.deepEqual(cures, [{ kind: 'showLog' }]);
    }
  });

  it('is the same from another bundle, which has its own class of errors', () => {
    const foreign = Object.assign(new Error('auth.expired'), {
      name: 'AppError',
      code: 'auth.expired',
      facts: { profile: 'work' },
    });
    assert.deepEqual(messageOf(foreign), messageOf(new AppError('auth.expired', { profile: 'work' })));
  });

  it('to do with a profile that cannot be used says what to write instead, and opens the file', () => {
    const problem = profileProblems['settings.missing'];
    const location = { path: '/home/me/.aws/config', line: 3 };
    const { text, cures } = messageOf(
      new AppError('profile.unusable', { profile: 'work', problem, location }),
    );
    assert.match(text, /"work" is incomplete: add sso_region, sso_role_name\./);
    assert.deepEqual(cures, [{ kind: 'openFile', location }, { kind: 'switchSession' }]);
  });

  it('for want of a sign-in signs in with the profile that has one', () => {
    const signIn = { way: 'sso', profile: 'base' } as const;
    const { text, cures } = messageOf(new AppError('auth.signedOut', { profile: 'work', signIn }));
    assert.match(text, /"work"/);
    assert.deepEqual(cures[0], { kind: 'signIn', profile: 'base' });
  });

  it('to do with a permission gives the statement that grants it', () => {
    const facts = { action: 'sagemaker:ListImages', resource: undefined, principal: undefined };
    const [cure] = messageOf(new AppError('auth.denied', facts)).cures;
    assert.ok(cure?.kind === 'copy');
    assert.deepEqual(JSON.parse(cure.text), {
      Effect: 'Allow',
      Action: 'sagemaker:ListImages',
      Resource: '*',
    });
  });
});

type ProblemCode = Problem['code'];

/** One or more of each kind: the compiler says when one is left out. */
const problems: { readonly [C in ProblemCode]: readonly (Problem & { code: C })[] } = {
  value: (Object.keys(constraints) as ConstraintName[]).flatMap((of) => {
    const { max } = constraints[of];
    return (['empty', 'tooShort', 'tooLong', 'pattern'] as const).map((violation) => ({
      code: 'value' as const,
      of,
      violation,
      length: max + 1,
      max,
    }));
  }),
  'value.whitespace': (Object.keys(constraints) as ConstraintName[]).map((of) => ({
    code: 'value.whitespace' as const,
    of,
  })),
  'image.exists': [{ code: 'image.exists', name: 'notebook' }],
  'alias.twice': [{ code: 'alias.twice', alias: 'stable' }],
  'region.name': [{ code: 'region.name', text: 'moon-1' }],
  'name.different': [{ code: 'name.different', name: 'notebook' }],
  'tag.form': [{ code: 'tag.form', text: 'team' }],
  'tag.reserved': [{ code: 'tag.reserved', key: 'aws:team' }],
  'tag.twice': [{ code: 'tag.twice', key: 'team' }],
  'tag.tooMany': [{ code: 'tag.tooMany', count: 51, max: 50 }],
  'uri.empty': [{ code: 'uri.empty' }],
  'uri.whitespace': [{ code: 'uri.whitespace' }],
  'uri.scheme': [{ code: 'uri.scheme' }],
  'uri.bareDigest': [{ code: 'uri.bareDigest' }],
  'uri.publicRegistry': [{ code: 'uri.publicRegistry' }],
  'uri.otherRegistry': [{ code: 'uri.otherRegistry', host: 'ghcr.io' }],
  'uri.noRepository': [{ code: 'uri.noRepository' }],
  'uri.noReference': [{ code: 'uri.noReference' }],
  'uri.upperCase': [{ code: 'uri.upperCase', repository: 'Team/Notebook' }],
  'uri.repository': [{ code: 'uri.repository', repository: 'team//notebook' }],
  'uri.secondColon': [{ code: 'uri.secondColon' }],
  'uri.tag': [{ code: 'uri.tag', tag: '-x' }],
  'uri.digest': [{ code: 'uri.digest', digest: 'sha256:1' }],
  'uri.tooLong': [{ code: 'uri.tooLong', length: 300, max: 255 }],
  'uri.region': [{ code: 'uri.region', region: 'eu-west-1', sessionRegion: region }],
  'repository.name': [{ code: 'repository.name', name: 'Team' }],
  'repository.exists': [{ code: 'repository.exists', name: 'team/notebook' }],
  'repository.reference': [{ code: 'repository.reference' }],
  'imageTag.word': [{ code: 'imageTag.word', word: 'moon' }],
  'imageTag.noSource': [{ code: 'imageTag.noSource', word: 'branch' }],
  'imageTag.unknown': [{ code: 'imageTag.unknown' }],
  'imageTag.taken': [{ code: 'imageTag.taken', tag: '1.0' }],
  'buildArgs.open': [{ code: 'buildArgs.open', names: ['BASE', 'VERSION'] }],
  'platform.form': [{ code: 'platform.form', text: 'moon' }],
  'path.form': [{ code: 'path.form' }],
};

describe('What is wrong with a value', () => {
  for (const [code, variants] of Object.entries(problems)) {
    it(`is said in a sentence: ${code}`, () => {
      assert.ok(variants.length > 0);
      for (const problem of variants) assertReadable(problemText(problem), /[.]$|:TAG$|@DIGEST$|REPOSITORY$/);
    });
  }

  it('names what was entered', () => {
    assert.match(problemText({ code: 'uri.upperCase', repository: 'Team/Notebook' }), /"team\/notebook"/);
    assert.match(
      problemText({ code: 'uri.region', region: 'eu-west-1', sessionRegion: region }),
      /eu-west-1.*us-east-1/,
    );
    assert.match(problemText({ code: 'alias.twice', alias: 'stable' }), /"stable"/);
  });

  it('says how long a value is that is too long', () => {
    const problem: Problem = { code: 'value', of: 'ImageName', violation: 'tooLong', length: 64, max: 63 };
    assert.match(problemText(problem), /^64 characters are too many\. .*63/);
  });
});

/** A text that begins like a sentence, ends like one, and has nothing in it that only programs understand. */
function assertReadable(text: string, ending = /[.]$|SageMaker says: nothing more$/): void {
  assert.match(text, /^["A-Z\d]|^arn:/, text);
  assert.match(text, ending, text);
  assert.doesNotMatch(text, /\{\d+\}|undefined|null|NaN|\[object/, text);
}

function assertCuresOnce({ text, cures }: Message): void {
  const kinds = cures.map(({ kind }) => kind);
  assert.equal(new Set(kinds).size, kinds.length, text);
}

import assert from 'node:assert/strict';
import { parseContainerUri } from '../../../src/core/containerUri.ts';
import type { Finding } from '../../../src/core/preflight/finding.ts';
import { preflight } from '../../../src/core/preflight/preflight.ts';
import { subjectOfUri, subjectOfVersion, type Subject } from '../../../src/core/preflight/subject.ts';
import type { Session } from '../../../src/core/ports.ts';
import type { Emulator } from '../../emulator/emulator.ts';
import { addSamples } from '../../emulator/samples.ts';
import { useSession } from './useSession.ts';

const { signal } = new AbortController();

describe('a preflight of the samples', function () {
  this.timeout(30_000);
  let emulator: Emulator;
  let session: Session;
  useSession((opened) => ({ emulator, session } = opened));
  beforeEach(() => addSamples(emulator));

  async function findingsOf(subject: Subject | undefined): Promise<readonly Finding[]> {
    assert.ok(subject);
    const findings: Finding[] = [];
    for await (const result of preflight(subject, session, signal)) findings.push(...result.findings);
    return findings;
  }

  /** Codes, sorted. */
  async function codesOf(subject: Subject | undefined): Promise<readonly string[]> {
    return (await findingsOf(subject)).map(({ code }) => code).toSorted();
  }

  function byUri(reference: string): Subject {
    const parsed = parseContainerUri(`${emulator.registryHost}/${reference}`, undefined);
    assert.ok(parsed.ok);
    return subjectOfUri(parsed.value);
  }

  for (const [reference, codes] of [
    ['data-science/churn-notebook:1.4.0', ['scan.slight']],
    ['data-science/churn-notebook:1.3.0', ['scan.severe']],
    ['data-science/churn-notebook:1.5.0-dev', ['scan.unfinished']],
    ['data-science/churn-notebook:1.4.0-rc1-arm64', ['platform.unsuitable', 'scan.slight']],
    ['platform/code-editor:3.1.0', ['scan.none']],
    ['platform/code-editor:3.2.0-graviton', ['platform.unsuitable', 'scan.none']],
    ['research/genomics-gpu:2025.2-cuda12', ['scan.severe']],
    // Archived, it is not given out: only its configuration would tell the platform.
    ['data-science/churn-notebook:1.1.0', ['containerImage.archived', 'notChecked', 'scan.slight']],
  ] as const) {
    it(`finds of ${reference}: ${codes.join(', ')}`, async () => {
      assert.deepEqual(await codesOf(byUri(reference)), codes);
    });
  }

  it('finds that there is no such image, and nothing that could be looked into', async () => {
    const codes = await codesOf(byUri('data-science/churn-notebook:9.9'));
    assert.deepEqual(new Set(codes), new Set(['containerImage.missing', 'notChecked']));
  });

  it('finds of a version what its role may not, by the ARN of the repository', async () => {
    emulator.addRole({
      name: 'SageMakerImageRole',
      policy: { Statement: [{ Effect: 'Allow', Action: 'ecr:*', Resource: '*:repository/sagemaker*' }] },
    });
    const version = await session.images.describeVersion('genomics-gpu', 1, signal);
    const findings = await findingsOf(subjectOfVersion(version));
    const pull = findings.find(({ code }) => code === 'role.cannotPull');
    assert.deepEqual(Object(pull?.facts).actions, [
      'ecr:BatchGetImage',
      'ecr:GetDownloadUrlForLayer',
      'ecr:BatchCheckLayerAvailability',
      'ecr:GetAuthorizationToken',
    ]);
    // Whoever adds a role here without a trust policy lets the account itself assume it, and no service.
    assert.ok(findings.some(({ code }) => code === 'role.untrusted'));
  });

  it('finds nothing else of a version that works', async () => {
    const version = await session.images.describeVersion('churn-notebook', 3, signal);
    assert.deepEqual(await codesOf(subjectOfVersion(version)), ['scan.slight']);
  });

  it('tells what it can where next to nothing is allowed', async () => {
    for (const operation of [
      'DescribeImages',
      'BatchGetImage',
      'GetRole',
      'SimulatePrincipalPolicy',
    ] as const) {
      emulator.faults.inject({ kind: 'denied', operation });
    }
    const version = await session.images.describeVersion('churn-notebook', 3, signal);
    const findings = await findingsOf(subjectOfVersion(version));
    assert.deepEqual(new Set(findings.map(({ severity }) => severity)), new Set(['unknown', 'info']));
    const kept = findings.filter(({ code }) => code === 'notChecked').map(({ check }) => check);
    assert.deepEqual(kept.toSorted(), ['exists', 'mediaType', 'platform', 'pull', 'size', 'trust']);
  });
});

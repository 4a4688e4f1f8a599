import type { BuildOrder } from '../../core/build/engine.ts';
import { explainBuildKit } from '../failures/buildKitFailure.ts';
import { buildFlags } from './buildFlags.ts';
import type { Dialect } from './dialect.ts';
import { dockerPush } from '../progress/dockerPush.ts';
import { plainProgress } from '../progress/plainProgress.ts';
import { rawProgress } from '../progress/rawProgress.ts';
import { explainSteps } from '../failures/stepFailure.ts';
import { stepProgress } from '../progress/stepProgress.ts';
import { isAtLeast, type Version } from '../version.ts';

/** What builds, behind the `docker` program. */
export type DockerBuilder =
  /** The plugin; the version is undefined where it does not say. */
  | { readonly kind: 'buildx'; readonly version: Version | undefined }
  /** BuildKit in the program itself, which Docker had until 20.10. */
  | { readonly kind: 'buildkit' }
  /**
   * The builder before BuildKit, for SageMaker Studio: there RUN needs the network called `sagemaker`, and BuildKit
   * takes none by name (docker/buildx#175; aws-samples/amazon-sagemaker-local-mode#51 turns it off as well).
   */
  | { readonly kind: 'classic'; readonly network: string };

/** Since 0.10 buildx adds attestations unless told not to, which make an index of one image (docker/buildx#1533). */
const firstWithAttestations: Version = [0, 10];
/** Since 0.13 (docker/buildx#2247) progress can be had as BuildKit's own messages. */
const firstWithRawProgress: Version = [0, 13];

const idPattern = /^sha256:[0-9a-f]{64}$/;

export function dockerDialect(builder: DockerBuilder): Dialect {
  const isRaw = builder.kind === 'buildx' && isSince(builder.version, firstWithRawProgress);
  return {
    name: 'docker',
    build(order, idFile) {
      const flags = buildFlags(order, idFile);
      return {
        args: [
          ...builderArgs(builder, order, isRaw),
          `--file=${order.dockerfile}`,
          ...flags.args,
          '--',
          order.context,
        ],
        environment: { ...flags.environment, ...builderEnvironment(builder) },
        secrets: flags.secrets,
      };
    },
    readBuild(report) {
      if (builder.kind === 'classic') return stepProgress(report);
      return isRaw ? rawProgress(report) : plainProgress(report);
    },
    explainBuild: builder.kind === 'classic' ? explainSteps : explainBuildKit,
    findImage: (reference) => ({
      command: { args: ['image', 'inspect', '--format={{.Id}}', '--', reference] },
      find: (lines) => lines.find((line) => idPattern.test(line)),
    }),
    signIn: (host, username) => ({
      args: ['login', `--username=${username}`, '--password-stdin', '--', host],
    }),
    signOut: (host) => ({ args: ['logout', '--', host] }),
    tag: (id, reference) => ({ args: ['tag', '--', id, reference] }),
    push: (reference) => ({ args: ['push', '--', reference] }),
    readPush: dockerPush,
  };
}

function builderArgs(builder: DockerBuilder, { mediaTypes }: BuildOrder, isRaw: boolean): readonly string[] {
  switch (builder.kind) {
    case 'classic':
      return ['build', `--network=${builder.network}`];
    case 'buildkit':
      // Its image store pushes Docker's media types, whatever was built.
      return ['build', '--progress=plain'];
    case 'buildx':
      return [
        'buildx',
        'build',
        `--progress=${isRaw ? 'rawjson' : 'plain'}`,
        // Loads the result into the engine also where another builder than the engine's own is chosen. That is
        // `--output=type=docker`; its media types are OCI's in the containerd image store, if not told otherwise.
        mediaTypes === 'docker' ? '--output=type=docker,oci-mediatypes=false' : '--load',
        ...(isSince(builder.version, firstWithAttestations) ? ['--provenance=false', '--sbom=false'] : []),
      ];
  }
}

function builderEnvironment({ kind }: DockerBuilder): Readonly<Record<string, string>> {
  switch (kind) {
    case 'classic':
      return { DOCKER_BUILDKIT: '0' };
    case 'buildkit':
      return { DOCKER_BUILDKIT: '1' };
    case 'buildx':
      // For versions that do not tell which they are.
      return { BUILDX_NO_DEFAULT_ATTESTATIONS: '1' };
  }
}

function isSince(version: Version | undefined, first: Version): boolean {
  return version !== undefined && isAtLeast(version, first);
}

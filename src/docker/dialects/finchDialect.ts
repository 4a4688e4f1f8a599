import { AppError } from '../../core/errors.ts';
import { explainBuildKit } from '../failures/buildKitFailure.ts';
import { buildFlags } from './buildFlags.ts';
import type { Dialect } from './dialect.ts';
import { nerdctlPush } from '../progress/nerdctlPush.ts';
import { plainProgress } from '../progress/plainProgress.ts';

const idPattern = /^sha256:[0-9a-f]{64}$/;

/**
 * Finch is nerdctl, on Linux as it is, elsewhere in a virtual machine that few environment variables get into: for
 * build arguments there is no way but the command line (runfinch/finch, cmd/finch/nerdctl_remote.go, `passedEnvs`).
 */
export function finchDialect(isVirtual: boolean): Dialect {
  return {
    name: 'finch',
    build(order, idFile) {
      const flags = buildFlags(order, idFile);
      const hidden = Object.keys(flags.environment ?? {});
      if (isVirtual && hidden.length > 0) {
        const reason = `its virtual machine is given secret build arguments (${hidden.join(', ')}) in a way that all users of this computer can read`;
        throw new AppError('engine.unusable', { engine: 'finch', reason });
      }
      return {
        ...flags,
        args: [
          'build',
          '--progress=plain',
          // nerdctl loads that itself. BuildKit adds attestations only when buildx asks for them.
          ...(order.mediaTypes === 'docker' ? ['--output=type=docker,oci-mediatypes=false'] : []),
          `--file=${order.dockerfile}`,
          ...flags.args,
          // An absolute path: it never begins with a dash. Finch looks at arguments by itself, and knows no `--`.
          order.context,
        ],
      };
    },
    readBuild: plainProgress,
    explainBuild: explainBuildKit,
    findImage: (reference) => {
      // nerdctl finds images by the manifest's digest, but `image inspect` tells that of the configuration.
      const isId = idPattern.test(reference);
      return {
        command: { args: ['images', '--quiet', '--no-trunc', ...(isId ? [] : [reference])] },
        find: (lines) => lines.find((line) => (isId ? line === reference : idPattern.test(line))),
      };
    },
    signIn: (host, username) => ({ args: ['login', `--username=${username}`, '--password-stdin', host] }),
    signOut: (host) => ({ args: ['logout', host] }),
    tag: (id, reference) => ({ args: ['tag', id, reference] }),
    push: (reference) => ({ args: ['push', reference] }),
    readPush: nerdctlPush,
  };
}

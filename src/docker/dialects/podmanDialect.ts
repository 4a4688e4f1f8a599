import { buildFlags } from './buildFlags.ts';
import type { Dialect } from './dialect.ts';
import { explainSteps } from '../failures/stepFailure.ts';
import { stepProgress } from '../progress/stepProgress.ts';
import { textOnly } from '../progress/textOnly.ts';

/** @param authFile the file with what was signed in to, in place of the user's own. */
export function podmanDialect(authFile: string): Dialect {
  const auth = `--authfile=${authFile}`;
  return {
    name: 'podman',
    build(order, idFile) {
      const flags = buildFlags(order, idFile);
      return {
        ...flags,
        args: [
          'build',
          auth,
          ...(order.mediaTypes === 'docker' ? ['--format=docker'] : []),
          `--file=${listItem(order.dockerfile)}`,
          ...flags.args,
          '--',
          order.context,
        ],
      };
    },
    readBuild: stepProgress,
    explainBuild: explainSteps,
    findImage: (reference) => ({
      command: { args: ['image', 'inspect', '--format={{.Id}}', '--', reference] },
      find: (lines) => lines.map(idOf).find((id) => id !== undefined),
    }),
    signIn: (host, username) => ({
      args: ['login', auth, `--username=${username}`, '--password-stdin', '--', host],
    }),
    signOut: (host) => ({ args: ['logout', auth, '--', host] }),
    tag: (id, reference) => ({ args: ['tag', '--', id, reference] }),
    push: (reference, digestFile) => ({
      args: [
        'push',
        auth,
        ...(digestFile === undefined ? [] : [`--digestfile=${digestFile}`]),
        '--',
        reference,
      ],
    }),
    readPush: textOnly,
  };
}

/** `--file` may be given many times, and podman takes each for a line of comma-separated values. */
function listItem(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Its ids come without the algorithm, and are taken with it as well. */
function idOf(line: string): string | undefined {
  const hex = /^(?:sha256:)?([0-9a-f]{64})$/.exec(line)?.[1];
  return hex && `sha256:${hex}`;
}

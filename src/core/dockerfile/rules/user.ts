import type { Command } from '../facts/commands.ts';
import type { ImageFacts } from '../facts/imageFacts.ts';
import { basename } from '../facts/paths.ts';
import { replacing, type Fix, type Found, type Rule } from './finding.ts';

/** Programs that go on as somebody else: the image's user is not who runs the app then. */
const changesUser =
  /\b(?:gosu|su-exec|setpriv|runuser|chroot|fixuid|su|start(?:-\w+)?\.(?:sh|py)|supervisord|runsvdir|s6-\w+|init)\b/;

/** Studio runs apps as user 1000 of group 100; the kernels of Studio Classic may be root's as well. */
export const userId: Rule = {
  id: 'user-id',
  targets: ['jupyterlab', 'code-editor', 'kernel-gateway', 'unified-studio', 'studio'],
  check({ facts, target }) {
    const { uid, step } = facts.user;
    // Where it is not said which app it is, root may be right.
    const allowsRoot = target === 'kernel-gateway' || target === 'studio';
    if (uid === undefined || uid === 1000 || (uid === 0 && (allowsRoot || mayChangeUser(facts)))) return [];
    const image = step ? undefined : facts.base.image?.reference;
    const problem = { code: 'user.id', uid, allowsRoot, ...(image !== undefined && { image }) } as const;
    return [{ problem, span: step?.word ?? facts.base.word, fix: backToUser(facts) }];
  },
};

export const groupId: Rule = {
  id: 'group-id',
  targets: ['jupyterlab', 'code-editor', 'kernel-gateway', 'unified-studio', 'studio'],
  check({ facts, target }) {
    const { uid, gid, step } = facts.user;
    if (gid === undefined || !step) return [];
    const allowsRoot = target === 'kernel-gateway' || target === 'studio';
    const expected = uid === 0 && allowsRoot ? 0 : 100;
    // Root's group says nothing that root does not.
    if ((uid !== 1000 && expected === 100) || gid === expected) return [];
    return [
      { problem: { code: 'user.group', gid, expected }, span: step.word, fix: otherGroup(facts, expected) },
    ];
  },
};

/** Hosting expects containers that root runs. */
export const rootUser: Rule = {
  id: 'root-user',
  targets: ['inference'],
  check({ facts }): readonly Found[] {
    const { uid, name, step } = facts.user;
    if (!step || name === undefined || uid === undefined || uid === 0) return [];
    return [{ problem: { code: 'user.notRoot', user: name }, span: step.word }];
  },
};

/** Whether what starts the image may go on as another user. */
function mayChangeUser({ source, base, entrypoint, command }: ImageFacts): boolean {
  const kind = base.image?.kind ?? 'other';
  if (!entrypoint && (kind === 'notebook' || kind === 'other')) return true;
  return [entrypoint, command].some((start) => {
    if (!start) return false;
    const text = source.text.slice(start.instruction.body, start.instruction.end);
    return changesUser.test(text) || isOwnScript(start.words);
  });
}

/** A script that came into the image is not read. */
function isOwnScript([program, argument]: Command): boolean {
  const name = program?.value;
  if (name === undefined || /^\.\/|\.(?:sh|py)$/.test(name)) return true;
  const isInterpreter = /^(?:(?:ba|da|a|z)?sh|python[\d.]*|node|perl|ruby)$/.test(basename(name));
  return isInterpreter && argument !== undefined && !argument.text.startsWith('-');
}

/** A `USER` behind everything, where the image has user 1000 of group 100 for certain. */
function backToUser({ source, accounts, from, user }: ImageFacts): Fix | undefined {
  if (!user.step || !accounts.hasUser(1000) || accounts.find('1000').gid !== 100) return undefined;
  const next = source.instructions.find(({ keyword, start }) => keyword === 'FROM' && start > from.start);
  const inStage = source.instructions.filter(
    ({ start }) => start >= from.start && start < (next?.start ?? Infinity),
  );
  const last = inStage.findLast(({ keyword }) => keyword !== 'CMD' && keyword !== 'ENTRYPOINT') ?? from;
  // Further up, what is in between may need the other user.
  if (last.start === user.step.instruction.start) return replacing(user.step.word, '1000');
  const eol = source.text.includes('\r\n') ? '\r\n' : '\n';
  return {
    kind: { code: 'add', text: 'USER 1000' },
    edits: [{ start: last.end, end: last.end, text: `${eol}USER 1000` }],
  };
}

/** The group of a number that stands there, beside a user whose own group it is not. */
function otherGroup({ source, user }: ImageFacts, expected: number): Fix | undefined {
  if (!user.step) return undefined;
  const { start, end } = user.step.word;
  const [name = '', group] = source.text.slice(start, end).split(':', 2);
  if (group === undefined || !/^\d+$/.test(group)) return undefined;
  return {
    kind: { code: 'replace', text: `${name}:${expected}` },
    edits: [{ start, end, text: `${name}:${expected}` }],
  };
}

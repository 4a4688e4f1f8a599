import { causeOf, type Cause } from './cause.ts';
import type { AppEvidence } from './evidence.ts';

/** The users that an app's container can be, by the app's type (facts §7); of other apps none is known. */
const usersOf: Readonly<Record<string, readonly number[]>> = {
  JupyterLab: [1000],
  CodeEditor: [1000],
  KernelGateway: [0, 1000],
};

/** Whether the image's user is none that the app can be, or not the one that it is attached with. */
export function userCauses({ app, container, config }: AppEvidence): readonly Cause[] {
  const user = container?.configuration?.user;
  if (user === undefined) return [];
  const uid = uidOf(user);
  const allowed = usersOf[app.type];
  // Which number a name stands for is in a file of the image, which nobody reads here.
  if (uid === undefined || !allowed) return [];
  const isAllowed = allowed.includes(uid);
  // Only KernelGateway takes settings for it; for the others they are not supported, and say nothing (facts §6).
  const configured = app.type === 'KernelGateway' ? config?.user : undefined;
  return [
    ...(isAllowed ? [] : [causeOf('container.user', 'likely', { user, appType: app.type })]),
    ...(configured && configured.uid !== uid
      ? [causeOf('config.user', 'likely', { configured: `${configured.uid}:${configured.gid}`, user })]
      : []),
  ];
}

/** @returns undefined of a name, except root's: an image that says nothing is root's, too. */
function uidOf(user: string): number | undefined {
  const [name = ''] = user.split(':');
  if (name === '' || name === 'root') return 0;
  return /^\d+$/.test(name) ? Number(name) : undefined;
}

import { argumentsOf, programOf, type Command } from './commands.ts';

/** Somebody in `/etc/passwd`; undefined is what the Dockerfile does not say. */
export interface Account {
  readonly uid: number | undefined;
  readonly gid: number | undefined;
}

const root: Account = { uid: 0, gid: 0 };

/** Options of useradd, groupadd and of Debian's and BusyBox's relatives that are followed by a value. */
const valueOptions = new Set(
  (
    '-b -c -d -e -f -g -G -h -k -K -p -P -R -s -u -Z --base-dir --comment --conf --expiredate --firstgid --firstuid ' +
    '--gecos --gid --groups --home --home-dir --inactive --ingroup --key --lastgid --lastuid --password --prefix ' +
    '--root --selinux-user --shell --skel --uid'
  ).split(' '),
);
/** The users and groups of an image, as far as its Dockerfile makes them. */
export class Accounts {
  readonly #users = new Map<string, Account>([['root', root]]);
  readonly #groups = new Map<string, number | undefined>([
    ['root', 0],
    // The same in Debian, Red Hat, Alpine and Amazon Linux.
    ['users', 100],
  ]);
  /** Something changed them in a way that is not followed. */
  #isUnknown = false;

  constructor(known: Readonly<Record<string, Account>> = {}) {
    for (const [name, account] of Object.entries(known)) this.#users.set(name, account);
  }

  /** Takes in what a command of a `RUN` does to them. */
  apply(command: Command): void {
    switch (programOf(command)) {
      case 'useradd':
      case 'adduser':
        return this.#addUser(command);
      case 'groupadd':
      case 'addgroup':
        return this.#addGroup(command);
      case 'usermod':
        // Groups besides the user's own change nothing that is asked for.
        if (!addsGroups(command)) this.#isUnknown = true;
        return;
      case 'groupmod':
      case 'userdel':
      case 'deluser':
      case 'vipw':
      case 'newusers':
        this.#isUnknown = true;
        return;
      default:
        if (command.some(({ text }) => /\/etc\/(?:passwd|group)\b/.test(text))) this.#isUnknown = true;
    }
  }

  /** Who a `USER` names, by name or number. */
  find(user: string): Account {
    if (/^\d+$/.test(user)) return { uid: Number(user), gid: this.#groupOf(Number(user)) };
    if (user === 'root') return root;
    return (this.#isUnknown ? undefined : this.#users.get(user)) ?? { uid: undefined, gid: undefined };
  }

  /** The number of a group, by name or number. */
  findGroup(group: string): number | undefined {
    return /^\d+$/.test(group) ? Number(group) : this.#isUnknown ? undefined : this.#groups.get(group);
  }

  /** A user with this number that is in the image for certain. */
  hasUser(uid: number): boolean {
    return !this.#isUnknown && [...this.#users.values()].some((account) => account.uid === uid);
  }

  #groupOf(uid: number): number | undefined {
    if (uid === 0) return 0;
    if (this.#isUnknown) return undefined;
    return [...this.#users.values()].find((account) => account.uid === uid)?.gid;
  }

  #addUser(command: Command): void {
    const { options, others } = argumentsOf(command, valueOptions);
    const find = (...names: readonly string[]): string | undefined =>
      options.findLast(({ name }) => names.includes(name))?.value;
    const name = others.find(({ value }) => value !== undefined)?.value;
    // A name that is not known could be any.
    if (name === undefined || others.some(({ value }) => value === undefined)) {
      this.#isUnknown = true;
      return;
    }
    const isNew = !this.#users.has(name);
    const account = { uid: numberOf(find('-u', '--uid')), gid: this.#gidOf(find('-g', '--gid')) };
    // Made twice: which of the two is run is not known.
    this.#users.set(name, isNew ? account : { uid: undefined, gid: undefined });
  }

  #addGroup(command: Command): void {
    const { options, others } = argumentsOf(command, valueOptions);
    const gid = options.findLast(({ name }) => name === '-g' || name === '--gid')?.value;
    const name = others.at(-1)?.value;
    if (name !== undefined) this.#groups.set(name, numberOf(gid));
  }

  #gidOf(group: string | undefined): number | undefined {
    return group === undefined ? undefined : this.findGroup(group);
  }
}

function addsGroups(command: Command): boolean {
  return argumentsOf(command, new Set(['-G', '--groups', '-aG'])).options.every(({ name }) =>
    /^(?:-a|-G|-aG|--append|--groups)$/.test(name),
  );
}

function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

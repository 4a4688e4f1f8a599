import { readdir, readFile } from 'node:fs/promises';

interface Member {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  /** When it was started: numbers are used again. */
  readonly started: string;
  readonly isRunning: boolean;
}

/**
 * A process that leads a group, and all that it has started. On Linux also those that have left the group: podman runs
 * commands in sessions of their own, and one that has just been made outlives it.
 */
export class Family {
  readonly #leader: number;
  readonly #known = new Map<number, Member>();

  constructor(leader: number) {
    this.#leader = leader;
  }

  /** Sends a signal to all of the group. */
  signal(name: NodeJS.Signals): void {
    signalTo(-this.#leader, name);
  }

  /** Ends all of it, whether or not it wants to. */
  kill(): void {
    signalTo(-this.#leader, 'SIGKILL');
    for (const pid of this.#known.keys()) signalTo(pid, 'SIGKILL');
  }

  /** Whether any of it still runs. What has ended does not, even if nobody has taken it in. */
  async look(): Promise<boolean> {
    if (process.platform !== 'linux') return signalTo(-this.#leader, 0);
    const members = await listProcesses();
    for (const [pid, { started }] of this.#known) {
      const now = members.get(pid);
      if (now?.started !== started || !now.isRunning) this.#known.delete(pid);
    }
    // Parents first is not the order of numbers: until nobody new is found.
    let before: number;
    do {
      before = this.#known.size;
      for (const member of members.values()) if (this.#isOurs(member)) this.#known.set(member.pid, member);
    } while (this.#known.size > before);
    return this.#known.size > 0;
  }

  #isOurs({ group, parent, isRunning }: Member): boolean {
    return isRunning && (group === this.#leader || this.#known.has(parent));
  }
}

/** @param target a process, or a group if negative. @returns whether there is anybody. */
function signalTo(target: number, name: NodeJS.Signals | 0): boolean {
  try {
    process.kill(target, name);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function listProcesses(): Promise<ReadonlyMap<number, Member>> {
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const members = await Promise.all(names.map((name) => readMember(Number(name))));
  return new Map(members.filter((member) => member !== undefined).map((member) => [member.pid, member]));
}

async function readMember(pid: number): Promise<Member | undefined> {
  try {
    const text = await readFile(`/proc/${pid}/stat`, 'utf8');
    // After the name in brackets, which may have brackets and blanks in it (proc_pid_stat(5)).
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const [state, parent, group] = fields;
    return {
      pid,
      parent: Number(parent),
      group: Number(group),
      started: fields[19] ?? '',
      isRunning: state !== 'Z' && state !== 'X',
    };
  } catch {
    // It has ended meanwhile.
    return undefined;
  }
}

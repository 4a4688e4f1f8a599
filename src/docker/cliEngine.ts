import { mkdtemp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type {
  BuildOrder,
  ContainerEngine,
  EngineName,
  PassedOver,
  RegistryLogin,
  Report,
} from '../core/build/engine.ts';
import { AppError, hasCode } from '../core/errors.ts';
import { Serial } from '../core/serial.ts';
import { refuseNul, type Command } from './dialects/command.ts';
import type { Dialect } from './dialects/dialect.ts';
import { buildFailure, notRunning, pushFailure, signInFailure, tagFailure } from './failures/appErrors.ts';
import { hideSecrets, withoutSecrets } from './hideSecrets.ts';
import { LastLines } from './lastLines.ts';
import type { OutputReader } from './progress/outputReader.ts';
import { removeFolder } from './privateFolder.ts';
import type { OnLine, Outcome } from './run.ts';
import type { SignIns } from './signIn/signIns.ts';

/** Runs a command of the engine. */
export type RunCommand = (command: Command, onLine: OnLine, signal: AbortSignal) => Promise<Outcome>;

/** Asks one of the user's credential helpers. @returns whether it knows the registry. */
export type AskHelper = (name: string, host: string, signal: AbortSignal) => Promise<boolean>;

export interface CliEngineParts {
  readonly dialect: Dialect;
  readonly signIns: SignIns;
  readonly runCommand: RunCommand;
  readonly askHelper: AskHelper;
  /** Private, and removed in the end. */
  readonly folder: string;
  readonly passedOver: readonly PassedOver[];
}

/** How much of a build's output is kept to tell what failed, in characters. */
const keptOutput = 256 * 1024;

/** How long signing out may take, in the end, when nobody can cancel any more. */
const signOutMs = 10_000;

/** An engine that is used through its own program. */
export class CliEngine implements ContainerEngine {
  readonly name: EngineName;
  readonly passedOver: readonly PassedOver[];
  readonly #parts: CliEngineParts;
  readonly #dialect: Dialect;
  readonly #serial = new Serial();

  constructor(parts: CliEngineParts) {
    this.#parts = parts;
    this.#dialect = parts.dialect;
    this.name = parts.dialect.name;
    this.passedOver = parts.passedOver;
  }

  async build(order: BuildOrder, report: Report, signal: AbortSignal): Promise<string> {
    const idFile = await this.#fileFor('id');
    const command = this.#dialect.build(order, idFile);
    const output = new LastLines(keptOutput);
    const reader = this.#dialect.readBuild(
      withoutSecrets((event) => {
        if (event.kind === 'output') output.push(event.text);
        report(event);
      }, command.secrets),
    );
    const outcome = await this.#follow(command, reader, signal);
    if (outcome.code !== 0) {
      const errors = outcome.errors.map((line) => hideSecrets(line, command.secrets));
      const failure = await buildFailure(this.name, order, output.all, errors, this.#dialect.explainBuild);
      throw await this.#orGone(failure, order.reference, signal);
    }
    const written = (await readFile(idFile, 'utf8').catch(() => '')).trim();
    // With some builders of buildx the file has a digest that the engine itself knows nothing of.
    const id =
      (written && (await this.#find(written, signal))) || (await this.#find(order.reference, signal));
    if (!id) throw new AppError('build.gone', { imageId: order.reference });
    return id;
  }

  async hasImage(id: string, signal: AbortSignal): Promise<boolean> {
    return (await this.#find(id, signal)) !== undefined;
  }

  async isSignedIn(host: string, signal: AbortSignal): Promise<boolean> {
    const helper = await this.#parts.signIns.findHelper(host);
    return helper !== undefined && (await this.#parts.askHelper(helper, host, signal));
  }

  signIn(host: string, login: RegistryLogin, signal: AbortSignal): Promise<void> {
    // All of them write to one file.
    return this.#serial.run('sign-in', async () => {
      await this.#parts.signIns.prepare(host);
      const command = { ...this.#dialect.signIn(host, login.username), input: login.password };
      const { code, errors } = await this.#run(command, () => undefined, signal);
      const shown = errors.map((line) => hideSecrets(line, [login.password]));
      if (code !== 0) throw signInFailure(this.name, host, shown);
    });
  }

  async push(
    id: string,
    reference: string,
    report: Report,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const tagged = await this.#run(this.#dialect.tag(id, reference), () => undefined, signal);
    if (tagged.code !== 0) throw tagFailure(this.name, id, reference, tagged.errors);
    const digestFile = await this.#fileFor('digest');
    const reader = this.#dialect.readPush(report);
    let outcome = await this.#follow(this.#dialect.push(reference, digestFile), reader, signal);
    // podman that talks to another computer could not do that for a long time (containers/podman#18216).
    if (outcome.errors.some((line) => line.includes('unknown flag: --digestfile'))) {
      outcome = await this.#follow(this.#dialect.push(reference, undefined), reader, signal);
    }
    if (outcome.code !== 0) {
      throw await this.#orGone(pushFailure(this.name, reference, outcome.errors), reference, signal);
    }
    const written = await readFile(digestFile, 'utf8').catch(() => '');
    return written.trim() || reader.digest;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { signIns, folder } = this.#parts;
    try {
      for (const host of signIns.toSignOut()) {
        const signal = AbortSignal.timeout(signOutMs);
        await this.#run(this.#dialect.signOut(host), () => undefined, signal).catch(() => undefined);
      }
    } finally {
      await removeFolder(folder);
    }
  }

  async #find(reference: string, signal: AbortSignal): Promise<string | undefined> {
    const { command, find } = this.#dialect.findImage(reference);
    const lines: string[] = [];
    const onLine: OnLine = (line, stream) => {
      if (stream === 'stdout') lines.push(line.trim());
    };
    const { code, errors } = await this.#run(command, onLine, signal);
    if (code === 0) return find(lines);
    const gone = notRunning(this.name, errors);
    if (gone) throw gone;
    return undefined;
  }

  /** Of an engine that goes away in the middle of its work, programs say anything: the next command tells. */
  async #orGone(failure: AppError, reference: string, signal: AbortSignal): Promise<AppError> {
    if (!isUnexplained(failure)) return failure;
    try {
      await this.#find(reference, signal);
      return failure;
    } catch (error) {
      if (hasCode(error, 'engine.notRunning')) return error;
      throw error;
    }
  }

  async #follow(command: Command, reader: OutputReader, signal: AbortSignal): Promise<Outcome> {
    const outcome = await this.#run(command, (line) => reader.line(line), signal);
    reader.end(outcome.code === 0);
    return outcome;
  }

  #run(command: Command, onLine: OnLine, signal: AbortSignal): Promise<Outcome> {
    const { environment } = this.#parts.signIns;
    const whole = { ...command, environment: { ...command.environment, ...environment } };
    refuseNul(this.name, whole);
    return this.#parts.runCommand(whole, onLine, signal);
  }

  /** A file that is not there yet: two builds may go on side by side. */
  async #fileFor(name: string): Promise<string> {
    return join(await mkdtemp(join(this.#parts.folder, 'answer-')), name);
  }
}

function isUnexplained(failure: AppError): boolean {
  return hasCode(failure, 'push.failed') || (hasCode(failure, 'build.failed') && !failure.facts.location);
}

import * as vscode from 'vscode';
import { hasCode } from '../core/errors.ts';
import type { Cloud, Session, SessionChoice } from '../core/ports.ts';
import type { Prompts } from '../core/questions.ts';
import { pickSession } from '../core/switchSession.ts';
import { onSettingChange, readSetting, writeSetting } from './settings.ts';

/** The profile and region that every call is made with: the settings' choice, else what the AWS configuration says. */
export class ActiveSession implements vscode.Disposable {
  readonly #cloud: () => Cloud;
  readonly #prompts: Prompts;
  readonly #opened = new vscode.EventEmitter<void>();
  readonly #reset = new vscode.EventEmitter<void>();
  readonly #settings = onSettingChange(['aws.profile', 'aws.region'], () => {
    if (!this.#switching) this.#resetCurrent();
  });
  #current: Session | undefined;
  #switching: Promise<void> | undefined;
  /** Counts resets. */
  #generation = 0;

  /** Fires when it becomes known which session is in use. */
  readonly onDidOpen = this.#opened.event;
  /** Fires when what was loaded with the session so far is no longer to be shown. */
  readonly onDidReset = this.#reset.event;

  constructor(cloud: () => Cloud, prompts: Prompts) {
    this.#cloud = cloud;
    this.#prompts = prompts;
  }

  /** The session in use; undefined until the first is opened. */
  get current(): Session | undefined {
    return this.#current;
  }

  /** Whether what is shown, if anything, was loaded with this profile and region. */
  shows({ profile, region }: Pick<Session, 'profile' | 'region'>): boolean {
    const current = this.#current;
    return !current || (current.profile === profile && current.region === region);
  }

  /** @throws AppError when the configuration has no such profile or names no region. */
  async open(): Promise<Session> {
    await this.#switching;
    if (this.#current) return this.#current;
    const generation = this.#generation;
    const session = await this.#cloud().openSession(settingsChoice());
    // Whoever waited here while another session was chosen gets that one, never the one from before.
    if (generation !== this.#generation) return this.open();
    this.#current = session;
    this.#opened.fire();
    return session;
  }

  /** Like `open`, but asks for the region when nothing names one. Undefined when the question is cancelled. */
  async openOrAsk(): Promise<Session | undefined> {
    try {
      return await this.open();
    } catch (error) {
      if (!hasCode(error, 'region.missing')) throw error;
      return (await this.switch()) ? this.open() : undefined;
    }
  }

  /** A session of its own for what began with another profile or region. */
  openFor(choice: SessionChoice): Promise<Session> {
    return this.#cloud().openSession(choice);
  }

  /** Reads the AWS configuration anew with the next call: credentials may have been mended since. */
  reload(): void {
    this.#cloud().forget();
    this.#resetCurrent();
  }

  /** Asks for profile and region. @returns whether they were chosen. */
  async switch(): Promise<boolean> {
    const current = this.#current ?? settingsChoice();
    const chosen = await pickSession(
      {
        ...(current.profile && { profile: current.profile }),
        ...(current.region && { region: current.region }),
      },
      this.#cloud(),
      this.#prompts,
      new AbortController().signal,
    );
    if (!chosen) return false;
    await this.#write(chosen);
    return true;
  }

  dispose(): void {
    this.#settings.dispose();
    this.#opened.dispose();
    this.#reset.dispose();
  }

  /** Profile and region change as one: nothing is called with the new one of the one and the old one of the other. */
  async #write({ profile, region }: Required<SessionChoice>): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#switching = promise;
    try {
      await writeSetting('aws.profile', profile);
      await writeSetting('aws.region', region);
    } finally {
      this.reload();
      this.#switching = undefined;
      resolve();
    }
  }

  #resetCurrent(): void {
    this.#current = undefined;
    this.#generation += 1;
    this.#reset.fire();
  }
}

function settingsChoice(): SessionChoice {
  return { profile: readSetting('aws.profile'), region: readSetting('aws.region') };
}

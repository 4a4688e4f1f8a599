import * as vscode from 'vscode';
import { hasCode } from '../core/errors.ts';
import type { Identity } from '../core/model.ts';
import type { Cloud, Session, SessionChoice } from '../core/ports.ts';
import { isSameSession, resolveChoice } from '../core/sessionChoice.ts';
import type { Memory, PickedSession } from './memory.ts';
import { onNetworkSettingChange, onSettingChange, readSetting, readSettingByScope } from './settings.ts';

/** What is known of who signs; the alias comes later, if at all. */
export interface KnownIdentity extends Identity {
  readonly accountAlias?: string;
}

export interface ActiveSessionContext {
  readonly cloud: () => Cloud;
  readonly memory: Pick<Memory, 'pickedSession' | 'keepPickedSession'>;
}

/** The profile and region that every call is made with: the settings' choice, the picker's, or the configuration's. */
export class ActiveSession implements vscode.Disposable {
  readonly #context: ActiveSessionContext;
  readonly #opened = new vscode.EventEmitter<void>();
  readonly #reset = new vscode.EventEmitter<void>();
  readonly #renewed = new vscode.EventEmitter<void>();
  readonly #identified = new vscode.EventEmitter<void>();
  readonly #subscriptions = vscode.Disposable.from(
    onSettingChange(['aws.profile', 'aws.region', 'aws.expectedAccount'], () => this.#resetCurrent()),
    vscode.workspace.onDidGrantWorkspaceTrust(() => this.reload()),
    onNetworkSettingChange(() => this.reload()),
  );
  /** Undefined until the first use, which loads the AWS SDK. */
  #cloud: Cloud | undefined;
  #current: Session | undefined;
  #identity: KnownIdentity | undefined;
  /** Counts the resets: what was begun before one is of no use after it. */
  #resets = 0;
  /** Ends what asks who signs, once that is of no use. */
  #identifying = new AbortController();

  /** Fires when it becomes known which session is in use. */
  readonly onDidOpen = this.#opened.event;
  /** Fires when what was loaded with the session so far is no longer to be shown. */
  readonly onDidReset = this.#reset.event;
  /** Fires when what failed for want of credentials may succeed now. */
  readonly onDidRenew = this.#renewed.event;
  /** Fires when it becomes known who signs, or that it is not known any more. */
  readonly onDidIdentify = this.#identified.event;

  constructor(context: ActiveSessionContext) {
    this.#context = context;
  }

  /** The session in use; undefined until the first is opened. */
  get current(): Session | undefined {
    return this.#current;
  }

  get identity(): KnownIdentity | undefined {
    return this.#identity;
  }

  /** What is asked for, before the configuration has filled in the rest. */
  get choice(): SessionChoice {
    const profile = readSettingByScope('aws.profile');
    const region = readSettingByScope('aws.region');
    const expectedAccount = readSetting('aws.expectedAccount');
    return {
      ...resolveChoice({
        workspaceSettings: { profile: profile.workspace ?? '', region: region.workspace ?? '' },
        picked: this.#context.memory.pickedSession(),
        userSettings: { profile: profile.user ?? '', region: region.user ?? '' },
      }),
      ...(expectedAccount && { expectedAccount }),
    };
  }

  /** What the profile in use is called, also before it is opened. */
  get profileName(): string {
    return this.#current?.profile ?? (this.choice.profile || process.env['AWS_PROFILE'] || 'default');
  }

  /** Whether what is shown, if anything, was loaded with this profile and region. */
  shows(choice: SessionChoice): boolean {
    return !this.#current || isSameSession(this.#current.choice, choice);
  }

  /** @throws AppError when the profile can not be used, or nothing names a region. */
  async open(): Promise<Session> {
    if (this.#current) return this.#current;
    const resets = this.#resets;
    const [opened] = await Promise.allSettled([this.openFor(this.choice)]);
    // Whoever waited here while another session was chosen gets that one, never what came of the one from before.
    if (resets !== this.#resets) return this.open();
    if (this.#current) return this.#current;
    if (opened.status === 'rejected') throw opened.reason;
    this.#current = opened.value;
    this.#opened.fire();
    void this.#identify(opened.value);
    return opened.value;
  }

  /**
   * Like `open`, but asks for the region when nothing names one. Undefined when the question is cancelled.
   * @param ask chooses another session. @returns whether one was chosen
   */
  async openOrAsk(ask: () => Promise<boolean>): Promise<Session | undefined> {
    try {
      return await this.open();
    } catch (error) {
      if (!hasCode(error, 'region.missing')) throw error;
      return (await ask()) ? this.open() : undefined;
    }
  }

  /** A session of its own for what began with another profile or region. */
  openFor(choice: SessionChoice): Promise<Session> {
    this.#cloud ??= this.#context.cloud();
    return this.#cloud.openSession(choice);
  }

  /** Uses another profile and region from now on, in this workspace. */
  async pick(picked: PickedSession): Promise<void> {
    await this.#context.memory.keepPickedSession(picked);
    this.#resetCurrent();
  }

  /** Makes everything anew with the next call, the AWS configuration included. */
  reload(): void {
    this.#cloud?.forget();
    this.#resetCurrent();
  }

  /** The files that credentials come from have changed: goes on as before unless the profile itself is another now. */
  async recheck(): Promise<void> {
    const before = this.#current;
    const now = await this.openFor(this.choice).catch(() => undefined);
    if (before !== this.#current) return;
    if (before === undefined || now === before) this.#renewed.fire();
    else this.#resetCurrent();
    if (now !== undefined && now === before) void this.#identify(now);
  }

  dispose(): void {
    this.#identifying.abort();
    vscode.Disposable.from(
      this.#subscriptions,
      this.#opened,
      this.#reset,
      this.#renewed,
      this.#identified,
    ).dispose();
  }

  async #identify(session: Session): Promise<void> {
    this.#identifying.abort();
    this.#identifying = new AbortController();
    const { signal } = this.#identifying;
    // Whatever else needs the credentials says what is wrong with them, where it is needed.
    const identity = await session.identify(signal).catch(() => undefined);
    this.#setIdentity(identity, signal);
    const accountAlias = identity && (await session.findAccountAlias(signal).catch(() => undefined));
    if (accountAlias) this.#setIdentity({ ...identity, accountAlias }, signal);
  }

  #setIdentity(identity: KnownIdentity | undefined, signal: AbortSignal): void {
    if (signal.aborted) return;
    this.#identity = identity;
    this.#identified.fire();
  }

  #resetCurrent(): void {
    this.#resets += 1;
    this.#identifying.abort();
    this.#current = undefined;
    this.#identity = undefined;
    this.#reset.fire();
  }
}

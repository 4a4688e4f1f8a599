import * as vscode from 'vscode';
import type { Cloud } from '../core/ports.ts';
import type { Prompts } from '../core/questions.ts';
import { pickSession } from '../core/switchSession.ts';
import type { ActiveSession } from './activeSession.ts';
import { hasToolkitCommand, runToolkitCommand } from './awsToolkit.ts';
import type { Funnel } from './funnel.ts';
import type { Memory, PickedSession } from './memory.ts';
import { openFileAt } from './openFile.ts';
import { readSettingByScope, writeWorkspaceSetting } from './settings.ts';
import type { SignIn } from './signIn.ts';

export interface SessionSwitcherContext {
  readonly cloud: () => Cloud;
  readonly prompts: Prompts;
  readonly memory: Pick<Memory, 'recentRegions'>;
  readonly activeSession: ActiveSession;
  readonly signIn: Pick<SignIn, 'run'>;
  readonly funnel: Pick<Funnel, 'inform'>;
}

/** Asks for profile and region, and for what has to be done before one can be used. */
export class SessionSwitcher {
  readonly #context: SessionSwitcherContext;

  constructor(context: SessionSwitcherContext) {
    this.#context = context;
  }

  /** @returns whether another session was chosen. */
  async run(): Promise<boolean> {
    const { cloud, prompts, memory, activeSession, signIn } = this.#context;
    const current = activeSession.current?.choice ?? activeSession.choice;
    const picked = await pickSession(
      {
        cloud: cloud(),
        prompts,
        current,
        defaultProfile: activeSession.profileName,
        recentRegions: memory.recentRegions(),
      },
      new AbortController().signal,
    );
    switch (picked?.kind) {
      case undefined:
        return false;
      case 'add':
        await this.#addProfile();
        return false;
      case 'unusable':
        if (picked.profile.location) await openFileAt(picked.profile.location);
        return false;
      case 'session':
        if (picked.signsIn && !(await signIn.run(picked.profile))) return false;
        return this.#use({ profile: picked.profile, region: picked.region });
    }
  }

  /** What the project's settings choose stays chosen until somebody changes the settings: they may be shared. */
  async #use(picked: PickedSession): Promise<boolean> {
    const { activeSession, funnel } = this.#context;
    const profile = readSettingByScope('aws.profile').workspace;
    const region = readSettingByScope('aws.region').workspace;
    const isOverruled = isOther(profile, picked.profile) || isOther(region, picked.region);
    await activeSession.pick(picked);
    if (!isOverruled) return true;
    const { t } = vscode.l10n;
    const change = async (): Promise<void> => {
      if (profile) await writeWorkspaceSetting('aws.profile', picked.profile);
      if (region) await writeWorkspaceSetting('aws.region', picked.region);
    };
    // Not awaited: what was picked is in use, as far as the settings let it.
    void funnel.inform(
      t(
        "This workspace's settings choose {0}: change them to use what you picked.",
        [profile, region].filter(Boolean).join(' · '),
      ),
      [{ title: t('Change Workspace Settings'), run: change }],
    );
    return true;
  }

  async #addProfile(): Promise<void> {
    const { t } = vscode.l10n;
    const { config, credentials } = this.#context.cloud().paths();
    const toolkit = 'aws.toolkit.auth.addConnection';
    const rows = [
      {
        label: t('Open the config file'),
        description: config,
        detail: t('for IAM Identity Center, roles, programs and everything but keys'),
        run: () => openFileAt({ path: config, line: 0 }),
      },
      {
        label: t('Open the credentials file'),
        description: credentials,
        detail: t('for access keys'),
        run: () => openFileAt({ path: credentials, line: 0 }),
      },
      ...((await hasToolkitCommand(toolkit))
        ? [{ label: t('Add a connection with the AWS Toolkit'), run: () => runToolkitCommand(toolkit) }]
        : []),
    ];
    const picked = await vscode.window.showQuickPick(rows, { title: t('Add AWS Profile') });
    await picked?.run();
  }
}

/** Whether a setting says something, and something else. */
function isOther(setting: string | undefined, picked: string): boolean {
  return Boolean(setting) && setting !== picked;
}

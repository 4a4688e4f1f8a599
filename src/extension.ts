import { join } from 'node:path';
import * as vscode from 'vscode';
import { once } from './core/once.ts';
import type { Cloud } from './core/ports.ts';
import { Serial } from './core/serial.ts';
import { ActiveSession } from './ui/activeSession.ts';
import { systemClock as clock } from './ui/clock.ts';
import { ConfigurationWatcher } from './ui/configurationWatcher.ts';
import { CreateCommand } from './ui/create/createCommand.ts';
import { Follower } from './ui/create/follower.ts';
import { Explorer } from './ui/explorer/explorer.ts';
import { FileMemento } from './ui/fileMemento.ts';
import { Funnel } from './ui/funnel.ts';
import { registerLenses } from './ui/lenses.ts';
import { createLog } from './ui/log.ts';
import { Memory } from './ui/memory.ts';
import { MfaPrompt } from './ui/mfaPrompt.ts';
import { createPrompts } from './ui/prompts.ts';
import { SessionSwitcher } from './ui/sessionSwitcher.ts';
import { isSslStrict } from './ui/settings.ts';
import { SignIn } from './ui/signIn.ts';
import { createStatusBarItem } from './ui/statusBar.ts';

// Each of these is a bundle of its own, loaded on first use: activation costs next to nothing (docs/architecture.md).
type AwsModule = typeof import('./aws/cloud.ts');
type DockerfileModule = typeof import('./core/dockerfile.ts');
const loadAws = (): AwsModule => require('./aws.cjs') as AwsModule;
const loadDockerfile = (): DockerfileModule => require('./dockerfile.cjs') as DockerfileModule;

export function activate({ subscriptions, storageUri, globalStorageUri }: vscode.ExtensionContext): void {
  const log = createLog();
  const funnel = new Funnel(log, (profile) => signIn.run(profile));
  const memento = (folder: vscode.Uri, name: string): FileMemento =>
    new FileMemento(join(folder.fsPath, name), (error) => funnel.logFailure(error));
  const memory = new Memory(
    memento(storageUri ?? globalStorageUri, 'memory.json'),
    memento(globalStorageUri, 'everywhere.json'),
  );
  const writes = new Serial();
  const mfaPrompt = new MfaPrompt();
  const prompts = createPrompts(() => mfaPrompt.pending);

  const cloud = once<Cloud>(() => {
    const created = loadAws().createCloud({
      log,
      clock,
      askMfaCode: mfaPrompt.ask,
      mayRunPrograms: () => vscode.workspace.isTrusted,
      strictSsl: isSslStrict,
    });
    const paths = created.paths();
    subscriptions.push(new ConfigurationWatcher(paths, clock, () => void activeSession.recheck()));
    return created;
  });
  const activeSession = new ActiveSession({ cloud, memory });
  const signIn = new SignIn({ cloud, activeSession, funnel });
  const switcher = new SessionSwitcher({ cloud, prompts, memory, activeSession, signIn, funnel });
  const switchSession = (): Promise<boolean> => switcher.run();
  const explorer = new Explorer(activeSession, funnel);

  const follower = new Follower({ activeSession, funnel, memory, clock, writes, explorer });
  const create = new CreateCommand({
    activeSession,
    funnel,
    memory,
    clock,
    writes,
    prompts,
    explorer,
    follower,
    switchSession,
  });

  subscriptions.push(
    log,
    activeSession,
    explorer,
    follower,
    createStatusBarItem(activeSession),
    registerLenses(() => loadDockerfile().findFinalStage),
    funnel.registerAll({
      'sagemakerImages.version.create': (from) => create.run(from),
      'sagemakerImages.explorer.refresh': async () => explorer.refresh(),
      'sagemakerImages.explorer.retry': async (failed) => explorer.retry(failed),
      'sagemakerImages.session.switch': async () => void (await switchSession()),
      'sagemakerImages.session.signIn': () => signIn.runForActive(),
      'sagemakerImages.log.show': async () => log.show(),
    }),
  );
  void funnel.run(() => follower.resume());
}

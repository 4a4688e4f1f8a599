import { join } from 'node:path';
import type * as vscode from 'vscode';
import { once } from './core/once.ts';
import type { Cloud } from './core/ports.ts';
import { Serial } from './core/serial.ts';
import { ActiveSession } from './ui/activeSession.ts';
import { systemClock as clock } from './ui/clock.ts';
import { CreateCommand } from './ui/create/createCommand.ts';
import { Follower } from './ui/create/follower.ts';
import { Explorer } from './ui/explorer/explorer.ts';
import { FileMemento } from './ui/fileMemento.ts';
import { Funnel } from './ui/funnel.ts';
import { registerLenses } from './ui/lenses.ts';
import { createLog } from './ui/log.ts';
import { Memory } from './ui/memory.ts';
import { prompts } from './ui/prompts.ts';
import { createStatusBarItem } from './ui/statusBar.ts';

// Each of these is a bundle of its own, loaded on first use: activation costs next to nothing (docs/architecture.md).
type AwsModule = typeof import('./aws/cloud.ts');
type DockerfileModule = typeof import('./core/dockerfile.ts');
const loadAws = (): AwsModule => require('./aws.cjs') as AwsModule;
const loadDockerfile = (): DockerfileModule => require('./dockerfile.cjs') as DockerfileModule;

export function activate({ subscriptions, storageUri, globalStorageUri }: vscode.ExtensionContext): void {
  const log = createLog();
  const funnel = new Funnel(log);
  const storage = storageUri ?? globalStorageUri;
  const memory = new Memory(
    new FileMemento(join(storage.fsPath, 'memory.json'), (error) => funnel.logFailure(error)),
  );
  const writes = new Serial();
  const activeSession = new ActiveSession(
    once<Cloud>(() => loadAws().createCloud({ log })),
    prompts,
  );
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
      'sagemakerImages.session.switch': async () => void (await activeSession.switch()),
      'sagemakerImages.log.show': async () => log.show(),
    }),
  );
  void funnel.run(() => follower.resume());
}

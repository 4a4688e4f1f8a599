import type * as vscode from 'vscode';
import type { Cloud } from '../core/ports.ts';
import type { CommandContext } from './commandContext.ts';
import { CopyCommands } from './copyCommands.ts';
import { CreateCommand } from './create/createCommand.ts';
import { VersionDocuments } from './explorer/versionDocuments.ts';
import type { Explorer } from './explorer/explorer.ts';
import type { Funnel } from './funnel.ts';
import { ImageCommands } from './images/imageCommands.ts';
import { VersionCommands } from './images/versionCommands.ts';
import type { Memory } from './memory.ts';
import { createPrompts, type Interruption } from './prompts.ts';
import { SessionSwitcher } from './sessionSwitcher.ts';
import type { SignIn } from './signIn.ts';

/** What is there before any command is run. */
export interface Services extends Omit<CommandContext, 'prompts' | 'switchSession' | 'funnel' | 'explorer'> {
  readonly cloud: () => Cloud;
  readonly memory: Memory;
  readonly funnel: Funnel;
  readonly explorer: Explorer;
  readonly signIn: SignIn;
  /** A question that goes before those of a walk. */
  readonly interruption: Interruption;
}

export interface CommandSet extends vscode.Disposable {
  readonly create: CreateCommand;
  readonly images: ImageCommands;
  readonly versions: VersionCommands;
  readonly documents: VersionDocuments;
  readonly copy: CopyCommands;
  readonly switcher: SessionSwitcher;
}

/** All that asks something, and does what was answered: a bundle of its own, loaded with the first command. */
export function createCommands({ interruption, ...services }: Services): CommandSet {
  const prompts = createPrompts(interruption);
  const switcher = new SessionSwitcher({ ...services, prompts });
  const context = { ...services, prompts, switchSession: () => switcher.run() };
  const documents = new VersionDocuments(context);
  return {
    create: new CreateCommand(context),
    images: new ImageCommands(context),
    versions: new VersionCommands(context),
    documents,
    copy: new CopyCommands(context),
    switcher,
    dispose: () => documents.dispose(),
  };
}

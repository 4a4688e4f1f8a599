import { join } from 'node:path';
import * as vscode from 'vscode';
import { once } from './core/once.ts';
import type { Cloud } from './core/ports.ts';
import { Serial } from './core/serial.ts';
import { ActiveSession } from './ui/activeSession.ts';
import { BuildMemory } from './ui/build/buildMemory.ts';
import { registerBuildTasks } from './ui/build/buildTasks.ts';
import { resumableBuilds } from './ui/build/resumableBuilds.ts';
import { RunningBuilds } from './ui/build/runningBuilds.ts';
import { systemClock as clock } from './ui/clock.ts';
import { ConfigurationWatcher } from './ui/configurationWatcher.ts';
import { findExecutable } from './ui/executables.ts';
import { Explorer } from './ui/explorer/explorer.ts';
import { FileMemento } from './ui/fileMemento.ts';
import { Funnel } from './ui/funnel.ts';
import { StateLenses } from './ui/drift/stateLenses.ts';
import { tieOf } from './ui/drift/tie.ts';
import { whenDockerfileShows } from './ui/dockerfileChecks/whenDockerfileShows.ts';
import { registerLenses } from './ui/lenses.ts';
import { createLog } from './ui/log.ts';
import { Memory } from './ui/memory.ts';
import { MfaPrompt } from './ui/mfaPrompt.ts';
import { ParsedDockerfiles } from './ui/parsedDockerfiles.ts';
import { isSslStrict, readSetting } from './ui/settings.ts';
import { SignIn } from './ui/signIn.ts';
import { createStatusBarItem } from './ui/statusBar.ts';
import { isStudioApp } from './ui/studio.ts';
import { PendingChanges } from './ui/watcher/pendingChanges.ts';
import { QuietSessions } from './ui/watcher/quietSessions.ts';
import { Watcher } from './ui/watcher/watcher.ts';

// Each of these is a bundle of its own, loaded on first use: activation costs next to nothing (docs/architecture.md).
type AwsModule = typeof import('./aws/cloud.ts');
type ChecksModule = typeof import('./ui/dockerfileChecks/dockerfileChecks.ts');
type CommandsModule = typeof import('./ui/commands.ts');
type DockerModule = typeof import('./docker/engines.ts');
type DockerfileModule = typeof import('./core/dockerfile.ts');
type DriftModule = typeof import('./ui/drift/drift.ts');
type InspectionsModule = typeof import('./ui/inspections.ts');
const loadAws = (): AwsModule => require('./aws.cjs') as AwsModule;
const loadChecks = (): ChecksModule => require('./checks.cjs') as ChecksModule;
const loadCommands = (): CommandsModule => require('./commands.cjs') as CommandsModule;
const loadDocker = (): DockerModule => require('./docker.cjs') as DockerModule;
const loadDockerfile = (): DockerfileModule => require('./dockerfile.cjs') as DockerfileModule;
const loadDrift = (): DriftModule => require('./drift.cjs') as DriftModule;
const loadInspections = (): InspectionsModule => require('./inspections.cjs') as InspectionsModule;

/** Here, and not within `activate`: it is what VS Code waits for, by calling `deactivate`. */
const running = new RunningBuilds();

export function activate({ subscriptions, storageUri, globalStorageUri }: vscode.ExtensionContext): void {
  const log = createLog();
  const funnel = new Funnel(log, (profile) => signIn.run(profile));
  const onFailure = (error: unknown): void => funnel.logFailure(error);
  const memento = (folder: vscode.Uri, name: string): FileMemento =>
    new FileMemento(join(folder.fsPath, name), onFailure);
  const state = memento(storageUri ?? globalStorageUri, 'memory.json');
  const memory = new Memory(state, memento(globalStorageUri, 'everywhere.json'));
  const builds = new BuildMemory(state);
  const writes = new Serial();
  const mfaPrompt = new MfaPrompt();

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
  const explorer = new Explorer({ activeSession, funnel, memory, clock });

  const changes = new PendingChanges(join(globalStorageUri.fsPath, 'pending'), onFailure);
  const watcher = new Watcher({ cloud, activeSession, funnel, changes, clock, writes, explorer });
  const engines = once(() =>
    loadDocker().createEngines({
      program: () => readSetting('docker.path'),
      findExecutable,
      isStudio: isStudioApp,
      folder: globalStorageUri.fsPath,
    }),
  );
  const drift = once(() => {
    const created = loadDrift().createDrift({
      activeSession,
      builds,
      clock,
      explorer,
      funnel,
      interruption: () => mfaPrompt.pending,
      quiet: new QuietSessions({ activeSession, clock, cloud }),
      running,
      tieOf: (dockerfile) => tieOf(dockerfile, builds),
    });
    subscriptions.push(created);
    return created;
  });
  const states = new StateLenses({
    isTied: (dockerfile) => tieOf(dockerfile, builds) !== undefined,
    onDidTie: builds.onDidChange,
    load: () => drift().states,
  });
  const commands = once(() => {
    const created = loadCommands().createCommands({
      activeSession,
      builds,
      clock,
      cloud,
      engines,
      explorer,
      funnel,
      interruption: () => mfaPrompt.pending,
      loadInspections,
      memory,
      readOutline: (text) => loadDockerfile().readOutline(text),
      readSources: (place, signal) => drift().states.readSources(place, signal),
      running,
      signIn,
      watcher,
      writes,
    });
    subscriptions.push(created);
    return created;
  });

  const dockerfiles = new ParsedDockerfiles(() => loadDockerfile().parseDockerfile);
  const checks = once(() => {
    const created = loadChecks().createDockerfileChecks({ dockerfiles, clock, funnel });
    subscriptions.push(created);
    return created;
  });

  subscriptions.push(
    log,
    activeSession,
    builds,
    explorer,
    watcher,
    createStatusBarItem(activeSession),
    states,
    registerLenses(dockerfiles, resumableBuilds(builds, running), states),
    whenDockerfileShows(() => void checks()),
    registerBuildTasks((definition, folder) => commands().startTask(definition, folder)),
    funnel.registerAll({
      'sagemakerImages.image.create': () => commands().images.create(),
      'sagemakerImages.image.edit': (image) => commands().images.edit(image),
      'sagemakerImages.image.delete': (image) => commands().images.delete(image),
      'sagemakerImages.version.create': (from) => commands().create.run(from),
      'sagemakerImages.version.build': (from) => commands().build.run(from),
      'sagemakerImages.dockerfile.chooseTarget': (of) => checks().chooseTarget(of?.dockerfile),
      'sagemakerImages.dockerfile.showState': (of) => drift().show(of?.dockerfile),
      'sagemakerImages.version.edit': (version) => commands().versions.edit(version),
      'sagemakerImages.version.editAliases': (version) => commands().versions.editAliases(version),
      'sagemakerImages.version.archive': (version) => commands().versions.archive(version),
      'sagemakerImages.version.delete': (version, selected) => commands().versions.delete(version, selected),
      'sagemakerImages.version.show': (version) => commands().documents.show(version),
      'sagemakerImages.version.showSelected': async () =>
        commands().documents.show(await explorer.findSelectedVersion()),
      'sagemakerImages.version.compare': (version, selected) =>
        commands().documents.compare(version, selected),
      'sagemakerImages.version.copyAs': (version) => commands().copy.copyAs(version),
      'sagemakerImages.version.explain': (version) =>
        commands().inspections().failures.explainVersion(version),
      'sagemakerImages.app.explain': () => commands().inspections().failures.explainApp(),
      'sagemakerImages.containerImage.check': (version) =>
        commands().inspections().containerImages.check(version),
      'sagemakerImages.containerImage.show': (version) =>
        commands().inspections().containerImages.show(version),
      'sagemakerImages.containerImage.compare': (version, selected) =>
        commands().inspections().containerImages.compare(version, selected),
      'sagemakerImages.containerImage.fix': (fix) => commands().inspections().containerImages.fix(fix),
      'sagemakerImages.copy.name': (row) => commands().copy.name(row),
      'sagemakerImages.copy.arn': (row) => commands().copy.arn(row),
      'sagemakerImages.copy.uri': (version) => commands().copy.uri(version),
      'sagemakerImages.copy.digest': (version) => commands().copy.digest(version),
      'sagemakerImages.console.open': (row) => commands().copy.openInConsole(row),
      'sagemakerImages.explorer.filter': () => explorer.filter(),
      'sagemakerImages.explorer.sort': () => explorer.sort(),
      'sagemakerImages.explorer.loadMore': (image) => explorer.loadMore(image),
      'sagemakerImages.explorer.refresh': async () => explorer.refresh(),
      'sagemakerImages.explorer.retry': async (failed) => explorer.retry(failed),
      'sagemakerImages.session.switch': async () => void (await commands().switcher.run()),
      'sagemakerImages.session.signIn': () => signIn.runForActive(),
      'sagemakerImages.log.show': async () => log.show(),
    }),
  );
  void funnel.run(() => watcher.resume());
}

/** A window that is closed ends what it builds; the next one offers to go on. */
export function deactivate(): Promise<void> {
  return running.stop();
}

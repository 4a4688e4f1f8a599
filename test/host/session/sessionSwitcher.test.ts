import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Profile } from '../../../src/core/profiles.ts';
import { ActiveSession } from '../../../src/ui/activeSession.ts';
import { Memory } from '../../../src/ui/memory.ts';
import { SessionSwitcher } from '../../../src/ui/sessionSwitcher.ts';
import { aCloud } from '../../support/inMemorySession.ts';
import { cancel, pick, press as pressRow, ScriptedPrompts } from '../../support/scriptedPrompts.ts';
import { InMemoryMemento } from '../support/inMemoryMemento.ts';
import { press, RecordingFunnel } from '../support/recordingFunnel.ts';
import { useFolder } from '../support/useFolder.ts';
import { useReplacements } from '../support/useReplacements.ts';
import { useSettings } from '../support/useSettings.ts';

describe('The switch of profile and region', () => {
  const folder = useFolder();
  const set = useSettings();
  const replace = useReplacements();
  let memory: Memory;
  let activeSession: ActiveSession;
  let funnel: RecordingFunnel;
  let profiles: readonly Profile[];
  let signedIn: string[];
  let isSignInDone: boolean;

  beforeEach(() => {
    memory = new Memory(new InMemoryMemento(), new InMemoryMemento());
    funnel = new RecordingFunnel();
    signedIn = [];
    isSignInDone = true;
    profiles = [
      { name: 'work', kind: 'keys', region: 'eu-west-1' },
      { name: 'team', kind: 'sso', region: 'us-west-2', signIn: { way: 'sso', profile: 'team' } },
      {
        name: 'broken',
        kind: 'role',
        problem: { code: 'source.none', profile: 'broken' },
        location: { path: file('config'), line: 2 },
      },
    ];
    activeSession = new ActiveSession({ cloud, memory });
  });
  afterEach(async () => {
    activeSession.dispose();
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  const file = (name: string): string => join(folder(), name);

  function cloud(): ReturnType<typeof aCloud> {
    const paths = { config: file('config'), credentials: file('credentials'), signIns: [] };
    return { ...aCloud(...profiles), paths: () => paths };
  }

  async function run(...acts: ConstructorParameters<typeof ScriptedPrompts>[0]): Promise<boolean> {
    const prompts = new ScriptedPrompts(acts);
    const signIn = {
      run: (profile: string) => {
        signedIn.push(profile);
        return Promise.resolve(isSignInDone);
      },
    };
    const switcher = new SessionSwitcher({ cloud, prompts, memory, activeSession, signIn, funnel });
    const isSwitched = await switcher.run();
    prompts.assertDone();
    return isSwitched;
  }

  it('uses what was picked from then on, and keeps it', async () => {
    assert.equal(await run(pick('profile', 'work'), pick('region', 'eu-west-1')), true);
    const { choice } = await activeSession.open();
    assert.deepEqual(choice, { profile: 'work', region: 'eu-west-1' });
    assert.deepEqual(memory.pickedSession(), { profile: 'work', region: 'eu-west-1' });
    assert.deepEqual(signedIn, []);
    assert.deepEqual(funnel.said, []);
  });

  it('changes nothing when cancelled', async () => {
    await activeSession.open();
    assert.equal(await run(cancel('profile')), false);
    assert.equal(await run(pick('profile', 'work'), cancel('region')), false);
    assert.ok(activeSession.current);
    assert.equal(memory.pickedSession(), undefined);
  });

  describe('to a profile that cannot be used', () => {
    it('opens its file where it is named', async () => {
      writeFileSync(file('config'), '[default]\n\n[profile broken]\nrole_arn = x\n');
      assert.equal(await run(pick('profile', 'broken')), false);
      const editor = vscode.window.activeTextEditor;
      assert.equal(editor?.document.uri.fsPath, vscode.Uri.file(file('config')).fsPath);
      assert.equal(editor.selection.active.line, 2);
      assert.equal(memory.pickedSession(), undefined);
    });
  });

  describe('to a profile that is to be signed in with', () => {
    it('signs in first', async () => {
      assert.equal(await run(pressRow('profile', 'team'), pick('region', 'us-west-2')), true);
      assert.deepEqual(signedIn, ['team']);
      assert.deepEqual(activeSession.choice, { profile: 'team', region: 'us-west-2' });
    });

    it('stays where it is when nobody signs in', async () => {
      isSignInDone = false;
      assert.equal(await run(pressRow('profile', 'team'), pick('region', 'us-west-2')), false);
      assert.deepEqual(signedIn, ['team']);
      assert.equal(memory.pickedSession(), undefined);
    });
  });

  describe('where the workspace settings decide', () => {
    it('offers to change them, and does', async () => {
      await set('workspace', 'aws.profile', 'project');
      await set('workspace', 'aws.region', 'us-east-1');
      assert.equal(await run(pick('profile', 'work'), pick('region', 'eu-west-1')), true);
      assert.deepEqual(activeSession.choice, { profile: 'project', region: 'us-east-1' });
      const said = await funnel.next();
      assert.match(said.text, /project · us-east-1/);

      await press(said, 'Change Workspace Settings');
      assert.deepEqual(activeSession.choice, { profile: 'work', region: 'eu-west-1' });
      const { profile } = vscode.workspace.getConfiguration('sagemakerImages.aws');
      assert.equal(profile, 'work');
    });

    it('changes those that are set, and adds none', async () => {
      await set('workspace', 'aws.profile', 'project');
      await run(pick('profile', 'work'), pick('region', 'eu-west-1'));
      await press(await funnel.next(), 'Change Workspace Settings');
      const aws = vscode.workspace.getConfiguration('sagemakerImages.aws');
      assert.equal(aws.inspect('profile')?.workspaceValue, 'work');
      assert.equal(aws.inspect('region')?.workspaceValue, undefined);
      assert.deepEqual(activeSession.choice, { profile: 'work', region: 'eu-west-1' });
    });

    it('says nothing when they say the same', async () => {
      await set('workspace', 'aws.profile', 'work');
      assert.equal(await run(pick('profile', 'work'), pick('region', 'eu-west-1')), true);
      assert.deepEqual(funnel.said, []);
    });
  });

  describe('to a profile that is not there yet', () => {
    const toolkit = 'aws.toolkit.auth.addConnection';
    let offered: readonly vscode.QuickPickItem[];

    async function add(label?: string): Promise<void> {
      const showQuickPick = (rows: readonly vscode.QuickPickItem[]): Promise<unknown> => {
        offered = rows;
        return Promise.resolve(rows.find((row) => row.label === label));
      };
      replace(vscode.window, { showQuickPick });
      assert.equal(await run(pick('profile', 'add')), false);
    }

    it('offers both files', async () => {
      await add();
      assert.deepEqual(
        offered.map(({ label, description }) => [label, description]),
        [
          ['Open the config file', file('config')],
          ['Open the credentials file', file('credentials')],
        ],
      );
      assert.equal(memory.pickedSession(), undefined);
    });

    it('opens a file that is there', async () => {
      writeFileSync(file('credentials'), '[default]\n');
      await add('Open the credentials file');
      const document = vscode.window.activeTextEditor?.document;
      assert.equal(document?.uri.fsPath, vscode.Uri.file(file('credentials')).fsPath);
      assert.equal(document.isUntitled, false);
    });

    it('opens a file that is not there yet as a new one, to be saved there', async () => {
      await add('Open the config file');
      const document = vscode.window.activeTextEditor?.document;
      assert.equal(document?.uri.fsPath, vscode.Uri.file(file('config')).fsPath);
      assert.equal(document.isUntitled, true);
    });

    it('offers the AWS Toolkit where it is installed', async () => {
      let runs = 0;
      const command = vscode.commands.registerCommand(toolkit, () => (runs += 1));
      try {
        await add('Add a connection with the AWS Toolkit');
      } finally {
        command.dispose();
      }
      assert.equal(offered.length, 3);
      assert.equal(runs, 1);
    });
  });
});

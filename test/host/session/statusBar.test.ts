import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Identity } from '../../../src/core/model.ts';
import type { Session } from '../../../src/core/ports.ts';
import { ActiveSession } from '../../../src/ui/activeSession.ts';
import { formatDate } from '../../../src/ui/format.ts';
import { Memory } from '../../../src/ui/memory.ts';
import { createStatusBarItem } from '../../../src/ui/statusBar.ts';
import { account } from '../../support/builders.ts';
import { settled } from '../../support/clocks.ts';
import { aCloud, aSession } from '../../support/inMemorySession.ts';
import { InMemoryMemento } from '../support/inMemoryMemento.ts';
import { useReplacements } from '../support/useReplacements.ts';

const arn = `arn:aws:sts::${account}:assumed-role/Developer/me`;
const expiresAt = new Date('2026-01-01T12:00:00.000Z');

describe('The status bar', () => {
  const replace = useReplacements();
  let disposables: vscode.Disposable[];
  let item: vscode.StatusBarItem;

  afterEach(() => vscode.Disposable.from(...disposables).dispose());

  function show(session: Session): ActiveSession {
    const memory = new Memory(new InMemoryMemento(), new InMemoryMemento());
    const cloud = { ...aCloud(), openSession: () => Promise.resolve(session) };
    const activeSession = new ActiveSession({ cloud: () => cloud, memory });
    const { createStatusBarItem: create } = vscode.window;
    const createAndKeep = (id: string, alignment: vscode.StatusBarAlignment): vscode.StatusBarItem =>
      (item = create(id, alignment));
    replace(vscode.window, { createStatusBarItem: createAndKeep });
    disposables = [createStatusBarItem(activeSession), activeSession];
    return activeSession;
  }

  function tooltip(): string {
    assert.ok(typeof item.tooltip === 'string');
    return item.tooltip;
  }

  async function tooltipOf(session: Session): Promise<readonly string[]> {
    await show(session).open();
    await settled();
    return tooltip().split('\n');
  }

  it('shows profile and region, and what is asked for until they are known', async () => {
    const activeSession = show(aSessionOf({ accountId: account, arn }));
    assert.equal(item.text, '$(cloud) default');
    await activeSession.open();
    assert.equal(item.text, '$(cloud) work · eu-west-1');
    await activeSession.pick({ profile: 'other', region: 'us-west-2' });
    assert.equal(item.text, '$(cloud) other · us-west-2');
  });

  it('says whose app of SageMaker Studio it is', async () => {
    const studio = { domainId: 'd-abc', userProfile: 'me' };
    const lines = await tooltipOf({ ...aSessionOf({ accountId: account, arn }), studio });
    assert.equal(lines.at(-1), 'SageMaker Studio · d-abc · me');
  });

  it('switches them when it is pressed', () => {
    show(aSession());
    assert.ok(typeof item.command === 'object');
    assert.equal(item.command.command, 'sagemakerImages.session.switch');
  });

  it('says who that is', async () => {
    assert.deepEqual(await tooltipOf(aSessionOf({ accountId: account, arn, expiresAt }, 'research')), [
      'SageMaker Images uses AWS profile "work" in eu-west-1. Click to switch.',
      `Account: ${account} (research)`,
      `Principal: ${arn}`,
      `Credentials end: ${formatDate(expiresAt)}`,
    ]);
  });

  it('says who that is where there is less to say', async () => {
    const [, ...lines] = await tooltipOf(aSessionOf({ accountId: account, arn }));
    assert.deepEqual(lines, [`Account: ${account}`, `Principal: ${arn}`, 'Credentials do not end']);
  });

  it('says the same to a screen reader', async () => {
    const lines = await tooltipOf(aSessionOf({ accountId: account, arn }));
    assert.equal(item.accessibilityInformation?.label, lines.join(' '));
  });

  it('says nothing of who it was before', async () => {
    const activeSession = show(aSessionOf({ accountId: account, arn }));
    await activeSession.open();
    await settled();
    assert.match(tooltip(), /Account/);
    activeSession.reload();
    assert.doesNotMatch(tooltip(), /Account/);
  });
});

function aSessionOf(identity: Identity, accountAlias?: string): Session {
  return {
    ...aSession({ profile: 'work', region: 'eu-west-1', identify: () => Promise.resolve(identity) }),
    findAccountAlias: () => Promise.resolve(accountAlias),
  };
}

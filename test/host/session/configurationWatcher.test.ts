import assert from 'node:assert/strict';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ConfigurationWatcher } from '../../../src/ui/configurationWatcher.ts';
import { ManualClock } from '../../support/clocks.ts';
import { eventually } from '../support/eventually.ts';
import { useFolder } from '../support/useFolder.ts';
import { watched } from '../support/watched.ts';

describe('The files that credentials come from', () => {
  const folder = useFolder();
  let clock: ManualClock;
  let watcher: ConfigurationWatcher;
  let told: number;

  beforeEach(async () => {
    clock = new ManualClock();
    told = 0;
    mkdirSync(dirname(config()));
    writeFileSync(config(), '[default]');
    watcher = new ConfigurationWatcher(
      { config: config(), credentials: credentials(), signIns: [signIns()] },
      clock,
      () => (told += 1),
    );
    await watched(dirname(config()));
  });
  afterEach(() => watcher.dispose());

  const config = (): string => join(folder(), '.aws', 'config');
  const credentials = (): string => join(folder(), '.aws', 'credentials');
  const signIns = (): string => join(folder(), '.aws', 'sso', 'cache');

  /** Waits until a change has been noticed; it is not told before it is quiet. */
  async function noticed(what: string): Promise<void> {
    await eventually(() => clock.waiting > 0, what);
  }

  async function quiet(): Promise<void> {
    await clock.advance(1_000);
  }

  it('are told of once when one changes', async () => {
    writeFileSync(config(), '[profile a]');
    await noticed('the change');
    assert.equal(told, 0, 'there may be more to come');
    await quiet();
    assert.equal(told, 1);
  });

  it('are told of once when one is replaced', async () => {
    const unfinished = join(folder(), '.aws', 'config.tmp');
    writeFileSync(unfinished, '[profile a]');
    renameSync(unfinished, config());
    await noticed('the replacement');
    await quiet();
    assert.equal(told, 1);
  });

  it('are told of when one is made that was not there', async () => {
    writeFileSync(credentials(), '[default]');
    await noticed('the new file');
    await quiet();
    assert.equal(told, 1);
  });

  it('are told of when one is deleted', async () => {
    rmSync(config());
    await noticed('the deletion');
    await quiet();
    assert.equal(told, 1);
  });

  it('are told of after the first sign-in, which makes its folders', async () => {
    mkdirSync(signIns(), { recursive: true });
    writeFileSync(join(signIns(), 'token.json'), '{}');
    await noticed('the sign-in');
    await quiet();
    assert.equal(told, 1);
  });

  it('are told of when all of them are new', async () => {
    watcher.dispose();
    const home = join(folder(), 'home');
    watcher = new ConfigurationWatcher(
      { config: join(home, '.aws', 'config'), credentials: join(home, '.aws', 'credentials'), signIns: [] },
      clock,
      () => (told += 1),
    );
    await watched(folder());
    mkdirSync(join(home, '.aws'), { recursive: true });
    writeFileSync(join(home, '.aws', 'config'), '[default]');
    await noticed('the folder');
    await quiet();
    assert.equal(told, 1);
  });

  it('are told of after every later sign-in', async () => {
    mkdirSync(signIns(), { recursive: true });
    await watched(signIns());
    await quiet();
    told = 0;
    writeFileSync(join(signIns(), 'second.json'), '{}');
    await noticed('the sign-in');
    await quiet();
    assert.equal(told, 1);
  });

  it('are told of no more when nobody watches', async () => {
    writeFileSync(config(), '[profile a]');
    await noticed('the change');
    watcher.dispose();
    await quiet();
    assert.equal(told, 0);
    assert.equal(clock.waiting, 0);
  });
});

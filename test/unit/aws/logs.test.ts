import assert from 'node:assert/strict';

import type { LogTail } from '../../../src/core/explain/logs.ts';
import type { Session } from '../../../src/core/ports.ts';
import type { Emulator } from '../../emulator/emulator.ts';
import { useSession } from './useSession.ts';

const { signal } = new AbortController();
const group = '/aws/sagemaker/studio';
const stream = 'd-abc/team/JupyterLab/default';
const at = new Date('2026-01-01T00:00:10.000Z');

describe('logs', () => {
  let emulator: Emulator;
  let session: Session;
  useSession((opened) => ({ emulator, session } = opened));

  const read = (count = 100): Promise<LogTail> => session.logs.readTail(group, stream, count, signal);

  async function textsOf(count: number): Promise<readonly string[]> {
    const tail = await read(count);
    assert.equal(tail.kind, 'lines');
    return tail.kind === 'lines' ? tail.lines.map(({ text }) => text) : [];
  }

  it('are told with their times, the oldest line first', async () => {
    emulator.addLog({ group, stream, lines: ['one', 'two'], at });
    assert.deepEqual(await read(), {
      kind: 'lines',
      lines: [
        { at: new Date(at.getTime() - 1000), text: 'one' },
        { at, text: 'two' },
      ],
    });
  });

  it('end with the last lines, in one call', async () => {
    emulator.addLog({ group, stream, lines: lines(300), at });
    const texts = await textsOf(100);
    assert.deepEqual([texts.length, texts[0], texts.at(-1)], [100, 'line 201', 'line 300']);
    assert.equal(emulator.requests.length, 1);
  });

  it('are put together of small pages, from the end', async () => {
    emulator.addLog({ group, stream, lines: lines(10), at, pageSize: 3 });
    assert.deepEqual(await textsOf(5), lines(10).slice(5));
    assert.deepEqual(await textsOf(50), lines(10));
  });

  it('can be behind empty pages, though not behind any number of them', async () => {
    emulator.addLog({ group, stream, lines: ['x'], at, pageSize: 0 });
    assert.deepEqual(await textsOf(5), []);
    assert.ok(emulator.requests.length <= 10);
  });

  it('can be empty', async () => {
    emulator.addLog({ group, stream, at });
    assert.deepEqual(await read(), { kind: 'lines', lines: [] });
  });

  it('may have a group without the stream, or not even that', async () => {
    assert.deepEqual(await read(), { kind: 'noGroup' });
    emulator.addLog({ group, stream: 'd-abc/team/JupyterLab/other', lines: ['x'] });
    assert.deepEqual(await read(), { kind: 'noStream' });
  });

  it('are missing all the same where the group may not be looked at', async () => {
    emulator.faults.inject({ kind: 'denied', operation: 'DescribeLogStreams' });
    assert.deepEqual(await read(), { kind: 'noStream' });
  });

  it('may not be for this user to see', async () => {
    emulator.addLog({ group, stream, lines: ['x'] });
    emulator.faults.inject({ kind: 'denied', operation: 'GetLogEvents' });
    await assert.rejects(read(), { code: 'auth.denied' });
  });

  it('are not waited for any more once nobody wants them', async () => {
    const controller = new AbortController();
    emulator.faults.inject({ kind: 'silence', operation: 'GetLogEvents' });
    const reading = session.logs.readTail(group, stream, 1, controller.signal);
    await emulator.waitFor('GetLogEvents', { until: 'received' });
    controller.abort();
    await assert.rejects(reading, { name: 'AbortError' });
  });
});

function lines(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `line ${index + 1}`);
}

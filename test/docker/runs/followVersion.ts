import type { BuildRecord } from '../../../src/core/build/record.ts';
import type { VersionRef } from '../../../src/core/model.ts';
import type { Clock, Session } from '../../../src/core/ports.ts';
import { Serial } from '../../../src/core/serial.ts';
import { addAliases } from '../../../src/core/watch/addAliases.ts';
import { accountOfChange, type Change } from '../../../src/core/watch/change.ts';
import { lookUp } from '../../../src/core/watch/lookUp.ts';
import { delayBeforeLook } from '../../../src/core/watch/pace.ts';
import { judge, type Verdict } from '../../../src/core/watch/verdict.ts';

const never = new AbortController().signal;

/**
 * Follows a version to its end by the core of the watcher. The loop of the watcher itself is in `ui/`: it tells people, and
 * shares what it follows between windows.
 */
export async function followVersion(
  ref: VersionRef,
  { draft, choice }: BuildRecord,
  session: Session,
  clock: Clock,
): Promise<Verdict> {
  const { aliases } = draft.version;
  const change: Change = { kind: 'createVersion', ref, aliases };
  const expectedAccount = accountOfChange(change);
  const pending = { change, choice: { ...choice, ...(expectedAccount && { expectedAccount }) } };
  const began = clock.now();
  for (let looks = 0; ; looks += 1) {
    await clock.delay(delayBeforeLook(looks, clock.now().getTime() - began.getTime()), never);
    const verdict = judge(change, began, await lookUp(pending, { session, isMaker: true }, never));
    if (verdict.kind === 'pending') continue;
    const context = { images: session.images, clock, writes: new Serial() };
    if (verdict.kind === 'done') await addAliases(ref, aliases, context, never);
    return verdict;
  }
}

import type { Report } from '../../core/build/engine.ts';
import type { OutputReader } from './outputReader.ts';

/** podman's `[1/2] STEP 2/3: RUN …`, and `Step 2/3 : RUN …` of Docker's builder before BuildKit. */
const stepPattern = /^(?:\[(\d+\/\d+)\] )?S(?:TEP|tep) (\d+\/\d+) ?: (.*)$/;
const cachedPattern = /^ ?--?-> Using cache/;

/** The progress of builders that take one instruction after the other. A step ends where the next one begins. */
export function stepProgress(report: Report): OutputReader {
  let current: { readonly id: string; readonly name: string } | undefined;
  let isCached = false;
  const endStep = (succeeded: boolean): void => {
    if (!current) return;
    report({ kind: 'step', ...current, state: succeeded ? (isCached ? 'cached' : 'done') : 'failed' });
    current = undefined;
  };
  return {
    line(text) {
      report({ kind: 'output', text });
      const found = stepPattern.exec(text);
      if (found) {
        endStep(true);
        const place = [found[1], found[2]].filter((part) => part !== undefined).join(' ');
        current = { id: place, name: `[${place}] ${found[3] ?? ''}` };
        isCached = false;
        report({ kind: 'step', ...current, state: 'started' });
      } else if (cachedPattern.test(text)) {
        isCached = true;
      }
    },
    end: endStep,
  };
}

/** The last instruction that was begun. */
export function lastStep(
  output: readonly string[],
): { readonly text: string; readonly stage: number | undefined; readonly index: number } | undefined {
  const index = output.findLastIndex((line) => stepPattern.test(line));
  const found = stepPattern.exec(output[index] ?? '');
  if (!found?.[3]) return undefined;
  return { text: found[3], stage: found[1] ? Number.parseInt(found[1], 10) - 1 : undefined, index };
}

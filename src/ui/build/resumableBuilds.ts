import type { Resumable } from '../lenses.ts';
import type { BuildMemory } from './buildMemory.ts';
import type { RunningBuilds } from './runningBuilds.ts';

/** What can be gone on with: nothing of what is going on. */
export function resumableBuilds(memory: BuildMemory, running: RunningBuilds): Resumable {
  return {
    onDidChange: (listener, self, disposables) => {
      const subscriptions = [memory, running].map(({ onDidChange }) => onDidChange(listener, self));
      const all = { dispose: () => subscriptions.forEach((subscription) => subscription.dispose()) };
      disposables?.push(all);
      return all;
    },
    resume: (dockerfile) => (running.has(dockerfile.toString()) ? undefined : memory.resume(dockerfile)),
  };
}

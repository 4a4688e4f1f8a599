import assert from 'node:assert/strict';
import { isSaved } from '../../../src/ui/build/readDockerfile.ts';

/** @param answers what each attempt to save it says, and whether it is dirty then. */
function aDocument(...answers: readonly (readonly [saved: boolean, dirty: boolean])[]): {
  readonly document: Parameters<typeof isSaved>[0];
  readonly count: () => number;
} {
  let count = 0;
  const document = {
    isDirty: true,
    save: () => {
      const [saved = false, dirty = true] = answers[count] ?? [];
      count += 1;
      document.isDirty = dirty;
      return Promise.resolve(saved);
    },
  };
  return { document, count: () => count };
}

describe('A Dockerfile that is saved before it is built', () => {
  it('is saved once', async () => {
    const { document, count } = aDocument([true, false]);
    assert.equal(await isSaved(document), true);
    assert.equal(count(), 1);
  });

  it('is saved again when it was typed on meanwhile', async () => {
    const { document } = aDocument([false, true], [true, false]);
    assert.equal(await isSaved(document), true);
  });

  it('is what VS Code has saved by itself', async () => {
    const { document, count } = aDocument([false, false]);
    assert.equal(await isSaved(document), true);
    assert.equal(count(), 1);
  });

  it('is not built when it cannot be saved', async () => {
    const { document, count } = aDocument([false, true], [false, true]);
    assert.equal(await isSaved(document), false);
    assert.equal(count(), 2);
  });
});

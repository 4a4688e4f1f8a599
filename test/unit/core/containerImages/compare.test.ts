import assert from 'node:assert/strict';
import { compareContents } from '../../../../src/core/containerImages/compare.ts';
import type { ContainerImageContents } from '../../../../src/core/containerImages/contents.ts';
import { digestOf } from '../../../support/builders.ts';
import {
  aConfiguration,
  aLayer,
  amd64,
  anIndex,
  arm64,
  ociIndex,
  dockerManifest,
  someContents,
} from '../../../support/contentsBuilders.ts';

const nothing = { removed: [], added: [] };

/** Images of layers that letters stand for: what they have in common, and what not. */
function compareLayers(before: string, after: string): readonly (string | number)[] {
  const { base, moved, removed, added, sharedInBytes } = compareContents(
    ofLayers(before),
    ofLayers(after),
  ).layers;
  return [...[base, moved, removed, added].map(lettersOf), sharedInBytes];
}

function ofLayers(letters: string): ContainerImageContents {
  return someContents(
    {},
    Array.from(letters, (letter) => aLayer(letter)),
  );
}

function lettersOf(layers: readonly { readonly digest: string }[]): string {
  return layers.map(({ digest }) => digest.at(-1)).join('');
}

describe('two container images', () => {
  it('are the same', () => {
    const { isSame, mediaType, platforms, size, configuration } = compareContents(
      someContents(),
      someContents(),
    );
    assert.deepEqual(
      { isSame, mediaType, platforms, size },
      { isSame: true, mediaType: undefined, platforms: nothing, size: { before: 100, after: 100 } },
    );
    assert.deepEqual(configuration, {
      ports: nothing,
      environment: nothing,
      labels: { ...nothing, changed: {} },
    });
  });

  it('begin differently', () => {
    const before = someContents({
      user: 'root',
      cmd: ['a'],
      entrypoint: ['one', 'two'],
      environmentNames: ['A', 'B'],
      ports: ['8888/tcp'],
      labels: { kept: '1', changed: '1', removed: '1' },
    });
    const after = someContents(
      {
        user: '1000',
        cmd: ['a'],
        entrypoint: ['two', 'one'],
        workingDir: '/work',
        environmentNames: ['B', 'C'],
        ports: [],
        labels: { kept: '1', changed: '2', added: '1' },
      },
      undefined,
      digestOf('b'),
    );
    const { isSame, configuration } = compareContents(before, after);
    assert.equal(isSame, false);
    assert.deepEqual(configuration, {
      user: { before: 'root', after: '1000' },
      entrypoint: { before: ['one', 'two'], after: ['two', 'one'] },
      workingDir: { before: '/home/sagemaker-user', after: '/work' },
      ports: { removed: ['8888/tcp'], added: [] },
      environment: { removed: ['A'], added: ['C'] },
      labels: {
        removed: ['removed'],
        added: ['added'],
        changed: { changed: { before: '1', after: '2' } },
      },
    });
  });

  it('are for different platforms, and of different kinds', () => {
    const before = { manifest: anIndex(amd64, arm64), configuration: aConfiguration() };
    const { platforms, mediaType } = compareContents(before, someContents());
    assert.deepEqual(platforms, { removed: ['linux/arm64/v8'], added: [] });
    assert.deepEqual(mediaType, { before: ociIndex, after: dockerManifest });
  });

  it('may have configurations that nobody could read: the rest is compared', () => {
    const { configuration, layers } = compareContents(someContents(), {
      ...someContents(),
      configuration: undefined,
    });
    assert.equal(configuration, undefined);
    assert.equal(layers.base.length, 1);
  });

  describe('have layers', () => {
    for (const { title, before, after, expected } of [
      { title: 'all the same', before: '123', after: '123', expected: ['123', '', '', '', 300] },
      { title: 'a base in common', before: '123', after: '124', expected: ['12', '', '3', '4', 200] },
      { title: 'others on top', before: '12', after: '1234', expected: ['12', '', '', '34', 200] },
      { title: 'fewer', before: '1234', after: '12', expected: ['12', '', '34', '', 200] },
      { title: 'the same on another base', before: '123', after: '423', expected: ['', '23', '1', '4', 200] },
      { title: 'nothing in common', before: '12', after: '34', expected: ['', '', '12', '34', 0] },
      { title: 'none at all', before: '', after: '1', expected: ['', '', '', '1', 0] },
    ]) {
      it(title, () => assert.deepEqual(compareLayers(before, after), expected));
    }
  });
});

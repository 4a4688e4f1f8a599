import assert from 'node:assert/strict';
import {
  chooseMember,
  parseIndex,
  parsePlatformManifest,
  type IndexMember,
} from '../../../../src/core/containerImages/parseManifest.ts';
import { digestOf } from '../../../support/builders.ts';
import { amd64, arm64, dockerManifest, ociIndex, ociManifest } from '../../../support/contentsBuilders.ts';

const configType = 'application/vnd.oci.image.config.v1+json';

function descriptor(character: string, platform: object | undefined, has: object = {}): object {
  return {
    mediaType: ociManifest,
    digest: digestOf(character),
    size: 1,
    ...(platform && { platform }),
    ...has,
  };
}

function members(...manifests: readonly unknown[]): readonly IndexMember[] {
  const parsed = parseIndex(JSON.stringify({ manifests }));
  assert.ok(parsed.ok);
  return parsed.value;
}

function parse(content: unknown, mediaType = ociManifest): ReturnType<typeof parsePlatformManifest> {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  return parsePlatformManifest({ digest: digestOf('a'), mediaType, text }, amd64);
}

describe('the index of a container image', () => {
  it('has images with their platforms', () => {
    assert.deepEqual(members(descriptor('a', amd64), descriptor('b', arm64)), [
      { digest: digestOf('a'), platform: amd64 },
      { digest: digestOf('b'), platform: arm64 },
    ]);
  });

  it('has images that tell no platform', () => {
    assert.deepEqual(members(descriptor('a', undefined)), [{ digest: digestOf('a'), platform: undefined }]);
  });

  for (const { what, other } of [
    { what: 'an attestation', other: descriptor('b', { os: 'unknown', architecture: 'unknown' }) },
    {
      what: 'an attestation that only its annotation tells',
      other: descriptor('b', undefined, {
        annotations: { 'vnd.docker.reference.type': 'attestation-manifest' },
      }),
    },
    {
      what: 'a SOCI index',
      other: descriptor('b', amd64, { artifactType: 'application/vnd.amazon.soci.index.v2+json' }),
    },
    { what: 'another index', other: descriptor('b', amd64, { mediaType: ociIndex }) },
    { what: 'nothing', other: null },
    { what: 'a text', other: 'sha256:1' },
    { what: 'something without a digest', other: { mediaType: ociManifest, platform: amd64 } },
  ]) {
    it(`has ${what}, which is left out`, () => {
      assert.deepEqual(members(descriptor('a', amd64, { artifactType: configType }), other), [
        { digest: digestOf('a'), platform: amd64 },
      ]);
    });
  }

  it('is broken', () => {
    for (const text of ['', '[]', '{}', 'null', '{"manifests":{}}', '{"manifests":[']) {
      assert.deepEqual(parseIndex(text), { ok: false, problem: 'broken' }, text);
    }
  });

  it('is described by the image for SageMaker’s platform, else by its first one', () => {
    const [one, other] = [
      { digest: digestOf('a'), platform: arm64 },
      { digest: digestOf('b'), platform: amd64 },
    ];
    assert.equal(chooseMember([one, other]), other);
    assert.equal(chooseMember([one]), one);
    assert.equal(chooseMember([]), undefined);
  });
});

describe('the manifest of a container image', () => {
  const config = { mediaType: configType, digest: digestOf('c'), size: 5 };
  const layers = [
    { digest: digestOf('1'), size: 10 },
    { digest: digestOf('2'), size: 20 },
  ];

  it('has layers, a configuration, and their size', () => {
    for (const mediaType of [ociManifest, dockerManifest]) {
      assert.deepEqual(parse({ config, layers }, mediaType), {
        ok: true,
        value: {
          digest: digestOf('a'),
          mediaType,
          platform: amd64,
          configurationDigest: digestOf('c'),
          layers: [
            { digest: digestOf('1'), sizeInBytes: 10 },
            { digest: digestOf('2'), sizeInBytes: 20 },
          ],
          sizeInBytes: 35,
        },
      });
    }
  });

  it('has sizes that are none', () => {
    for (const size of [-1, 1.5, '10', null, Number.MAX_VALUE]) {
      const parsed = parse({ config, layers: [{ digest: digestOf('1'), size }] });
      assert.ok(parsed.ok);
      assert.equal(parsed.value.sizeInBytes, 5);
    }
  });

  it('is of another kind', () => {
    const schema1 = 'application/vnd.docker.distribution.manifest.v1+prettyjws';
    assert.deepEqual(parse({ config, layers }, schema1), { ok: false, problem: 'mediaType' });
  });

  it('is that of something else', () => {
    const chart = { ...config, mediaType: 'application/vnd.cncf.helm.config.v1+json' };
    assert.deepEqual(parse({ config: chart, layers }), { ok: false, problem: 'artifact' });
  });

  it('is broken', () => {
    for (const content of ['', '{', '[]', {}, { config }, { layers }, { config: [], layers }]) {
      assert.deepEqual(parse(content), { ok: false, problem: 'broken' }, JSON.stringify(content));
    }
  });
});

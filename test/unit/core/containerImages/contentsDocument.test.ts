import assert from 'node:assert/strict';
import { contentsText } from '../../../../src/core/containerImages/contentsDocument.ts';
import { digestOf, host } from '../../../support/builders.ts';
import {
  aConfiguration,
  aLayer,
  amd64,
  anIndex,
  arm64,
  someContents,
} from '../../../support/contentsBuilders.ts';

const uri = `${host}/team/notebook:1.0`;

describe('the document of a container image', () => {
  it('tells all that is known, in a fixed order', () => {
    const contents = someContents(
      {
        labels: { b: '2', a: '1' },
        createdAt: new Date('2026-01-02T03:04:05Z'),
        history: [
          { createdBy: 'ADD rootfs.tar /', isEmptyLayer: false },
          { createdBy: 'USER 1000', isEmptyLayer: true },
        ],
      },
      [aLayer('1', 5)],
    );
    assert.equal(
      contentsText(uri, contents),
      `{
  "ContainerImage": "${uri}",
  "Digest": "${digestOf('a')}",
  "MediaType": "application/vnd.docker.distribution.manifest.v2+json",
  "Platforms": [
    "linux/amd64"
  ],
  "CompressedSizeInBytes": 5,
  "User": "1000",
  "Entrypoint": [
    "jupyter-lab"
  ],
  "Cmd": [],
  "WorkingDir": "/home/sagemaker-user",
  "ExposedPorts": [
    "8888/tcp"
  ],
  "EnvironmentNames": [
    "PATH"
  ],
  "Labels": {
    "a": "1",
    "b": "2"
  },
  "Created": "2026-01-02T03:04:05.000Z",
  "Layers": [
    {
      "CreatedBy": "ADD rootfs.tar /",
      "Digest": "${digestOf('1')}",
      "CompressedSizeInBytes": 5
    }
  ]
}
`,
    );
  });

  it('tells which image of an index it describes', () => {
    const manifest = anIndex(amd64, arm64);
    const shown = JSON.parse(contentsText(uri, { manifest, configuration: aConfiguration() }));
    assert.deepEqual(shown.Platforms, ['linux/amd64', 'linux/arm64/v8']);
    assert.equal(shown.Digest, digestOf('a'));
    assert.equal(shown.ImageDigest, digestOf('b'));
  });

  it('tells what could not be read', () => {
    const shown = JSON.parse(
      contentsText(uri, { ...someContents(), configuration: undefined }, 'S3 could not be reached.'),
    );
    assert.equal(shown.NotShown, 'S3 could not be reached.');
    assert.deepEqual(Object.keys(shown), [
      'ContainerImage',
      'Digest',
      'MediaType',
      'Platforms',
      'CompressedSizeInBytes',
      'NotShown',
      'Layers',
    ]);
  });

  it('tells no instruction where the history does not fit the layers', () => {
    const history = [{ createdBy: 'ADD rootfs.tar /', isEmptyLayer: false }];
    const shown = JSON.parse(contentsText(uri, someContents({ history }, [aLayer('1'), aLayer('2')])));
    assert.deepEqual(
      shown.Layers.map((layer: { CreatedBy?: string }) => layer.CreatedBy),
      [undefined, undefined],
    );
  });
});

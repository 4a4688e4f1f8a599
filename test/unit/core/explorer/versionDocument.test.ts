import assert from 'node:assert/strict';
import { inOrderOfAge, versionText } from '../../../../src/core/explorer/versionDocument.ts';
import { aVersion, digestOf, host } from '../../../support/builders.ts';

describe('a version’s document', () => {
  it('has every member of DescribeImageVersion and the aliases, always in the same order', () => {
    const details = aVersion({
      releaseNotes: 'Faster.',
      horovod: false,
      programmingLang: 'Python 3.12',
      mlFramework: 'PyTorch 2.6',
      vendorGuidance: 'STABLE',
      processor: 'GPU',
      jobType: 'TRAINING',
      containerImage: `${host}/notebook@${digestOf('a')}`,
      baseImage: `${host}/notebook:1.0`,
      failureReason: 'None, really.',
    });
    const text = versionText({ details, aliases: ['latest', '1.0'] });
    assert.deepEqual(Object.entries(JSON.parse(text) as object), [
      ['ImageName', 'notebook'],
      ['Version', 1],
      ['ImageVersionArn', 'arn:aws:sagemaker:us-east-1:123456789012:image-version/notebook/1'],
      ['ImageVersionStatus', 'CREATED'],
      ['FailureReason', 'None, really.'],
      ['Aliases', ['1.0', 'latest']],
      ['BaseImage', `${host}/notebook:1.0`],
      ['ContainerImage', `${host}/notebook@${digestOf('a')}`],
      ['JobType', 'TRAINING'],
      ['Processor', 'GPU'],
      ['VendorGuidance', 'STABLE'],
      ['MLFramework', 'PyTorch 2.6'],
      ['ProgrammingLang', 'Python 3.12'],
      ['Horovod', false],
      ['ReleaseNotes', 'Faster.'],
      ['CreationTime', '2026-01-01T00:00:00.000Z'],
      ['LastModifiedTime', '2026-01-01T00:00:00.000Z'],
    ]);
    assert.ok(text.endsWith('}\n'));
  });

  it('leaves out what SageMaker leaves out, and aliases that could not be listed', () => {
    const members = JSON.parse(versionText({ details: aVersion(), aliases: undefined })) as object;
    assert.deepEqual(Object.keys(members), [
      'ImageName',
      'Version',
      'ImageVersionArn',
      'ImageVersionStatus',
      'CreationTime',
      'LastModifiedTime',
    ]);
  });

  it('is compared with that of a newer version on its right', () => {
    const older = aVersion({ number: 9, createdAt: new Date('2025-01-01') });
    const newer = aVersion({ number: 10, createdAt: new Date('2026-01-01') });
    assert.deepEqual(inOrderOfAge(newer, older), [older, newer]);
    assert.deepEqual(inOrderOfAge(older, newer), [older, newer]);
    const [one, other] = [aVersion({ number: 2 }), aVersion({ number: 10 })];
    assert.deepEqual(inOrderOfAge(other, one), [one, other], 'by number when they are of the same age');
  });
});

import assert from 'node:assert/strict';
import { consoleUrl, versionNumberOf } from '../../../src/core/arn.ts';

describe('version number of an ARN', () => {
  const prefix = 'arn:aws:sagemaker:us-east-1:123456789012:image-version';

  for (const [arn, expected] of [
    [`${prefix}/notebook/1`, 1],
    [`${prefix}/notebook/1204`, 1204],
    [`${prefix}/note-book.2/7`, 7],
    ['arn:aws-cn:sagemaker:cn-north-1:123456789012:image-version/notebook/3', 3],
    ['arn:aws-us-gov:sagemaker:us-gov-west-1:123456789012:image-version/notebook/3', 3],
    ['None', undefined],
    ['', undefined],
    [`${prefix}/notebook`, undefined],
    [`${prefix}/notebook/latest`, undefined],
    [`${prefix}/notebook/1/2`, undefined],
    [`${prefix}/notebook/1 `, undefined],
    ['arn:aws:sagemaker:us-east-1:123456789012:image/notebook', undefined],
    ['arn:aws:ecr:us-east-1:123456789012:image-version/notebook/1', undefined],
  ] as const) {
    it(`${arn || 'nothing'} → ${expected ?? 'none'}`, () => {
      assert.equal(versionNumberOf(arn), expected);
    });
  }
});

describe('console page', () => {
  for (const [partition, region, expected] of [
    ['aws', 'eu-west-1', 'https://eu-west-1.console.aws.amazon.com/sagemaker/home?region=eu-west-1'],
    ['aws-cn', 'cn-north-1', 'https://cn-north-1.console.amazonaws.cn/sagemaker/home?region=cn-north-1'],
    [
      'aws-us-gov',
      'us-gov-west-1',
      'https://us-gov-west-1.console.amazonaws-us-gov.com/sagemaker/home?region=us-gov-west-1',
    ],
    [
      'aws-eusc',
      'eusc-de-east-1',
      'https://eusc-de-east-1.console.amazonaws-eusc.eu/sagemaker/home?region=eusc-de-east-1',
    ],
  ] as const) {
    it(`of an image in ${partition}`, () => {
      const arn = `arn:${partition}:sagemaker:${region}:123456789012:image/notebook`;
      assert.equal(consoleUrl(arn, 'Notebook'), `${expected}#/images/Notebook`);
    });
  }

  it('is none where the console is not public, or the text no ARN', () => {
    const arn = 'arn:aws-iso:sagemaker:us-iso-east-1:123456789012:image/notebook';
    assert.equal(consoleUrl(arn, 'notebook'), undefined);
    assert.equal(consoleUrl('None', 'notebook'), undefined);
  });
});

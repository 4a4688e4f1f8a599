import assert from 'node:assert/strict';
import { partitionOf } from '../../../src/core/partitions.ts';

describe('the partition of a region', () => {
  for (const [region, name, registrySuffix] of [
    ['eu-west-1', 'aws', 'amazonaws.com'],
    ['cn-north-1', 'aws-cn', 'amazonaws.com.cn'],
    ['us-gov-west-1', 'aws-us-gov', 'amazonaws.com'],
    ['eusc-de-east-1', 'aws-eusc', 'amazonaws.eu'],
    ['us-iso-east-1', 'aws-iso', 'c2s.ic.gov'],
    ['us-isob-east-1', 'aws-iso-b', 'sc2s.sgov.gov'],
    ['eu-isoe-west-1', 'aws-iso-e', 'cloud.adc-e.uk'],
    ['us-isof-south-1', 'aws-iso-f', 'csp.hci.ic.gov'],
  ] as const) {
    it(`${region}: ${name}`, () => assert.deepEqual(partitionOf(region), { name, registrySuffix }));
  }
});

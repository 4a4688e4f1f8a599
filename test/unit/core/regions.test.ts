import assert from 'node:assert/strict';
import { isRegionName, sagemakerRegions } from '../../../src/core/regions.ts';

describe('region name', () => {
  it('is what every listed region has, each once', () => {
    assert.deepEqual(
      sagemakerRegions.filter((name) => !isRegionName(name)),
      [],
    );
    assert.equal(new Set(sagemakerRegions).size, sagemakerRegions.length);
  });

  for (const [text, expected] of [
    ['us-iso-east-1', true],
    ['eusc-de-east-1', true],
    ['xx-new-12', true],
    ['EU-WEST-1', false],
    ['eu-west', false],
    ['eu-west-1a', false],
    ['west-1', false],
    [' eu-west-1', false],
    ['', false],
  ] as const) {
    it(`${expected ? 'may' : 'cannot'} be ${JSON.stringify(text)}`, () => {
      assert.equal(isRegionName(text), expected);
    });
  }
});

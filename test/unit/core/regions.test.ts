import assert from 'node:assert/strict';
import { regions } from '../../../src/core/regions.generated.ts';
import { isRegionName, placeOf } from '../../../src/core/regions.ts';

describe('region name', () => {
  it('is what every listed region has, each once', () => {
    const names = regions.map(({ name }) => name);
    assert.deepEqual(
      names.filter((name) => !isRegionName(name)),
      [],
    );
    assert.equal(new Set(names).size, names.length);
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

describe('place of a region', () => {
  it('is known of listed ones, and of no other', () => {
    assert.equal(placeOf('eu-central-1'), 'Europe (Frankfurt)');
    assert.equal(placeOf('xx-new-12'), undefined);
  });
});

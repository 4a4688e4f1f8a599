import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { generatedFile, generateRegions } from '../../../scripts/regions.ts';

describe('the list of regions', () => {
  it("is what the SDK's partition data says: `npm run regions` writes it anew", async () => {
    const config = await resolveConfig(generatedFile);
    const generated = await format(await generateRegions(), { ...config, filepath: generatedFile });
    assert.equal(readFileSync(generatedFile, 'utf8'), generated);
  });
});

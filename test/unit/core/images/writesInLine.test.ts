import assert from 'node:assert/strict';
import { putAlias, removeAlias } from '../../../../src/core/images/aliases.ts';
import { createImage } from '../../../../src/core/images/createImage.ts';
import { deleteImage } from '../../../../src/core/images/deleteImage.ts';
import { deleteVersions } from '../../../../src/core/images/deleteVersions.ts';
import { updateImage } from '../../../../src/core/images/updateImage.ts';
import { updateVersion } from '../../../../src/core/images/updateVersion.ts';
import type { WriteContext } from '../../../../src/core/images/writeContext.ts';
import { addAliases } from '../../../../src/core/watch/addAliases.ts';
import { arnOfVersion, role } from '../../../support/builders.ts';
import { settled } from '../../../support/clocks.ts';
import { name, writing } from './useWrites.ts';

const { signal } = new AbortController();
const version = { imageName: name, number: 2 };
const ref = { ...version, arn: arnOfVersion(version) };
const onVersion = { ...version, alias: 'stable' };

/** Creating a version is looked at with the rest of it (createVersion.test.ts). */
const writes: Readonly<Record<string, (context: WriteContext) => Promise<unknown>>> = {
  'create image': (context) => createImage({ name, roleArn: role }, context, signal),
  'update image': (context) => updateImage(name, { displayName: 'Notebook' }, context, signal),
  'delete image': (context) => deleteImage(name, context, signal),
  'update version': (context) => updateVersion(name, 2, { jobType: 'TRAINING' }, context, signal),
  'delete versions': (context) => deleteVersions([version], context, signal, () => undefined),
  'put alias': (context) => putAlias(onVersion, undefined, context, signal),
  'remove alias': (context) => removeAlias(onVersion, context, signal),
  'add aliases': (context) => addAliases(ref, ['stable'], context, signal),
};

describe('a write to an image', () => {
  for (const [what, write] of Object.entries(writes)) {
    it(`waits for those before it: ${what}`, async () => {
      const { images, context } = writing();
      const earlier = Promise.withResolvers<void>();
      const busy = context.writes.run(name, () => earlier.promise);
      const written = write(context);
      await settled();
      assert.deepEqual(images.calls.operations, []);
      earlier.resolve();
      await busy;
      await written;
      assert.notDeepEqual(images.calls.operations, []);
    });

    it(`does not wait for those to another image: ${what}`, async () => {
      const { context } = writing();
      const earlier = Promise.withResolvers<void>();
      const busy = context.writes.run('other', () => earlier.promise);
      await write(context);
      earlier.resolve();
      await busy;
    });
  }
});

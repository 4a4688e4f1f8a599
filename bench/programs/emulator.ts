/** An emulated account with as many images as the first argument says. Ends with the process that forked it. */
import { startEmulator } from '../../test/emulator/emulator.ts';
import { trustPolicyOf } from '../../test/emulator/identities.ts';
import type { AccountAddress, AccountOptions } from '../account.ts';

const { images, versions, ...options } = JSON.parse(process.argv[2] ?? '') as AccountOptions;
const emulator = await startEmulator(options);
const imageName = 'notebook';
emulator.addImage({ name: imageName });
emulator.addContainerImage({ repository: imageName, tags: ['1.0'] });
// A container image of the kind that takes most calls to look into, and the role of all images.
emulator.addContainerImage({
  repository: imageName,
  tags: ['2.0'],
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  architectures: ['amd64', 'arm64'],
  scan: { counts: { MEDIUM: 3 } },
});
emulator.addRole({
  name: 'SageMakerImageRole',
  trustPolicy: trustPolicyOf({ Service: 'sagemaker.amazonaws.com' }),
});
for (let number = 1; number < images; number++) {
  emulator.addImage({ name: `team-image-${String(number).padStart(5, '0')}` });
}
for (let number = 1; number <= (versions?.images ?? 0); number++) {
  const name = `a-versioned-image-${number}`;
  emulator.addImage({ name });
  for (let version = 1; version <= (versions?.each ?? 0); version++) {
    emulator.addVersion({
      imageName: name,
      baseImage: `${emulator.registryHost}/${imageName}:1.0`,
      aliases: [`1.${version}`],
      JobType: 'NOTEBOOK_KERNEL',
      Processor: 'CPU',
    });
  }
}
const { url, region, credentials, registryHost } = emulator;
const address: AccountAddress = {
  url,
  region,
  credentials,
  imageName,
  baseImage: `${registryHost}/${imageName}:1.0`,
};
process.send?.(address);
process.once('disconnect', () => void emulator.close());

/**
 * A real Docker engine and a real registry behind ECR's host names, and an emulated account with an image to build
 * versions for. Ends with the process that forked it.
 */
import { startEmulator } from '../../test/emulator/emulator.ts';
import { startRig } from '../../test/docker/rig/rig.ts';
import type { WharfAddress } from '../wharf.ts';

const emulator = await startEmulator();
const rig = await startRig({ emulator });
const ended = async (): Promise<void> => {
  await rig.stop();
  await emulator.close();
};
process.once('disconnect', () => void ended());

const name = 'sagemaker-notebook';
for (const imageName of ['notebook', 'other-notebook']) emulator.addImage({ name: imageName });
emulator.addRepository({ name });
// What Studio gives its apps, whose builder is the one without a limit to what a command may print.
await rig.docker(['network', 'create', 'sagemaker']);
const { url, region, credentials, registryHost } = emulator;
const { authorizationToken } = emulator.registryTokens.issue(region);
const address: WharfAddress = {
  url,
  region,
  credentials,
  engineEnvironment: rig.environment,
  registryHost,
  password: Buffer.from(authorizationToken, 'base64').toString().slice('AWS:'.length),
  repository: `${registryHost}/${name}`,
  baseImage: await rig.addBaseImage(),
};
process.send?.(address);

import { distributionFloating, distributionUnsupported } from './distribution.ts';
import { fileIds } from './fileIds.ts';
import type { Rule } from './finding.ts';
import { inferencePort, serveCommand } from './inference.ts';
import { homeContent, reservedPath } from './paths.ts';
import { platform, platformMissing } from './platform.ts';
import { appEntrypoint, baseUrl, serverAddress } from './server.ts';
import { kernelMissing, nvidiaDriver } from './software.ts';
import { unifiedStudioBase, unifiedStudioEntrypoint } from './unifiedStudio.ts';
import { groupId, rootUser, userId } from './user.ts';

/** Every rule that looks at an image. `directive` is no such: it looks at the comments that are meant for us. */
export const rules: readonly Rule[] = [
  appEntrypoint,
  baseUrl,
  distributionFloating,
  distributionUnsupported,
  fileIds,
  groupId,
  homeContent,
  inferencePort,
  kernelMissing,
  nvidiaDriver,
  platform,
  platformMissing,
  reservedPath,
  rootUser,
  serveCommand,
  serverAddress,
  unifiedStudioBase,
  unifiedStudioEntrypoint,
  userId,
];

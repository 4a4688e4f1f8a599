/** CreateImageVersion as the extension does it: through its core and its bundle of the AWS SDK. */
import { parseContainerUri } from '../../src/core/containerUri.ts';
import { createVersion } from '../../src/core/create/createVersion.ts';
import { emptyDraft } from '../../src/core/create/draft.ts';
import type { CompleteDraft } from '../../src/core/create/draft.ts';
import type { Session } from '../../src/core/ports.ts';
import { Serial } from '../../src/core/serial.ts';
import { systemClock as clock } from '../../src/ui/clock.ts';
import { cloudOptions } from '../../test/support/cloudOptions.ts';
import { newVersionInput } from './target.ts';

type AwsModule = typeof import('../../src/aws/cloud.ts');

/** Loads the bundle, and opens the session of the default profile. */
export function openSession(): Promise<Session> {
  const { createCloud } = require('./aws.cjs') as AwsModule;
  return createCloud(cloudOptions()).openSession({});
}

export async function createOurVersion({ images, region }: Session): Promise<void> {
  await createVersion(
    newDraft(region),
    { images, clock, writes: new Serial(), pinDigest: true, onStage: () => undefined },
    new AbortController().signal,
  );
}

function newDraft(region: string): CompleteDraft {
  const { ImageName: name, BaseImage, ClientToken } = newVersionInput();
  const uri = parseContainerUri(BaseImage, region);
  if (!uri.ok) throw new Error(`${BaseImage} is no container image: ${uri.problem.code}`);
  return {
    ...emptyDraft(ClientToken),
    image: { name, isNew: false },
    container: { uri: uri.value, isTyped: true },
  };
}

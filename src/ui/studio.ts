import { access } from 'node:fs/promises';

/** Where SageMaker Studio tells its apps whose they are. */
const metadataFile = '/opt/ml/metadata/resource-metadata.json';

/** Whether this is an app of SageMaker Studio, whatever credentials are used in it. */
export async function isStudioApp(): Promise<boolean> {
  return access(metadataFile).then(
    () => true,
    () => false,
  );
}

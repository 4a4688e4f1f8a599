import { accountOf, versionNumberOf } from '../arn.ts';
import type { App, AppDetails } from './apps.ts';

/** An image of the account that an app was started with. */
interface OwnImage {
  readonly name: string;
  /** Undefined where only an alias names it, or nothing does. */
  readonly version: number | undefined;
}

/** @returns undefined where it is another account's, such as SageMaker's own, or is not told. */
export function ownImageOf({
  arn,
  imageArn = '',
  imageVersionArn = '',
}: Pick<AppDetails, 'arn' | 'imageArn' | 'imageVersionArn'>): OwnImage | undefined {
  const account = accountOf(imageArn);
  if (account === undefined || account !== accountOf(arn)) return undefined;
  // The name in a version's ARN may have been put in lower case.
  return {
    name: imageArn.slice(imageArn.lastIndexOf('/') + 1),
    version: versionNumberOf(imageVersionArn),
  };
}

/** Whether an app was started with an image of another account: one of SageMaker's own, as a rule. */
export function hasForeignImage({ arn, imageArn }: Pick<AppDetails, 'arn'> & Pick<App, 'imageArn'>): boolean {
  return imageArn !== undefined && accountOf(imageArn) !== accountOf(arn);
}

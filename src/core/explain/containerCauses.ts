import { causeOf, type Cause } from './cause.ts';
import type { ContainerEvidence } from './evidence.ts';

/** The one platform of SageMaker's apps: none of their instance types is another's (facts §5). */
const platform = 'linux/amd64';

/** Why a container image may not be pulled. What is not there now may have been there then, and the other way round. */
export function pullCauses(container: ContainerEvidence | undefined): readonly Cause[] {
  if (!container) return [];
  const { reference, isFound, status, isArtifact } = container;
  return [
    ...(isFound === false ? [causeOf('container.missing', 'likely', { reference })] : []),
    ...(status !== undefined && status !== 'ACTIVE'
      ? [causeOf('container.archived', 'likely', { reference, status })]
      : []),
    ...(isArtifact
      ? [causeOf('container.artifact', isFixed(reference) ? 'certain' : 'likely', { reference })]
      : []),
  ];
}

/** Whether it can not run on SageMaker's machines. @param isSaid whether a text tells so. */
export function platformCauses(container: ContainerEvidence | undefined, isSaid: boolean): readonly Cause[] {
  const { platforms, reference = '' } = container ?? {};
  if (!platforms) return isSaid ? [causeOf('container.platform', 'likely', { platforms: [] })] : [];
  const isRight = platforms.some((one) => one === platform || one.startsWith(`${platform}/`));
  if (!isRight)
    return [causeOf('container.platform', isFixed(reference) ? 'certain' : 'likely', { platforms })];
  // A program in it can be of another platform, or be a script that does not say what runs it.
  return isSaid ? [causeOf('container.platform', 'possible', { platforms })] : [];
}

/** A digest stands for the same thing for ever. */
function isFixed(reference: string): boolean {
  return reference.includes('@');
}

import { causeOf, type Cause } from './cause.ts';
import type { RoleEvidence } from './evidence.ts';

/** Terraform waits as long after it has made a role, as SageMaker fails with one that is newer (facts §6). */
const newSeconds = 60;

/**
 * Why a role may keep SageMaker from reading a container image: a permissions issue is a common cause of a version that
 * fails (AWS's guide, facts §6).
 * @param used when it was used.
 */
export function roleCauses(role: RoleEvidence | undefined, used: Date): readonly Cause[] {
  if (!role) return [causeOf('role.unchecked', 'possible', { roleArn: undefined })];
  return [...trustCauses(role), ...permissionCauses(role), ...newRoleCauses(role, used)];
}

function trustCauses({ arn: roleArn, trust }: RoleEvidence): readonly Cause[] {
  switch (trust) {
    case 'missing':
      return [causeOf('role.missing', 'likely', { roleArn })];
    case 'untrusted':
      return [causeOf('role.untrusted', 'likely', { roleArn })];
    case 'conditional':
      return [causeOf('role.conditional', 'possible', { roleArn })];
    default:
      return [];
  }
}

/** Not certain: it is a simulation, without the repository's own policy, and of now. */
function permissionCauses({ arn: roleArn, trust, decisions }: RoleEvidence): readonly Cause[] {
  if (trust === 'missing') return [];
  const actions = (decisions ?? [])
    .filter(({ decision }) => decision === 'denied')
    .map(({ action }) => action);
  if (actions.length > 0) return [causeOf('role.denied', 'likely', { roleArn, actions })];
  const isChecked = decisions?.every(({ decision }) => decision === 'allowed') ?? false;
  return isChecked ? [] : [causeOf('role.unchecked', 'possible', { roleArn })];
}

function newRoleCauses({ arn: roleArn, createdAt }: RoleEvidence, used: Date): readonly Cause[] {
  if (!createdAt) return [];
  const seconds = Math.round((used.getTime() - createdAt.getTime()) / 1000);
  return seconds >= 0 && seconds <= newSeconds ? [causeOf('role.new', 'possible', { roleArn, seconds })] : [];
}

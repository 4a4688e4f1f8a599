import type { ActionDecision } from '../../ports.ts';
import { hasImage, type Check } from '../check.ts';
import { ObstacleError } from '../evidence.ts';
import { pullPolicyFix } from '../policies.ts';

/**
 * Whether the image's role can pull from the repository, as IAM simulates its policies. The repository's own policy can
 * allow what they do not: it is never more than a warning.
 */
export const pullCheck: Check = {
  id: 'pull',
  appliesTo: hasImage,
  async run({ subject: { uri }, roleArn: readRoleArn, pullDecisions }, find) {
    const roleArn = await readRoleArn();
    const decisions = await pullDecisions();
    // That there is no such role, the check of its trust tells.
    if (!decisions) throw new ObstacleError({ kind: 'noRole' });
    const { repository } = uri;
    const denied = actionsOf(decisions, 'denied');
    if (denied.length > 0) {
      const facts = { roleArn, repository, actions: denied };
      return [find('role.cannotPull', facts, pullPolicyFix(roleArn, uri))];
    }
    const open = actionsOf(decisions, 'unknown');
    return open.length > 0 ? [find('role.pullDepends', { roleArn, repository, actions: open })] : [];
  },
};

function actionsOf(
  decisions: readonly ActionDecision[],
  wanted: ActionDecision['decision'],
): readonly string[] {
  return decisions.filter(({ decision }) => decision === wanted).map(({ action }) => action);
}

import { hasImage, type Check } from '../check.ts';
import { trustPolicyFix } from '../policies.ts';

/** Whether the image's role lets SageMaker assume it. A role that was created just now may not be known yet. */
export const trustCheck: Check = {
  id: 'trust',
  appliesTo: hasImage,
  async run({ roleArn: readRoleArn, trust }, find) {
    const roleArn = await readRoleArn();
    switch (await trust()) {
      case 'trusted':
        return [];
      case 'conditional':
        return [find('role.trustDepends', { roleArn })];
      case 'untrusted':
        return [find('role.untrusted', { roleArn }, trustPolicyFix(roleArn))];
      case undefined:
        return [find('role.missing', { roleArn })];
    }
  },
};

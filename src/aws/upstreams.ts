import { DescribePullThroughCacheRulesCommand, type PullThroughCacheRule } from '@aws-sdk/client-ecr';
import type { Registry } from '../core/ports.ts';
import { pages, signedCall, type SignedCaller } from './call.ts';
import type { Clients } from './clients.ts';

const pageSize = 1000;

/** What ECR calls the rule for repositories that no other one is for. */
const root = 'ROOT';

/** The registries that ECR caches: a pull through cache has a container image only once somebody has pulled it. */
export function createUpstreams(
  clients: Pick<Clients, 'ecrIn'>,
  caller: SignedCaller,
): Pick<Registry, 'findUpstream'> {
  return {
    async findUpstream({ accountId, name }, signal) {
      const rules = pages(async (nextToken) => {
        const command = new DescribePullThroughCacheRulesCommand({
          registryId: accountId,
          maxResults: pageSize,
          nextToken,
        });
        const subject = { operation: 'DescribePullThroughCacheRules' };
        const answer = await signedCall(caller, subject, signal, (options) =>
          clients.ecrIn(caller.region).send(command, options),
        );
        return { items: answer.pullThroughCacheRules ?? [], token: answer.nextToken };
      });
      for await (const page of rules) {
        const rule = page.find((one) => isOf(one, name));
        if (rule) return rule.upstreamRegistryUrl ?? rule.upstreamRegistry ?? rule.ecrRepositoryPrefix;
      }
      return undefined;
    },
  };
}

function isOf({ ecrRepositoryPrefix: prefix = '' }: PullThroughCacheRule, repository: string): boolean {
  return prefix === root || repository.startsWith(`${prefix.replace(/\/$/, '')}/`);
}

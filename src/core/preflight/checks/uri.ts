import type { ContainerUri } from '../../containerUri.ts';
import { partitionOf } from '../../partitions.ts';
import type { Check } from '../check.ts';
import type { Find, Finding } from '../finding.ts';
import { repositoryPolicyFix } from '../policies.ts';

/**
 * Whether it is in the session's account, region and partition. SageMaker wants it in the same region; of other
 * accounts nothing is documented.
 */
export const uriCheck: Check = {
  id: 'uri',
  async run({ subject: { uri }, sessionRegion, identity }, find) {
    const place = placeFinding(uri, sessionRegion, find);
    if (place) return [place];
    const { accountId } = await identity();
    if (accountId === uri.accountId) return [];
    const facts = { account: uri.accountId, sessionAccount: accountId };
    return [find('uri.account', facts, repositoryPolicyFix(uri, accountId))];
  },
};

function placeFinding(uri: ContainerUri, sessionRegion: string, find: Find): Finding | undefined {
  const { region, suffix } = uri;
  const here = partitionOf(sessionRegion);
  if (region !== sessionRegion) {
    const isOtherPartition = partitionOf(region).name !== here.name;
    const rewritten = { ...uri, region: sessionRegion, suffix: here.registrySuffix };
    const fix = { kind: 'rewriteUri', uri: rewritten } as const;
    return find(
      'uri.region',
      { region, sessionRegion, isOtherPartition },
      isOtherPartition ? undefined : fix,
    );
  }
  const expected = here.registrySuffix;
  if (suffix === expected) return undefined;
  return find(
    'uri.suffix',
    { region, suffix, expected },
    { kind: 'rewriteUri', uri: { ...uri, suffix: expected } },
  );
}

import type { Scan } from '../../ports.ts';
import { hasCode } from '../../errors.ts';
import type { Check } from '../check.ts';
import { ObstacleError, type Evidence } from '../evidence.ts';
import type { Find, Finding } from '../finding.ts';

const severe: ReadonlySet<string> = new Set(['CRITICAL', 'HIGH']);
const done: ReadonlySet<string> = new Set(['COMPLETE', 'ACTIVE']);

/** Which vulnerabilities were found in it. */
export const scanCheck: Check = {
  id: 'scan',
  async run(evidence, find) {
    const scan = await findScan(evidence);
    if (!scan) return [find('scan.none', {})];
    return done.has(scan.status) ? judge(scan, find) : [find('scan.unfinished', { status: scan.status })];
  },
};

function judge({ counts }: Scan, find: Find): readonly Finding[] {
  const found = Object.entries(counts).filter(([, count]) => count > 0);
  if (found.length === 0) return [];
  const isSevere = found.some(([severity]) => severe.has(severity));
  return [find(isSevere ? 'scan.severe' : 'scan.slight', { counts: Object.fromEntries(found) })];
}

/** Of an index, what it is an index of is scanned. */
async function findScan({ scan, manifest, scanOfMember }: Evidence): Promise<Scan | undefined> {
  const own = await scan().catch((error: unknown) => {
    if (hasCode(error, 'repository.notFound')) throw new ObstacleError({ kind: 'missing' });
    throw error;
  });
  if (own && own.status !== 'UNSUPPORTED_IMAGE') return own;
  const { platforms, image } = await manifest();
  return platforms.length > 0 && image ? scanOfMember(image.digest) : own;
}

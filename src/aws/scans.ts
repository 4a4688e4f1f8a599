import {
  DescribeImageScanFindingsCommand,
  type DescribeImageScanFindingsResponse,
} from '@aws-sdk/client-ecr';
import type { Registry, Scan } from '../core/ports.ts';
import { signedCall, type SignedCaller } from './call.ts';
import type { Clients } from './clients.ts';

/** Only for those answers that do not count; one page tells enough then. */
const pageSize = 1000;

/**
 * What scans have found. ECR's own new scanner puts nothing into DescribeImages, so that this is asked for apart.
 */
export function createScans(
  clients: Pick<Clients, 'ecrIn'>,
  caller: SignedCaller,
): Pick<Registry, 'findScan'> {
  return {
    async findScan(reference, signal) {
      const { accountId, repository } = reference;
      const command = new DescribeImageScanFindingsCommand({
        registryId: accountId,
        repositoryName: repository,
        imageId: 'tag' in reference ? { imageTag: reference.tag } : { imageDigest: reference.digest },
        maxResults: pageSize,
      });
      const subject = { operation: 'DescribeImageScanFindings', repository };
      try {
        const answer = await signedCall(caller, subject, signal, (options) =>
          clients.ecrIn(caller.region).send(command, options),
        );
        return scanOf(answer);
      } catch (error) {
        if (isNoScan(error)) return undefined;
        throw error;
      }
    },
  };
}

function scanOf({ imageScanStatus, imageScanFindings }: DescribeImageScanFindingsResponse): Scan {
  const { findingSeverityCounts, findings = [], enhancedFindings = [] } = imageScanFindings ?? {};
  const counts: Record<string, number> = { ...findingSeverityCounts };
  if (!findingSeverityCounts) {
    for (const { severity = 'UNDEFINED' } of [...findings, ...enhancedFindings]) {
      counts[severity] = (counts[severity] ?? 0) + 1;
    }
  }
  return { status: imageScanStatus?.status ?? '', counts };
}

function isNoScan(error: unknown): boolean {
  const cause: unknown = error instanceof Error ? error.cause : undefined;
  const name = cause instanceof Error ? cause.name : undefined;
  return name === 'ScanNotFoundException' || name === 'ImageNotFoundException';
}

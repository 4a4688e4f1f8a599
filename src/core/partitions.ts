/** A part of AWS that shares nothing with the others: neither accounts nor credentials. */
export interface Partition {
  /** As in ARNs. */
  readonly name: string;
  /** What the hosts of its registries end in. */
  readonly registrySuffix: string;
}

const standard: Partition = { name: 'aws', registrySuffix: 'amazonaws.com' };

/** By how the names of their regions begin. */
const others: Readonly<Record<string, Partition>> = {
  'cn-': { name: 'aws-cn', registrySuffix: 'amazonaws.com.cn' },
  'us-gov-': { name: 'aws-us-gov', registrySuffix: 'amazonaws.com' },
  'eusc-': { name: 'aws-eusc', registrySuffix: 'amazonaws.eu' },
  'us-iso-': { name: 'aws-iso', registrySuffix: 'c2s.ic.gov' },
  'us-isob-': { name: 'aws-iso-b', registrySuffix: 'sc2s.sgov.gov' },
  'eu-isoe-': { name: 'aws-iso-e', registrySuffix: 'cloud.adc-e.uk' },
  'us-isof-': { name: 'aws-iso-f', registrySuffix: 'csp.hci.ic.gov' },
};

export function partitionOf(region: string): Partition {
  const found = Object.entries(others).find(([prefix]) => region.startsWith(prefix));
  return found?.[1] ?? standard;
}

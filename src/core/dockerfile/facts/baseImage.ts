import { isEcrHost } from '../../containerUri.ts';

/** What an image name says. */
export interface BaseImage {
  /** As the `FROM` has it, its variables replaced. */
  readonly reference: string;
  /** The repository without a registry that only mirrors Docker Hub's own images. */
  readonly name: string;
  readonly tag: string | undefined;
  readonly hasDigest: boolean;
  readonly kind: BaseKind;
}

/**
 * - `plain`: an operating system or a language, run by root, without a server or a notebook
 * - `distribution`: Amazon SageMaker Distribution
 * - `notebook`: Jupyter's own images
 * - `other`: nothing is known of it
 */
export type BaseKind = 'plain' | 'distribution' | 'notebook' | 'other';

/** Images that are run by root, and have neither a notebook nor its kernel. */
const plainImages = new Set([
  'almalinux',
  'amazonlinux',
  'buildpack-deps',
  'centos',
  'condaforge/mambaforge',
  'condaforge/miniforge3',
  'continuumio/miniconda3',
  'debian',
  'fedora',
  'nvcr.io/nvidia/cuda',
  'nvidia/cuda',
  'public.ecr.aws/amazonlinux/amazonlinux',
  'public.ecr.aws/debian/debian',
  'public.ecr.aws/ubuntu/ubuntu',
  'python',
  'rockylinux',
  'ubuntu',
]);

/** Docker Hub's official images by all their names. */
const officialPrefix =
  /^(?:(?:index\.)?docker\.io\/(?:library\/)?|library\/|public\.ecr\.aws\/docker\/library\/)/;

/** Reads the name of an image, with its variables replaced. */
export function readBaseImage(reference: string): BaseImage {
  const [beforeDigest = '', digest] = reference.split('@', 2);
  // A colon before a slash is a port's.
  const colon = beforeDigest.indexOf(':', beforeDigest.lastIndexOf('/') + 1);
  const repository = colon === -1 ? beforeDigest : beforeDigest.slice(0, colon);
  const name = repository.replace(officialPrefix, '');
  return {
    reference,
    name,
    tag: colon === -1 ? undefined : beforeDigest.slice(colon + 1),
    hasDigest: digest !== undefined,
    kind: kindOf(name),
  };
}

function kindOf(name: string): BaseKind {
  if (isDistribution(name)) return 'distribution';
  if (/^(?:quay\.io\/)?jupyter\/[\w.-]+$/.test(name)) return 'notebook';
  return plainImages.has(name) ? 'plain' : 'other';
}

/** By its own name, or by that of a private registry that mirrors it. */
function isDistribution(name: string): boolean {
  const [host = ''] = name.split('/', 1);
  const isMirror = host === 'public.ecr.aws' || isEcrHost(host);
  return isMirror && name.endsWith('/sagemaker/sagemaker-distribution');
}

/** The environment that an image of ours brings along, as far as it says who the user is. */
export function environmentOf(kind: BaseKind): Readonly<Record<string, string>> {
  switch (kind) {
    case 'distribution':
      return { MAMBA_USER: 'sagemaker-user', USER: 'sagemaker-user' };
    case 'notebook':
      return { NB_USER: 'jovyan', NB_UID: '1000', NB_GID: '100', HOME: '/home/jovyan' };
    case 'plain':
    case 'other':
      return {};
  }
}

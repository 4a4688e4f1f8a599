/** What requests to a registry mean to ECR, which names the permission for each. */
export type RegistryAction =
  | 'signIn'
  | 'BatchCheckLayerAvailability'
  | 'BatchGetImage'
  | 'CompleteLayerUpload'
  | 'GetDownloadUrlForLayer'
  | 'InitiateLayerUpload'
  | 'ListImages'
  | 'PutImage'
  | 'UploadLayerPart';

export interface RegistryCall {
  readonly action: RegistryAction;
  readonly repository: string;
  /** What stands behind the repository. */
  readonly rest: string;
}

const paths: readonly (readonly [RegExp, Readonly<Record<string, RegistryAction>>])[] = [
  [/^(.+)\/(tags\/list)$/, { GET: 'ListImages' }],
  [/^(.+)\/(manifests\/[^/]+)$/, { GET: 'BatchGetImage', HEAD: 'BatchGetImage', PUT: 'PutImage' }],
  [
    /^(.+)\/(blobs\/uploads\/[^/]*)$/,
    {
      POST: 'InitiateLayerUpload',
      PATCH: 'UploadLayerPart',
      PUT: 'CompleteLayerUpload',
      GET: 'UploadLayerPart',
      DELETE: 'UploadLayerPart',
    },
  ],
  [/^(.+)\/(blobs\/[^/]+)$/, { GET: 'GetDownloadUrlForLayer', HEAD: 'BatchCheckLayerAvailability' }],
];

/** @returns undefined when the path is none of a registry's */
export function readCall(method: string, path: string): RegistryCall | undefined {
  if (path === '/v2/' || path === '/v2') return { action: 'signIn', repository: '', rest: '' };
  if (!path.startsWith('/v2/')) return undefined;
  for (const [pattern, actions] of paths) {
    const [, repository, rest] = pattern.exec(path.slice('/v2/'.length)) ?? [];
    const action = actions[method];
    if (repository !== undefined && rest !== undefined && action) return { action, repository, rest };
  }
  return undefined;
}

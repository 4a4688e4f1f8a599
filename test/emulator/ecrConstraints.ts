/** What Amazon ECR accepts and returns for repositories, the images in them, and the passwords of its registries. */

import { boolean, double, enumeration, integer, list, map, string, structure, timestamp } from './shapes.ts';
import type { OperationTable } from './shapes.ts';

const registryId = string({ pattern: '[0-9]{12}' });
const repositoryName = string({
  min: 2,
  max: 256,
  pattern: String.raw`[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*`,
});
const text = string();
const imageTag = string({ min: 1, max: 300 });
const imageIdentifier = structure({}, { imageDigest: text, imageTag });
const imageIdentifiers = list(imageIdentifier, { min: 1, max: 100 });
const layerDigest = string({ pattern: '[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+' });
const paging = { nextToken: text, maxResults: integer({ min: 1, max: 1000 }) };
const filter = structure(
  {},
  {
    tagStatus: enumeration('TAGGED', 'UNTAGGED', 'ANY'),
    imageStatus: enumeration('ACTIVE', 'ARCHIVED', 'ACTIVATING', 'ANY'),
  },
);

const mutabilityExclusion = structure(
  {
    filterType: enumeration('WILDCARD'),
    filter: string({ min: 1, max: 128, pattern: '^[0-9a-zA-Z._*-]{1,128}$' }),
  },
  {},
);
const repositorySettings = {
  imageTagMutability: enumeration(
    'MUTABLE',
    'IMMUTABLE',
    'IMMUTABLE_WITH_EXCLUSION',
    'MUTABLE_WITH_EXCLUSION',
  ),
  imageTagMutabilityExclusionFilters: list(mutabilityExclusion, { min: 1, max: 5 }),
  imageScanningConfiguration: structure({}, { scanOnPush: boolean }),
  encryptionConfiguration: structure(
    { encryptionType: enumeration('AES256', 'KMS', 'KMS_DSSE') },
    { kmsKey: string({ min: 1, max: 2048 }) },
  ),
};
const repository = structure(
  {},
  {
    repositoryArn: text,
    registryId,
    repositoryName,
    repositoryUri: text,
    createdAt: timestamp,
    ...repositorySettings,
  },
);
const tag = structure({ Key: text, Value: text }, {});

const authorizationData = structure(
  {},
  { authorizationToken: string({ pattern: String.raw`^\S+$` }), expiresAt: timestamp, proxyEndpoint: text },
);

const scanStatus = structure(
  {},
  {
    status: enumeration(
      'IN_PROGRESS',
      'COMPLETE',
      'FAILED',
      'UNSUPPORTED_IMAGE',
      'ACTIVE',
      'PENDING',
      'SCAN_ELIGIBILITY_EXPIRED',
      'FINDINGS_UNAVAILABLE',
      'LIMIT_EXCEEDED',
      'IMAGE_ARCHIVED',
    ),
    description: text,
  },
);
const severity = enumeration('INFORMATIONAL', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL', 'UNDEFINED');
const scanFindings = structure(
  {},
  {
    imageScanCompletedAt: timestamp,
    vulnerabilitySourceUpdatedAt: timestamp,
    findingSeverityCounts: map(severity, integer({ min: 0 })),
  },
);
const texts = list(text);
const cvssScore = structure({}, { baseScore: double, scoringVector: text, source: text, version: text });
const cvssDetails = structure(
  {},
  {
    adjustments: list(structure({}, { metric: text, reason: text })),
    score: double,
    scoreSource: text,
    scoringVector: text,
    version: text,
  },
);
const vulnerablePackage = structure(
  {},
  {
    arch: text,
    epoch: integer(),
    filePath: text,
    name: text,
    packageManager: text,
    release: text,
    sourceLayerHash: text,
    version: text,
    fixedInVersion: text,
  },
);
const vulnerability = structure(
  {},
  {
    cvss: list(cvssScore),
    referenceUrls: texts,
    relatedVulnerabilities: texts,
    source: text,
    sourceUrl: text,
    vendorCreatedAt: timestamp,
    vendorSeverity: text,
    vendorUpdatedAt: timestamp,
    vulnerabilityId: text,
    vulnerablePackages: list(vulnerablePackage),
  },
);
const scannedImage = structure(
  {},
  {
    architecture: text,
    author: text,
    imageHash: text,
    imageTags: list(imageTag),
    platform: text,
    pushedAt: timestamp,
    lastInUseAt: timestamp,
    inUseCount: integer({ min: 0 }),
    registry: registryId,
    repositoryName,
  },
);
/** What ECR itself has found. */
const basicFinding = structure(
  {},
  {
    name: text,
    description: text,
    uri: text,
    severity,
    attributes: list(
      structure({ key: string({ min: 1, max: 128 }) }, { value: string({ min: 1, max: 256 }) }),
      { min: 0, max: 50 },
    ),
  },
);
/** What Amazon Inspector has found. */
const enhancedFinding = structure(
  {},
  {
    awsAccountId: registryId,
    description: text,
    findingArn: text,
    firstObservedAt: timestamp,
    lastObservedAt: timestamp,
    packageVulnerabilityDetails: vulnerability,
    remediation: structure({}, { recommendation: structure({}, { url: text, text }) }),
    resources: list(
      structure(
        {},
        {
          details: structure({}, { awsEcrContainerImage: scannedImage }),
          id: text,
          tags: map(text, text),
          type: text,
        },
      ),
    ),
    score: double,
    scoreDetails: structure({}, { cvss: cvssDetails }),
    severity: text,
    status: text,
    title: text,
    type: text,
    updatedAt: timestamp,
    fixAvailable: text,
    exploitAvailable: text,
  },
);
const imageScanFindings = structure(
  {},
  {
    imageScanCompletedAt: timestamp,
    vulnerabilitySourceUpdatedAt: timestamp,
    findingSeverityCounts: map(severity, integer({ min: 0 })),
    findings: list(basicFinding),
    enhancedFindings: list(enhancedFinding),
  },
);
const imageDetail = structure(
  {},
  {
    registryId,
    repositoryName,
    imageDigest: text,
    imageTags: list(imageTag),
    imageSizeInBytes: integer(),
    imagePushedAt: timestamp,
    imageScanStatus: scanStatus,
    imageScanFindingsSummary: scanFindings,
    imageManifestMediaType: text,
    artifactMediaType: text,
    lastRecordedPullTime: timestamp,
    subjectManifestDigest: text,
    imageStatus: enumeration('ACTIVE', 'ARCHIVED', 'ACTIVATING'),
    lastArchivedAt: timestamp,
    lastActivatedAt: timestamp,
  },
);
const image = structure(
  {},
  {
    registryId,
    repositoryName,
    imageId: imageIdentifier,
    imageManifest: string({ min: 1, max: 4_194_304 }),
    imageManifestMediaType: text,
  },
);
const imageFailure = structure(
  {},
  {
    imageId: imageIdentifier,
    failureCode: enumeration(
      'InvalidImageDigest',
      'InvalidImageTag',
      'ImageTagDoesNotMatchDigest',
      'ImageNotFound',
      'MissingDigestAndTag',
      'ImageReferencedByManifestList',
      'KmsError',
      'UpstreamAccessDenied',
      'UpstreamTooManyRequests',
      'UpstreamUnavailable',
      'ImageInaccessible',
    ),
    failureReason: text,
  },
);
const cacheRulePrefix = string({
  min: 2,
  max: 30,
  pattern: String.raw`^([a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*\/?|ROOT)$`,
});
const cacheRule = structure(
  {},
  {
    ecrRepositoryPrefix: cacheRulePrefix,
    upstreamRegistryUrl: text,
    createdAt: timestamp,
    registryId,
    upstreamRepositoryPrefix: cacheRulePrefix,
    upstreamRegistry: enumeration(
      'ecr',
      'ecr-public',
      'quay',
      'k8s',
      'docker-hub',
      'github-container-registry',
      'azure-container-registry',
      'gitlab-container-registry',
      'chainguard',
    ),
    credentialArn: string({
      min: 50,
      max: 612,
      pattern: String.raw`^arn:aws(-\w+)*:secretsmanager:[a-zA-Z0-9-:]+:secret:ecr\-pullthroughcache\/[a-zA-Z0-9\/_+=.@-]+$`,
    }),
    customRoleArn: string({ max: 2048 }),
    updatedAt: timestamp,
  },
);
const commonErrors = ['ServerException', 'InvalidParameterException', 'RepositoryNotFoundException'];

/** The constraint table of the ECR operations that are emulated. */
export const ecrOperations = {
  DescribeRepositories: {
    input: structure(
      {},
      { registryId, repositoryNames: list(repositoryName, { min: 1, max: 100 }), ...paging },
    ),
    output: structure({}, { repositories: list(repository), nextToken: text }),
    errors: commonErrors,
  },
  DescribeImages: {
    input: structure({ repositoryName }, { registryId, imageIds: imageIdentifiers, ...paging, filter }),
    output: structure({}, { imageDetails: list(imageDetail), nextToken: text }),
    errors: [...commonErrors, 'ImageNotFoundException'],
  },
  ListImages: {
    input: structure({ repositoryName }, { registryId, ...paging, filter }),
    output: structure({}, { imageIds: imageIdentifiers, nextToken: text }),
    errors: commonErrors,
  },
  BatchGetImage: {
    input: structure(
      { repositoryName, imageIds: imageIdentifiers },
      { registryId, acceptedMediaTypes: list(text, { min: 1, max: 100 }) },
    ),
    output: structure({}, { images: list(image), failures: list(imageFailure) }),
    errors: [...commonErrors, 'LimitExceededException', 'UnableToGetUpstreamImageException'],
  },
  GetDownloadUrlForLayer: {
    input: structure({ repositoryName, layerDigest }, { registryId }),
    output: structure({}, { downloadUrl: text, layerDigest }),
    errors: [
      ...commonErrors,
      'LayersNotFoundException',
      'LayerInaccessibleException',
      'UnableToGetUpstreamLayerException',
    ],
  },
  DescribeImageScanFindings: {
    input: structure({ repositoryName, imageId: imageIdentifier }, { registryId, ...paging }),
    output: structure(
      {},
      {
        registryId,
        repositoryName,
        imageId: imageIdentifier,
        imageScanStatus: scanStatus,
        imageScanFindings,
        nextToken: text,
      },
    ),
    errors: [...commonErrors, 'ImageNotFoundException', 'ScanNotFoundException', 'ValidationException'],
  },
  DescribePullThroughCacheRules: {
    input: structure(
      {},
      { registryId, ecrRepositoryPrefixes: list(cacheRulePrefix, { min: 1, max: 100 }), ...paging },
    ),
    output: structure({}, { pullThroughCacheRules: list(cacheRule), nextToken: text }),
    errors: [
      'ServerException',
      'InvalidParameterException',
      'ValidationException',
      'PullThroughCacheRuleNotFoundException',
    ],
  },
  CreateRepository: {
    input: structure({ repositoryName }, { registryId, tags: list(tag), ...repositorySettings }),
    output: structure({}, { repository }),
    errors: [
      'ServerException',
      'InvalidParameterException',
      'InvalidTagParameterException',
      'TooManyTagsException',
      'RepositoryAlreadyExistsException',
      'LimitExceededException',
      'KmsException',
    ],
  },
  GetAuthorizationToken: {
    input: structure({}, { registryIds: list(registryId, { min: 1, max: 10 }) }),
    output: structure({}, { authorizationData: list(authorizationData) }),
    errors: ['ServerException', 'InvalidParameterException'],
    isInEveryRegion: true,
  },
} satisfies OperationTable;

/** The constraint table of Amazon ECR Public, in so far as it is emulated. */
export const ecrPublicOperations = {
  GetAuthorizationToken: {
    input: structure({}, {}),
    output: structure(
      {},
      {
        authorizationData: structure(
          {},
          { authorizationToken: string({ pattern: String.raw`^\S+$` }), expiresAt: timestamp },
        ),
      },
    ),
    errors: ['ServerException', 'InvalidParameterException', 'UnsupportedCommandException'],
  },
} satisfies OperationTable;

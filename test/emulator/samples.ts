/** A believable account: what the demo shows and the screenshots are taken of. */

import type { Architecture, ContainerConfig, ImageLayer, ManifestMediaType } from './containerImage.ts';
import type { Emulator, SeededImage, SeededVersion } from './emulator.ts';
import { trustPolicyOf } from './identities.ts';
import type { NewRole } from './identities.ts';
import type { ImageStatus, ScanResult } from './repositoryStore.ts';

const oci: ManifestMediaType = 'application/vnd.oci.image.manifest.v1+json';
const gigabyte = 1_000_000_000;

interface Push {
  readonly tags: readonly string[];
  readonly daysAgo: number;
  readonly gigabytes: number;
  readonly mediaType?: ManifestMediaType;
  readonly architectures?: readonly [Architecture, ...Architecture[]];
  readonly config?: ContainerConfig;
  readonly layers?: readonly ImageLayer[];
  readonly status?: ImageStatus;
  readonly scan?: ScanResult;
}

type SampleVersion = Omit<SeededVersion, 'imageName' | 'baseImage' | 'createdAt'> & {
  /** Repository and tag. */
  readonly from: string;
  readonly daysAgo: number;
};

interface SampleImage extends Omit<SeededImage, 'createdAt'> {
  readonly daysAgo: number;
  readonly versions: readonly SampleVersion[];
}

/** The base of the notebooks: what two of them have in common. */
const notebookLayers: readonly ImageLayer[] = [
  { identity: 'ubuntu', sizeInBytes: 30_400_000, createdBy: 'ADD file:5d68d27cc15a80653 in /' },
  {
    identity: 'conda',
    sizeInBytes: 412_000_000,
    createdBy: 'RUN |1 CONDA_TOKEN=cio-3f6a /bin/sh -c install-conda # buildkit',
  },
  {
    identity: 'jupyter',
    sizeInBytes: 655_000_000,
    createdBy: 'RUN /bin/sh -c pip install jupyterlab # buildkit',
  },
];
const newNotebookLayers: readonly ImageLayer[] = [
  ...notebookLayers.slice(0, 2),
  {
    identity: 'jupyter 4.4',
    sizeInBytes: 671_000_000,
    createdBy: 'RUN /bin/sh -c pip install jupyterlab==4.4 # buildkit',
  },
];
const notebookConfig: ContainerConfig = {
  User: '1000',
  Env: ['PATH=/opt/conda/bin:/usr/local/bin:/usr/bin:/bin', 'CHURN_STORE=s3://churn-features'],
  Entrypoint: ['entrypoint-jupyter-server'],
  WorkingDir: '/home/sagemaker-user',
  ExposedPorts: { '8888/tcp': {} },
  Labels: { 'org.opencontainers.image.source': 'https://git.example.com/data-science/churn-notebook' },
};
const newNotebookConfig: ContainerConfig = {
  ...notebookConfig,
  Env: [...(notebookConfig.Env ?? []), 'PANDAS_COPY_ON_WRITE=1'],
  Cmd: ['--ServerApp.base_url=/jupyterlab/default'],
};
const codeEditorConfig: ContainerConfig = {
  User: '1000',
  Entrypoint: ['entrypoint-code-editor'],
  WorkingDir: '/home/sagemaker-user',
  ExposedPorts: { '8888/tcp': {} },
};
const trainingConfig: ContainerConfig = {
  User: 'root',
  Entrypoint: ['python', '/opt/ml/code/train.py'],
  Env: ['SAGEMAKER_PROGRAM=train.py'],
  WorkingDir: '/opt/ml/code',
};

const wasScanned: ScanResult = { counts: { MEDIUM: 4, LOW: 11, INFORMATIONAL: 3 } };
const oldNotebook = { config: notebookConfig, layers: notebookLayers, scan: wasScanned };
const newNotebook = {
  mediaType: oci,
  config: newNotebookConfig,
  layers: newNotebookLayers,
  scan: { counts: { LOW: 6 } },
} as const;

/** The older of two pushes stands first, so that a tag ends on the newer one. */
const repositories: Readonly<Record<string, readonly Push[]>> = {
  'data-science/churn-notebook': [
    { tags: ['1.0.0'], daysAgo: 212, gigabytes: 2.1, ...oldNotebook },
    { tags: ['1.1.0'], daysAgo: 160, gigabytes: 2.2, ...oldNotebook, status: 'ARCHIVED' },
    { tags: ['1.2.0'], daysAgo: 96, gigabytes: 2.4, ...oldNotebook },
    { tags: [], daysAgo: 61, gigabytes: 2.4, ...oldNotebook },
    {
      tags: ['1.3.0'],
      daysAgo: 60,
      gigabytes: 2.4,
      ...oldNotebook,
      scan: { counts: { CRITICAL: 2, HIGH: 9, MEDIUM: 31, LOW: 12 } },
    },
    { tags: ['1.3.1', 'stable'], daysAgo: 33, gigabytes: 2.4, ...oldNotebook },
    { tags: ['1.4.0-rc1'], daysAgo: 12, gigabytes: 2.6, ...newNotebook },
    { tags: ['1.4.0-rc1-arm64'], daysAgo: 12, gigabytes: 2.5, ...newNotebook, architectures: ['arm64'] },
    { tags: ['1.4.0'], daysAgo: 5, gigabytes: 2.6, ...newNotebook },
    { tags: [], daysAgo: 2, gigabytes: 2.6, ...newNotebook },
    {
      tags: ['1.5.0-dev', 'latest'],
      daysAgo: 0.1,
      gigabytes: 2.7,
      ...newNotebook,
      scan: { status: 'IN_PROGRESS' },
    },
  ],
  'research/genomics-gpu': [
    { tags: ['2024.2'], daysAgo: 140, gigabytes: 8.9 },
    { tags: ['2025.1'], daysAgo: 71, gigabytes: 9.3 },
    {
      tags: ['2025.2-cuda12', 'latest'],
      daysAgo: 9,
      gigabytes: 9.8,
      scan: { isEnhanced: true, counts: { HIGH: 3, MEDIUM: 17 } },
    },
  ],
  'fraud/training': [
    { tags: ['0.9.0'], daysAgo: 48, gigabytes: 3.3, config: trainingConfig },
    { tags: ['0.9.1'], daysAgo: 31, gigabytes: 3.3, config: trainingConfig },
    { tags: [], daysAgo: 8, gigabytes: 3.4, config: trainingConfig },
    { tags: ['0.10.0'], daysAgo: 1.2, gigabytes: 3.4, config: trainingConfig },
    // Nothing is wrong with it, and no version has it yet.
    {
      tags: ['0.11.0', 'latest'],
      daysAgo: 0.2,
      gigabytes: 3.4,
      config: trainingConfig,
      scan: { counts: {} },
    },
  ],
  'platform/code-editor': [
    { tags: ['3.0.2'], daysAgo: 84, gigabytes: 1.6, config: codeEditorConfig },
    {
      tags: ['3.1.0', 'latest'],
      daysAgo: 19,
      gigabytes: 1.7,
      mediaType: oci,
      architectures: ['amd64', 'arm64'],
      config: codeEditorConfig,
    },
    {
      tags: ['3.2.0-graviton'],
      daysAgo: 3,
      gigabytes: 1.7,
      architectures: ['arm64'],
      config: codeEditorConfig,
    },
  ],
};

const notebook: Pick<SampleVersion, 'JobType' | 'Processor' | 'ProgrammingLang' | 'VendorGuidance'> = {
  JobType: 'NOTEBOOK_KERNEL',
  Processor: 'CPU',
  ProgrammingLang: 'Python 3.12',
  VendorGuidance: 'STABLE',
};
const gpuNotebook = { ...notebook, Processor: 'GPU', MLFramework: 'PyTorch 2.6' } as const;
const training = { ...notebook, JobType: 'TRAINING', MLFramework: 'XGBoost 2.1' } as const;

const images: readonly SampleImage[] = [
  {
    name: 'churn-notebook',
    displayName: 'Churn notebook',
    description: 'JupyterLab with the customer churn feature store client and pandas 2',
    daysAgo: 210,
    versions: [
      {
        from: 'data-science/churn-notebook:1.0.0',
        daysAgo: 210,
        aliases: ['1.0.0'],
        ...notebook,
        VendorGuidance: 'ARCHIVED',
      },
      {
        from: 'data-science/churn-notebook:1.2.0',
        daysAgo: 95,
        aliases: ['1.2.0'],
        ...notebook,
        VendorGuidance: 'TO_BE_ARCHIVED',
      },
      {
        from: 'data-science/churn-notebook:1.3.1',
        daysAgo: 32,
        aliases: ['1.3.1', 'stable'],
        ...notebook,
        ReleaseNotes: 'Fixes the time zone of the feature store client.',
      },
      {
        from: 'data-science/churn-notebook:1.4.1',
        daysAgo: 6,
        status: 'CREATE_FAILED',
        failureReason:
          'The container image data-science/churn-notebook:1.4.1 does not exist, or the role SageMakerImageRole can not read it.',
        ...notebook,
      },
      {
        from: 'data-science/churn-notebook:1.4.0',
        daysAgo: 4.8,
        aliases: ['1.4.0', 'latest'],
        ...notebook,
        ReleaseNotes: 'pandas 2.3, JupyterLab 4.4, and half the start-up time.',
      },
      { from: 'data-science/churn-notebook:1.5.0-dev', daysAgo: 0.001, status: 'CREATING', ...notebook },
    ],
  },
  {
    name: 'genomics-gpu',
    displayName: 'Genomics (GPU)',
    description: 'Variant calling with CUDA 12 and Parabricks tools',
    daysAgo: 139,
    versions: [
      { from: 'research/genomics-gpu:2024.2', daysAgo: 139, aliases: ['2024.2'], ...gpuNotebook },
      { from: 'research/genomics-gpu:2025.1', daysAgo: 70, aliases: ['2025.1'], ...gpuNotebook },
      {
        from: 'research/genomics-gpu:2025.2-cuda12',
        daysAgo: 8.9,
        aliases: ['2025.2', 'latest'],
        ...gpuNotebook,
        ReleaseNotes: 'CUDA 12.6.',
      },
    ],
  },
  {
    name: 'fraud-training',
    displayName: 'Fraud training',
    description: 'Distributed training of the card fraud models',
    daysAgo: 47,
    versions: [
      { from: 'fraud/training:0.9.0', daysAgo: 47, aliases: ['0.9.0'], ...training },
      { from: 'fraud/training:0.9.1', daysAgo: 30, aliases: ['0.9.1'], ...training, Horovod: true },
      {
        from: 'fraud/training:0.10.0',
        daysAgo: 1.1,
        aliases: ['0.10.0', 'candidate'],
        ...training,
        Horovod: true,
      },
    ],
  },
  {
    name: 'fraud-inference',
    displayName: 'Fraud inference',
    description: 'Serves the card fraud models',
    daysAgo: 30,
    versions: [
      { from: 'fraud/training:0.9.1', daysAgo: 29, aliases: ['1.0.0'], ...training, JobType: 'INFERENCE' },
    ],
  },
  {
    name: 'codeeditor-base',
    displayName: 'Code Editor base',
    description: "The platform team's base for Code Editor spaces",
    daysAgo: 83,
    versions: [
      { from: 'platform/code-editor:3.0.2', daysAgo: 83, aliases: ['3.0.2'], ...notebook },
      { from: 'platform/code-editor:3.1.0', daysAgo: 18, aliases: ['3.1.0', 'latest'], ...notebook },
    ],
  },
  {
    name: 'geo-sandbox',
    description: 'Raster and vector tools, to try out',
    status: 'CREATE_FAILED',
    failureReason: 'The role GeoSandboxRole can not be assumed by sagemaker.amazonaws.com.',
    daysAgo: 15,
    versions: [],
  },
];

interface SampleRole extends Pick<NewRole, 'name' | 'path' | 'description'> {
  readonly daysAgo: number;
  /** The services that may take it on. */
  readonly services: string | readonly string[];
}

const sagemaker = 'sagemaker.amazonaws.com';

/** The first three are for SageMaker; the next one is as well, but not for anybody to choose. */
const roles: readonly SampleRole[] = [
  {
    name: 'SageMakerImageRole',
    description: 'Reads the container images of SageMaker images',
    daysAgo: 300,
    services: sagemaker,
  },
  {
    name: 'AmazonSageMaker-ExecutionRole-20250612T101530',
    path: '/service-role/',
    description: 'SageMaker execution role created from the SageMaker AWS Management Console.',
    daysAgo: 250,
    services: sagemaker,
  },
  {
    name: 'MlPlatformPipelines',
    path: '/ml-platform/',
    daysAgo: 120,
    services: ['lambda.amazonaws.com', sagemaker, 'states.amazonaws.com'],
  },
  {
    name: 'AWSServiceRoleForAmazonSageMakerNotebooks',
    path: '/aws-service-role/sagemaker.amazonaws.com/',
    daysAgo: 260,
    services: sagemaker,
  },
  { name: 'GeoSandboxRole', daysAgo: 16, services: 'ec2.amazonaws.com' },
  { name: 'NightlyImageBuild', path: '/ci/', daysAgo: 200, services: ['codebuild.amazonaws.com'] },
];

/** Fills an account with repositories, images, versions and roles whose ages are counted from now. */
export function addSamples(emulator: Emulator, now = new Date()): void {
  for (const role of roles) addRole(emulator, now, role);
  for (const [name, pushes] of Object.entries(repositories)) addRepository(emulator, now, name, pushes);
  for (const { daysAgo, versions, ...image } of images) {
    emulator.addImage({ ...image, createdAt: before(now, daysAgo) });
    for (const version of versions) addVersion(emulator, now, image.name, version);
  }
}

function addRole(emulator: Emulator, now: Date, { daysAgo, services, ...role }: SampleRole): void {
  const trustPolicy = trustPolicyOf({ Service: services });
  emulator.addRole({ ...role, trustPolicy, trusts: [], createdAt: before(now, daysAgo) });
}

function addRepository(emulator: Emulator, now: Date, name: string, pushes: readonly Push[]): void {
  const age = Math.max(...pushes.map(({ daysAgo }) => daysAgo));
  emulator.addRepository({ name, createdAt: before(now, age + 1), scanOnPush: true });
  for (const { daysAgo, gigabytes, ...push } of pushes) {
    const pushedAt = before(now, daysAgo);
    const sizeInBytes = Math.round(gigabytes * gigabyte);
    emulator.addContainerImage({ ...push, repository: name, pushedAt, sizeInBytes });
  }
}

function addVersion(
  emulator: Emulator,
  now: Date,
  imageName: string,
  { from, daysAgo, ...version }: SampleVersion,
): void {
  const baseImage = `${emulator.registryHost}/${from}`;
  emulator.addVersion({ ...version, imageName, baseImage, createdAt: before(now, daysAgo) });
}

function before(now: Date, days: number): Date {
  return new Date(now.getTime() - days * 24 * 60 * 60 * 1000);
}

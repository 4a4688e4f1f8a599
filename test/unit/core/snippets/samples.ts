/** Sources of snippets, from the smallest to such that mean harm, and what SageMaker has when their snippet has run. */

import assert from 'node:assert/strict';
import {
  DescribeImageCommand,
  DescribeImageVersionCommand,
  ListAliasesCommand,
  ListImagesCommand,
  ListImageVersionsCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import type { SnippetSource } from '../../../../src/core/snippets/source.ts';
import type { Emulator } from '../../../emulator/emulator.ts';
import { account, host, region, role } from '../../../support/builders.ts';
import { clientSettings } from '../../emulator/useEmulator.ts';

/** The name of the file that harm would leave in the folder where a snippet runs. */
export const harm = 'harmed';

const baseImage = `${host}/notebook:1.0`;
const place = { profile: '', region };
const newImage = { name: 'notebook', isNew: true, roleArn: role } as const;

export const minimal: SnippetSource = {
  ...place,
  image: { name: 'notebook', isNew: false },
  version: { baseImage },
  aliases: [],
};

export const full: SnippetSource = {
  profile: 'dev',
  region,
  image: { ...newImage, displayName: 'Notebook', description: 'For everybody.' },
  version: {
    baseImage,
    clientToken: '0f8b3c1e-1111-4222-8333-444455556666',
    jobType: 'NOTEBOOK_KERNEL',
    processor: 'GPU',
    vendorGuidance: 'STABLE',
    mlFramework: 'PyTorch 2.4',
    programmingLang: 'Python 3.12',
    horovod: true,
    releaseNotes: 'The first one.',
  },
  aliases: ['latest', '1.0', '1.0.0'],
};

const hostile: SnippetSource = {
  profile: `a'b"$(touch ${harm})`,
  region,
  image: {
    ...newImage,
    displayName: `--profile=other; touch ${harm}`,
    description: `'; touch ${harm}; '" + touch("${harm}") + "\\"; #{x} \\' \\`,
  },
  version: {
    baseImage,
    horovod: false,
    releaseNotes: `-x $(touch ${harm}) \`touch ${harm}\` \${HOME} $$\${path.module} %{ if true } %%{ !x $HOME * ~ <%= x %>`,
  },
  // As long as an alias may be a number or a word of YAML, somebody has one.
  aliases: ['1.10', 'yes', 'null', '0x1f'],
};

const unusual: SnippetSource = {
  ...place,
  image: {
    ...newImage,
    name: 'my.Notebook-2',
    displayName: `file:///etc/hostname 'é' ü "日本" 😀 👩‍🔬 \u{E0041}`,
    description:
      'tab\there, escape \u001B[201~, next line \u0085, turned \u202Etxt\u202C, \uFEFF: {a: [b, *c, &d, !e]} # f',
  },
  version: {
    baseImage,
    vendorGuidance: 'TO_BE_ARCHIVED',
    releaseNotes: 'https://example.com/notes?a=1&b=2#c',
  },
  aliases: ['no'],
};

/** Of a version that is there. */
const copy: SnippetSource = {
  ...minimal,
  version: {
    baseImage,
    jobType: 'INFERENCE',
    processor: 'CPU',
    vendorGuidance: 'ARCHIVED',
    mlFramework: 'R 4.4',
    programmingLang: 'python 3.12.1',
    horovod: false,
    releaseNotes: `--help 'it''s' "\\" $HOME \\$x !! %PATH% 日本`,
  },
  copyOf: 3,
};

/** Those beside the one that has everything. */
export const samples: Readonly<Record<string, SnippetSource>> = {
  'a version of an image that is there, with nothing but its base image': minimal,
  'a copy of a version': copy,
  'values that are commands': hostile,
  'values that are addresses, and characters of all kinds': unusual,
};

/** SageMaker takes no line break, but the snippet must. */
export const severalLines: SnippetSource = {
  ...minimal,
  version: { ...full.version, releaseNotes: `First.\n$(touch ${harm})\r\n'; touch ${harm}\n` },
};

/** What SageMaker needs before the snippet runs. */
export function prepare(emulator: Emulator, { image }: SnippetSource): void {
  assert.equal(emulator.accountId, account);
  emulator.addContainerImage({ repository: 'notebook', tags: ['1.0'] });
  if (!image.isNew) emulator.addImage({ name: image.name, roleArn: role });
}

/** CreateImageVersion's members. */
export function requestOf({ image, version }: SnippetSource): Readonly<Record<string, unknown>> {
  const members = {
    ImageName: image.name,
    BaseImage: version.baseImage,
    ClientToken: version.clientToken,
    JobType: version.jobType,
    Processor: version.processor,
    VendorGuidance: version.vendorGuidance,
    MLFramework: version.mlFramework,
    ProgrammingLang: version.programmingLang,
    Horovod: version.horovod,
    ReleaseNotes: version.releaseNotes,
  };
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

/** Everything there is in SageMaker, in our words: one image, its versions and their aliases. */
export async function stateOf(emulator: Emulator): Promise<unknown> {
  const client = new SageMakerClient(clientSettings(emulator));
  try {
    const { Images = [] } = await client.send(new ListImagesCommand({}));
    assert.equal(Images.length, 1);
    const ImageName = Images[0]?.ImageName;
    const image = await client.send(new DescribeImageCommand({ ImageName }));
    const { ImageVersions = [] } = await client.send(new ListImageVersionsCommand({ ImageName }));
    const versions = ImageVersions.map(async ({ Version }) => {
      const version = await client.send(new DescribeImageVersionCommand({ ImageName, Version }));
      const aliases = await client.send(new ListAliasesCommand({ ImageName, Version }));
      return {
        status: version.ImageVersionStatus,
        baseImage: version.BaseImage,
        jobType: version.JobType,
        processor: version.Processor,
        vendorGuidance: version.VendorGuidance,
        mlFramework: version.MLFramework,
        programmingLang: version.ProgrammingLang,
        horovod: version.Horovod,
        releaseNotes: version.ReleaseNotes,
        aliases: (aliases.SageMakerImageVersionAliases ?? []).toSorted(),
      };
    });
    return {
      name: image.ImageName,
      status: image.ImageStatus,
      roleArn: image.RoleArn,
      displayName: image.DisplayName,
      description: image.Description,
      versions: await Promise.all(versions),
    };
  } finally {
    client.destroy();
  }
}

/** The state that a source describes. */
export function stateAfter({ image, version, aliases }: SnippetSource): unknown {
  return {
    name: image.name,
    status: 'CREATED',
    roleArn: role,
    displayName: image.isNew ? image.displayName : undefined,
    description: image.isNew ? image.description : undefined,
    versions: [
      {
        status: 'CREATED',
        baseImage: version.baseImage,
        jobType: version.jobType,
        processor: version.processor,
        vendorGuidance: version.vendorGuidance,
        mlFramework: version.mlFramework,
        programmingLang: version.programmingLang,
        // SageMaker's answer, also where nobody said so.
        horovod: version.horovod ?? false,
        releaseNotes: version.releaseNotes,
        aliases: aliases.toSorted(),
      },
    ],
  };
}

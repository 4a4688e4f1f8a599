import { parseContainerUri, type ContainerUri } from '../../src/core/containerUri.ts';
import { emptyDraft, type CompleteDraft, type Draft } from '../../src/core/create/draft.ts';
import type { ContainerImage, Image, Repository, VersionDetails, VersionRef } from '../../src/core/model.ts';

export const account = '123456789012';
export const region = 'us-east-1';
export const host = `${account}.dkr.ecr.${region}.amazonaws.com`;
export const role = `arn:aws:iam::${account}:role/SageMakerImages`;
const moment = new Date('2026-01-01T00:00:00.000Z');

/** A digest in which one character is repeated: easy to tell apart, and valid. */
export function digestOf(character: string): string {
  return `sha256:${character.repeat(64)}`;
}

export function anImage(has: Partial<Image> = {}): Image {
  const name = has.name ?? 'notebook';
  return {
    name,
    arn: `arn:aws:sagemaker:${region}:${account}:image/${name}`,
    status: 'CREATED',
    createdAt: moment,
    modifiedAt: moment,
    ...has,
  };
}

export function aVersion(has: Partial<VersionDetails> = {}): VersionDetails {
  const { imageName = 'notebook', number = 1 } = has;
  return {
    imageName,
    number,
    arn: arnOfVersion({ imageName, number }),
    status: 'CREATED',
    createdAt: moment,
    modifiedAt: moment,
    ...has,
  };
}

export function arnOfVersion({ imageName, number }: Pick<VersionRef, 'imageName' | 'number'>): string {
  return `arn:aws:sagemaker:${region}:${account}:image-version/${imageName.toLowerCase()}/${number}`;
}

export function aRepository(name = 'team/notebook'): Repository {
  return { accountId: account, name, uri: `${host}/${name}` };
}

export function aContainerImage(has: Partial<ContainerImage> = {}): ContainerImage {
  return {
    repository: aRepository(),
    digest: digestOf('a'),
    tags: ['1.0'],
    sizeInBytes: 1_000_000_000,
    pushedAt: moment,
    ...has,
  };
}

/** The parts of a URI that is known to be right. */
export function aUri(text = `${host}/team/notebook:1.0`): ContainerUri {
  const parsed = parseContainerUri(text, text.split('.')[3] ?? '');
  if (!parsed.ok) throw new Error(`${text}: ${parsed.problem.code}`);
  return parsed.value;
}

/** A draft in which only what CreateImageVersion requires is answered. */
export function aDraft(has: Partial<Draft> = {}): CompleteDraft {
  return {
    ...emptyDraft('token-1'),
    image: { name: 'notebook', isNew: false },
    container: { uri: aUri(), isTyped: false },
    ...has,
  };
}

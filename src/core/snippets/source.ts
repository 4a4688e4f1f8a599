import type { CompleteDraft } from '../create/draft.ts';
import { newVersionOf } from '../create/draft.ts';
import type { NewImage, NewVersion, VersionDetails } from '../model.ts';

/** What a snippet creates, where and as whom. */
export interface SnippetSource {
  /** Empty where credentials come without a profile: the snippet then names none. */
  readonly profile: string;
  readonly region: string;
  readonly image: SnippetImage;
  readonly version: SnippetVersion;
  readonly aliases: readonly string[];
  /** The number of the version that it is a copy of. */
  readonly copyOf?: number;
}

/** An image that is there, or one to be created first. */
type SnippetImage =
  | { readonly name: string; readonly isNew: false }
  | (NewImage & { readonly isNew: true; readonly displayName?: string; readonly description?: string });

/** Of a version on its way or of one that is there: SageMaker may have words for the latter that are not in our lists. */
type SnippetVersion = Pick<NewVersion, 'baseImage'> &
  Partial<Pick<NewVersion, 'clientToken'>> &
  Pick<
    VersionDetails,
    | 'jobType'
    | 'processor'
    | 'vendorGuidance'
    | 'mlFramework'
    | 'programmingLang'
    | 'horovod'
    | 'releaseNotes'
  >;

type Place = Pick<SnippetSource, 'profile' | 'region'>;

/** The create of the review list. Its token comes along, so that running the snippet beside "Create" makes one version. */
export function sourceOfDraft(draft: CompleteDraft, pinDigest: boolean, place: Place): SnippetSource {
  const { name, isNew, roleArn = '' } = draft.image;
  return {
    ...place,
    image: isNew ? { name, isNew, roleArn } : { name, isNew },
    version: newVersionOf(draft, pinDigest),
    aliases: draft.aliases,
  };
}

/**
 * A version like one that is there, without its aliases: only one version can have an alias, and that is the one there.
 * @returns undefined when SageMaker does not say what it is made of.
 */
export function sourceOfVersion(
  version: VersionDetails,
  pinDigest: boolean,
  place: Place,
): SnippetSource | undefined {
  const baseImage = baseImageOf(version, pinDigest);
  return baseImage
    ? {
        ...place,
        image: { name: version.imageName, isNew: false },
        version: { ...version, baseImage },
        aliases: [],
        copyOf: version.number,
      }
    : undefined;
}

/** What a tag stood for when the version was created: it may stand for something else by now. */
function baseImageOf({ baseImage, containerImage }: VersionDetails, pinDigest: boolean): string | undefined {
  const isPinned = baseImage?.includes('@') ?? false;
  return pinDigest && !isPinned ? (containerImage ?? baseImage) : (baseImage ?? containerImage);
}

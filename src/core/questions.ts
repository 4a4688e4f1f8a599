import type { Parsed } from './containerUri.ts';
import type {
  ContainerImage,
  Image,
  ImageVersion,
  JobType,
  Processor,
  Repository,
  VendorGuidance,
} from './model.ts';
import type { Ambient, Pages } from './ports.ts';
import type { Profile } from './profiles.ts';
import type { Answer, Place } from './wizard.ts';
import type { ContainerUri } from './containerUri.ts';
import type { Choice } from './create/draft.ts';
import type { Problem } from './problems.ts';
import type { ReviewRow } from './create/review.ts';

/** The rows of each list that is chosen from. How a row looks is the UI's affair. */
export interface Rows {
  image: ImageRow;
  repository: RepositoryRow;
  containerImage: ContainerRow;
  jobType: Choice<JobType>;
  processor: Choice<Processor>;
  vendorGuidance: Choice<VendorGuidance>;
  horovod: Choice<boolean>;
  review: ReviewRow;
  profile: ProfileRow;
  region: RegionRow;
}

export type ImageRow =
  | { readonly kind: 'existing'; readonly image: Image; readonly latest?: ImageVersion | null }
  | { readonly kind: 'new' };

export type RepositoryRow =
  | { readonly kind: 'repository'; readonly repository: Repository }
  | { readonly kind: 'uri'; readonly uri: ContainerUri };

export type ContainerRow =
  | { readonly kind: 'image'; readonly image: ContainerImage; readonly tag?: string }
  | { readonly kind: 'uri'; readonly uri: ContainerUri };

export type ProfileRow =
  | {
      readonly kind: 'profile';
      readonly profile: Profile;
      /** Whether the row's button was pressed: sign in first, whatever is cached. */
      readonly signsIn?: boolean;
    }
  | { readonly kind: 'ambient'; readonly ambient: Ambient }
  | { readonly kind: 'add' };

export interface RegionRow {
  readonly region: string;
  /** Why it is among the first: the profile itself names it, or it was used lately. */
  readonly reason?: 'profile' | 'recent';
}

export type ListId = keyof Rows;

/** The texts that are entered. */
export type TextId =
  | 'newImageName'
  | 'newImageRole'
  | 'aliases'
  | 'mlFramework'
  | 'programmingLang'
  | 'releaseNotes'
  | 'clientToken';

export interface ListQuestion<K extends ListId> {
  readonly id: K;
  readonly place: Place;
  /** Rows that are there at once, before any page. */
  readonly fixed?: readonly Rows[K][];
  readonly pages?: (signal: AbortSignal) => Pages<Rows[K]>;
  readonly order?: (one: Rows[K], other: Rows[K]) => number;
  readonly isActive?: (row: Rows[K]) => boolean;
  /** Adds to a row what takes a call of its own. Asked for the first rows, a few at a time. */
  readonly complete?: (row: Rows[K], signal: AbortSignal) => Promise<Rows[K]>;
  /** What pressing a row's button answers with; undefined for rows that have none. */
  readonly button?: (row: Rows[K]) => Rows[K] | undefined;
  /** Reads typed text as a row; undefined when it is only a filter. */
  readonly read?: (text: string) => Parsed<Rows[K], Problem> | undefined;
}

export interface TextQuestion {
  readonly id: TextId;
  readonly place: Place;
  readonly value: string;
  /** Whether null ("Not set") is an answer. */
  readonly isOptional: boolean;
  readonly check: (text: string) => Problem | undefined;
  /** A fresh value, where one can be made up. */
  readonly generate?: () => string;
}

/** The person who answers: VS Code's quick input, or a script in tests. */
export interface Prompts {
  choose<K extends ListId>(question: ListQuestion<K>, signal: AbortSignal): Promise<Answer<Rows[K]>>;
  /** @returns the text without white space around it, or null for "Not set". */
  enter(question: TextQuestion, signal: AbortSignal): Promise<Answer<string | null>>;
}

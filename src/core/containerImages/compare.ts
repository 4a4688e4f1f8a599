import {
  formatPlatform,
  layersOf,
  platformsOf,
  type Configuration,
  type ContainerImageContents,
  type DescribedLayer,
} from './contents.ts';

interface Change<T> {
  readonly before: T;
  readonly after: T;
}

/** What is in one of two only, by name. */
interface SetChange {
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

interface LayerComparison {
  /** From the bottom on the same in both: the base that they share. */
  readonly base: readonly DescribedLayer[];
  /** Further layers that both have, on top of different ones. */
  readonly moved: readonly DescribedLayer[];
  readonly removed: readonly DescribedLayer[];
  readonly added: readonly DescribedLayer[];
  /** Bytes of the newer one that whoever has the older one does not have to pull. */
  readonly sharedInBytes: number;
}

/** What of the configuration differs; a member that is not there is the same in both. */
interface ConfigurationComparison {
  readonly user?: Change<string>;
  readonly entrypoint?: Change<readonly string[]>;
  readonly cmd?: Change<readonly string[]>;
  readonly workingDir?: Change<string>;
  readonly ports: SetChange;
  /** By name alone: values are not read. */
  readonly environment: SetChange;
  readonly labels: SetChange & { readonly changed: Readonly<Record<string, Change<string>>> };
}

export interface Comparison {
  readonly isSame: boolean;
  readonly mediaType?: Change<string>;
  readonly platforms: SetChange;
  /** Compressed, in bytes. */
  readonly size: Change<number>;
  readonly layers: LayerComparison;
  /** Undefined where one of the configurations could not be read. */
  readonly configuration: ConfigurationComparison | undefined;
}

/** How two container images differ. */
export function compareContents(before: ContainerImageContents, after: ContainerImageContents): Comparison {
  const mediaType = changeOf(before.manifest.mediaType, after.manifest.mediaType);
  return {
    isSame: before.manifest.digest === after.manifest.digest,
    ...(mediaType && { mediaType }),
    platforms: setChangeOf(platformsOf(before).map(formatPlatform), platformsOf(after).map(formatPlatform)),
    size: {
      before: before.manifest.image?.sizeInBytes ?? 0,
      after: after.manifest.image?.sizeInBytes ?? 0,
    },
    layers: compareLayers(layersOf(before), layersOf(after)),
    configuration:
      before.configuration &&
      after.configuration &&
      compareConfigurations(before.configuration, after.configuration),
  };
}

function compareLayers(before: readonly DescribedLayer[], after: readonly DescribedLayer[]): LayerComparison {
  const different = after.findIndex(({ digest }, index) => digest !== before[index]?.digest);
  const base = different === -1 ? after : after.slice(0, different);
  const restBefore = before.slice(base.length);
  const restAfter = after.slice(base.length);
  const wasThere = new Set(restBefore.map(({ digest }) => digest));
  const isThere = new Set(restAfter.map(({ digest }) => digest));
  const moved = restAfter.filter(({ digest }) => wasThere.has(digest));
  return {
    base,
    moved,
    removed: restBefore.filter(({ digest }) => !isThere.has(digest)),
    added: restAfter.filter(({ digest }) => !wasThere.has(digest)),
    sharedInBytes: [...base, ...moved].reduce((sum, { sizeInBytes }) => sum + sizeInBytes, 0),
  };
}

function compareConfigurations(before: Configuration, after: Configuration): ConfigurationComparison {
  const user = changeOf(before.user, after.user);
  const entrypoint = listChangeOf(before.entrypoint, after.entrypoint);
  const cmd = listChangeOf(before.cmd, after.cmd);
  const workingDir = changeOf(before.workingDir, after.workingDir);
  return {
    ...(user && { user }),
    ...(entrypoint && { entrypoint }),
    ...(cmd && { cmd }),
    ...(workingDir && { workingDir }),
    ports: setChangeOf(before.ports, after.ports),
    environment: setChangeOf(before.environmentNames, after.environmentNames),
    labels: compareLabels(before.labels, after.labels),
  };
}

function compareLabels(
  before: Configuration['labels'],
  after: Configuration['labels'],
): ConfigurationComparison['labels'] {
  const changed = Object.entries(after).flatMap(([name, value]) => {
    const earlier = before[name];
    return earlier === undefined || earlier === value
      ? []
      : [[name, { before: earlier, after: value }] as const];
  });
  return {
    ...setChangeOf(Object.keys(before), Object.keys(after)),
    changed: Object.fromEntries(changed),
  };
}

function changeOf<T>(before: T, after: T): Change<T> | undefined {
  return before === after ? undefined : { before, after };
}

/** The order counts: these are commands. */
function listChangeOf(
  before: readonly string[],
  after: readonly string[],
): Change<readonly string[]> | undefined {
  const isSame = before.length === after.length && before.every((item, index) => item === after[index]);
  return isSame ? undefined : { before, after };
}

function setChangeOf(before: readonly string[], after: readonly string[]): SetChange {
  return {
    removed: before.filter((item) => !after.includes(item)).toSorted(),
    added: after.filter((item) => !before.includes(item)).toSorted(),
  };
}

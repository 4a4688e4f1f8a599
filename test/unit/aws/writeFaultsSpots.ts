import { createVersion } from '../../../src/core/create/createVersion.ts';
import { putAlias, removeAlias } from '../../../src/core/images/aliases.ts';
import { createImage } from '../../../src/core/images/createImage.ts';
import { deleteImage } from '../../../src/core/images/deleteImage.ts';
import { deleteVersions } from '../../../src/core/images/deleteVersions.ts';
import { updateImage } from '../../../src/core/images/updateImage.ts';
import { updateVersion } from '../../../src/core/images/updateVersion.ts';
import type { WriteContext } from '../../../src/core/images/writeContext.ts';
import type { ImageDetails, VersionChanges } from '../../../src/core/model.ts';
import { addAliases } from '../../../src/core/watch/addAliases.ts';
import type { OperationName } from '../../emulator/faults.ts';
import { aDraft, arnOfVersion, host, role } from '../../support/builders.ts';
import { seededImage, type State, type VersionState } from './writeFaultsAccount.ts';
import type { Disturbance, Told } from './writeFaultsTable.ts';

/** What is to be so after a disturbed write. */
interface Outcome {
  readonly told: Told;
  readonly state: State;
}

type Which = (input: Readonly<Record<string, unknown>>) => boolean;

/** A write, and the call of it that is disturbed. */
export interface Spot {
  readonly name: string;
  readonly operation: OperationName;
  /** Which calls of the operation; all, if not given. */
  readonly where?: Which;
  /** Others that go wrong as well, so that this one is made. */
  readonly alsoDenied?: Which;
  readonly before: State;
  readonly wanted: State;
  readonly outcome: (disturbance: Disturbance) => Outcome;
  readonly run: (context: WriteContext, signal: AbortSignal) => Promise<void>;
}

/** All writes, to an image of that name. @param token of a version to be created */
export function spotsOf(name: string, token: string): readonly Spot[] {
  return [
    ...imageWrites(name),
    ...versionWrites(name),
    ...moves(name),
    ...deletions(name),
    ...creations(name, token),
  ];
}

/** A write of one call: done, or as it was before. */
function oneCall(spot: Omit<Spot, 'outcome'>): Spot {
  const { before, wanted } = spot;
  return {
    ...spot,
    outcome: ({ told, works }) => ({ told, state: told === 'done' || works ? wanted : before }),
  };
}

function imageWrites(name: string): readonly Spot[] {
  const three = withThree(name);
  const image = imageOf(name);
  const texts = { displayName: 'Notebook', description: 'New.' };
  const changes = { displayName: 'Notebook', description: null, roleArn: `${role}Two` };
  return [
    oneCall({
      name: 'create image',
      operation: 'CreateImage',
      before: nothing,
      wanted: { image: { ...image, ...texts }, versions: [] },
      run: async (context, signal) => {
        await createImage({ name, roleArn: role, ...texts }, context, signal);
      },
    }),
    oneCall({
      name: 'update image',
      operation: 'UpdateImage',
      before: { ...three, image: { ...image, description: 'Old.' } },
      wanted: { ...three, image: { ...image, displayName: 'Notebook', roleArn: `${role}Two` } },
      run: (context, signal) => updateImage(name, changes, context, signal),
    }),
    oneCall({
      name: 'delete image',
      operation: 'DeleteImage',
      before: three,
      wanted: nothing,
      run: (context, signal) => deleteImage(name, context, signal),
    }),
  ];
}

const edited: VersionChanges = {
  vendorGuidance: 'STABLE',
  jobType: 'TRAINING',
  processor: 'GPU',
  mlFramework: 'PyTorch 2.4',
  programmingLang: 'Python 3.12',
  horovod: true,
  releaseNotes: 'Edited.',
};

function versionWrites(name: string): readonly Spot[] {
  const three = withThree(name);
  const onSecond = { imageName: name, number: 2, alias: 'stable' };
  const archived: VersionChanges = { vendorGuidance: 'TO_BE_ARCHIVED' };
  const operation = 'UpdateImageVersion';
  return [
    oneCall({
      name: 'edit version',
      operation,
      before: three,
      wanted: withThree(name, { ...edited }),
      run: (context, signal) => updateVersion(name, 2, edited, context, signal),
    }),
    oneCall({
      name: 'archive version',
      operation,
      before: three,
      wanted: withThree(name, { vendorGuidance: 'TO_BE_ARCHIVED' }),
      run: (context, signal) => updateVersion(name, 2, archived, context, signal),
    }),
    oneCall({
      name: 'add alias',
      operation,
      before: three,
      wanted: withThree(name, { aliases: ['stable'] }),
      run: (context, signal) => putAlias(onSecond, undefined, context, signal),
    }),
    oneCall({
      name: 'remove alias',
      operation,
      before: withThree(name, { aliases: ['stable'] }),
      wanted: three,
      run: (context, signal) => removeAlias(onSecond, context, signal),
    }),
    oneCall({
      name: 'add aliases of a new version',
      operation,
      before: three,
      wanted: withThree(name, { aliases: ['1.0', 'stable'] }),
      run: (context, signal) =>
        addAliases({ ...onSecond, arn: arnOfVersion(onSecond) }, ['1.0', 'stable'], context, signal),
    }),
  ];
}

const removes: Which = ({ AliasesToDelete }) => !!AliasesToDelete;
const adds: Which = ({ AliasesToAdd }) => !!AliasesToAdd;
const addsTo =
  (number: number): Which =>
  (input) =>
    adds(input) && input['Version'] === number;

/** Who cancels while the second half is under way is late: it is not broken off. */
const isLate = ({ also, works }: Disturbance): boolean => also === 'cancel' && works === true;

function moves(name: string): readonly Spot[] {
  const half = { image: imageOf(name), versions: [versionOf(name, 2), versionOf(name, 1)] };
  const before = { ...half, versions: [versionOf(name, 2), versionOf(name, 1, { aliases: ['stable'] })] };
  const wanted = { ...half, versions: [versionOf(name, 2, { aliases: ['stable'] }), versionOf(name, 1)] };
  const base: Omit<Spot, 'name' | 'outcome'> = {
    operation: 'UpdateImageVersion',
    before,
    wanted,
    run: (context, signal) => putAlias({ imageName: name, number: 2, alias: 'stable' }, 1, context, signal),
  };
  return [
    {
      ...base,
      name: 'move alias, taking it away',
      where: removes,
      outcome: ({ told, also, works }) => {
        if (told === 'done') return { told, state: wanted };
        if (also === 'cutOff') return { told, state: half };
        return { told: also === 'cancel' && !works ? 'network.silent' : told, state: before };
      },
    },
    {
      ...base,
      name: 'move alias, adding it',
      where: addsTo(2),
      outcome: (disturbance) => {
        const { told, also } = disturbance;
        if (told === 'done' || isLate(disturbance)) return { told: 'done', state: wanted };
        if (also === 'cutOff') return { told: 'alias.lost', state: wanted };
        return { told: also === 'cancel' ? 'network.silent' : told, state: before };
      },
    },
    {
      ...base,
      name: 'move alias, adding it and putting it back',
      where: adds,
      outcome: (disturbance) => {
        if (disturbance.told === 'done' || isLate(disturbance)) return { told: 'done', state: wanted };
        return { told: 'alias.lost', state: disturbance.works ? wanted : half };
      },
    },
    {
      ...base,
      name: 'move alias, putting it back',
      where: addsTo(1),
      alsoDenied: addsTo(2),
      outcome: (disturbance) => {
        if (disturbance.told === 'done' || isLate(disturbance)) return { told: 'auth.denied', state: before };
        return { told: 'alias.lost', state: disturbance.works ? before : half };
      },
    },
  ];
}

function deletions(name: string): readonly Spot[] {
  return [deletion(name, [2], 2), ...[1, 2, 3].map((at) => deletion(name, [1, 2, 3], at))];
}

function deletion(name: string, numbers: readonly number[], at: number): Spot {
  const before = withThree(name);
  const without = (isGone: (number: number) => boolean): State => ({
    ...before,
    versions: before.versions.filter(({ number = 0 }) => !numbers.includes(number) || !isGone(number)),
  });
  const wanted = without(() => true);
  return {
    name: numbers.length === 1 ? 'delete version' : `delete three versions, number ${at}`,
    operation: 'DeleteImageVersion',
    where: ({ Version }) => Version === at,
    before,
    wanted,
    outcome: (disturbance) => {
      const { told, also, works } = disturbance;
      const isLast = at === numbers.at(-1);
      if (told === 'done' || (isLate(disturbance) && isLast)) return { told: 'done', state: wanted };
      if (works) return { told, state: without((number) => number <= at) };
      // Either it was cancelled meanwhile, or the next would be refused alike.
      const stops = also === 'cancel' || told === 'auth.expired' || told === 'auth.invalid';
      return {
        told: also === 'cancel' ? 'network.silent' : told,
        state: without((number) => (stops ? number < at : number !== at)),
      };
    },
    run: (context, signal) => deleteAll(name, numbers, context, signal),
  };
}

/** What the report of several deletions comes to: its first failure, or that not all were asked for. */
async function deleteAll(
  imageName: string,
  numbers: readonly number[],
  context: WriteContext,
  signal: AbortSignal,
): Promise<void> {
  const versions = numbers.map((number) => ({ imageName, number }));
  const { failed, notBegun } = await deleteVersions(versions, context, signal, () => undefined);
  if (failed[0]) throw failed[0].error as Error;
  if (notBegun.length > 0) throw signal.reason as Error;
}

function creations(name: string, token: string): readonly Spot[] {
  const baseImage = `${host}/team/notebook:1.0`;
  const empty: State = { image: imageOf(name), versions: [] };
  const inEmpty: State = { ...empty, versions: [versionOf(name, 1, { baseImage })] };
  const three = withThree(name);
  const inThree: State = { ...three, versions: [versionOf(name, 4, { baseImage }), ...three.versions] };
  const inOldImage = aDraft({ image: { name, isNew: false }, clientToken: token });
  const inNewImage = aDraft({ image: { name, isNew: true, roleArn: role }, clientToken: token });
  return [
    {
      name: 'create version',
      operation: 'CreateImageVersion',
      before: three,
      wanted: inThree,
      outcome: outcomeOf(three, inThree),
      run: (context, signal) => create(inOldImage, 4, context, signal),
    },
    {
      name: 'create version and its image, the image',
      operation: 'CreateImage',
      before: nothing,
      wanted: inEmpty,
      outcome: ({ told, works }) =>
        told === 'done' ? { told, state: inEmpty } : { told, state: works ? empty : nothing },
      run: (context, signal) => create(inNewImage, 1, context, signal),
    },
    {
      name: 'create version and its image, the version',
      operation: 'CreateImageVersion',
      before: nothing,
      wanted: inEmpty,
      outcome: outcomeOf(empty, inEmpty),
      run: (context, signal) => create(inNewImage, 1, context, signal),
    },
  ];
}

function outcomeOf(before: State, wanted: State): Spot['outcome'] {
  return (disturbance) => {
    const told = toldOfVersion(disturbance);
    return { told, state: told === 'done' || disturbance.works ? wanted : before };
  };
}

/** Nobody can look for a version whose number is not known; the next try with its token finds it. */
function toldOfVersion({ fault, times, told }: Disturbance): Told {
  return fault === 'dropAfter' && times === undefined ? 'network.dropped' : told;
}

/** @param number what a version has that is created once. */
async function create(
  draft: ReturnType<typeof aDraft>,
  number: number,
  context: WriteContext,
  signal: AbortSignal,
): Promise<void> {
  const ref = await createVersion(draft, { ...context, pinDigest: false, onStage: () => undefined }, signal);
  if (ref.number !== number) throw new Error(`Created ${ref.number}, and not ${number}`);
}

const nothing: State = { versions: [] };

/** An image with three versions. @param second how the second of them is */
function withThree(name: string, second: Partial<VersionState> = {}): State {
  const versions = [versionOf(name, 3), versionOf(name, 2, second), versionOf(name, 1)];
  return { image: imageOf(name), versions };
}

function imageOf(name: string): Partial<ImageDetails> {
  const arn = arnOfVersion({ imageName: name, number: 1 })
    .replace('image-version', 'image')
    .replace(/\/1$/, '');
  return { name, arn, status: 'CREATED', roleArn: role };
}

function versionOf(imageName: string, number: number, has: Partial<VersionState> = {}): VersionState {
  return {
    imageName,
    number,
    arn: arnOfVersion({ imageName, number }),
    status: 'CREATED',
    baseImage: seededImage,
    horovod: false,
    aliases: [],
    ...has,
  };
}

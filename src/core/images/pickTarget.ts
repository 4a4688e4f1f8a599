import { inOrderOfAge } from '../explorer/versionDocument.ts';
import type { ImageVersion } from '../model.ts';
import type { Pages, Session } from '../ports.ts';
import type { ImageRow, Prompts, Purpose, VersionRow } from '../questions.ts';
import { defineStep, runWizard, type Step } from '../wizard.ts';
import { imageRows, withLatestVersion } from './imageRows.ts';

interface Target {
  readonly imageName?: string;
  readonly row?: VersionRow;
}

interface PickContext {
  readonly session: Session;
  readonly prompts: Prompts;
  readonly purpose: Purpose;
}

/** Asks for an image, as the tree would know it. @returns its name, or undefined when it was cancelled. */
export async function pickImage(
  session: Session,
  prompts: Prompts,
  signal: AbortSignal,
  purpose: Purpose,
): Promise<string | undefined> {
  const steps = [imageStep({ session, prompts, purpose })];
  const { kind, state } = await runWizard<Target>(steps, {}, signal);
  return kind === 'done' ? state.imageName : undefined;
}

/** Asks for an image and one of its versions. @returns undefined when it was cancelled. */
export async function pickVersion(
  session: Session,
  prompts: Prompts,
  signal: AbortSignal,
  purpose: Purpose,
): Promise<ImageVersion | undefined> {
  const context = { session, prompts, purpose };
  const steps = [imageStep(context), versionStep(context, false)];
  const { kind, state } = await runWizard<Target>(steps, targetOf(purpose), signal);
  return kind === 'done' && state.row?.kind === 'version' ? state.row.version : undefined;
}

/**
 * Two versions to compare, the older first; asks for those that are not chosen yet.
 * @returns undefined when it was cancelled.
 */
export async function pickTwoVersions(
  [first, second]: readonly ImageVersion[],
  kind: 'compareVersions' | 'compareContainerImages',
  session: Session,
  prompts: Prompts,
  signal: AbortSignal,
): Promise<readonly [older: ImageVersion, newer: ImageVersion] | undefined> {
  const one = first ?? (await pickVersion(session, prompts, signal, { kind }));
  if (!one) return undefined;
  const { imageName, number } = one;
  const other = second ?? (await pickVersion(session, prompts, signal, { kind, imageName, number }));
  return other && inOrderOfAge(one, other);
}

/** Asks for an image, and for one of its versions or the image itself. @returns undefined when it was cancelled. */
export async function pickImageOrVersion(
  session: Session,
  prompts: Prompts,
  signal: AbortSignal,
  purpose: Purpose,
): Promise<VersionRow | undefined> {
  const context = { session, prompts, purpose };
  const steps = [imageStep(context), versionStep(context, true)];
  const { kind, state } = await runWizard<Target>(steps, {}, signal);
  return kind === 'done' ? state.row : undefined;
}

/** The image that the purpose names is the first that is offered. */
function targetOf({ imageName }: Purpose): Target {
  return imageName === undefined ? {} : { imageName };
}

function imageStep({ session, prompts, purpose }: PickContext): Step<Target> {
  return defineStep<Target, ImageRow>({
    id: 'image',
    when: () => true,
    ask: ({ imageName }, place, signal) =>
      prompts.choose(
        {
          id: 'image',
          place,
          purpose,
          pages: (stop) => imageRows(session, new Set(), stop),
          isActive: (row) => row.kind === 'existing' && row.image.name === imageName,
          complete: (row, stop) => withLatestVersion(session, row, stop),
        },
        signal,
      ),
    apply: (target, row) => {
      const imageName = row.kind === 'existing' ? row.image.name : '';
      return imageName === target.imageName ? target : { imageName };
    },
  });
}

function versionStep({ session, prompts, purpose }: PickContext, takesImage: boolean): Step<Target> {
  return defineStep<Target, VersionRow>({
    id: 'version',
    when: () => true,
    ask: ({ imageName = '', row: former }, place, signal) =>
      prompts.choose(
        {
          id: 'version',
          place,
          purpose,
          fixed: takesImage ? [{ kind: 'image', imageName }] : [],
          pages: (stop) => versionRows(imageName, session, stop),
          ...(purpose.kind === 'explainVersion' && { order: failedFirst }),
          isActive: (row) =>
            row.kind === 'version' &&
            former?.kind === 'version' &&
            row.version.number === former.version.number,
          complete: (row, stop) => withAliases(row, session, stop),
        },
        signal,
      ),
    apply: (target, row) => ({ ...target, row }),
  });
}

/** Among equals the order of SageMaker stays. */
function failedFirst(one: VersionRow, other: VersionRow): number {
  return rankOf(one) - rankOf(other);
}

function rankOf(row: VersionRow): number {
  return row.kind === 'version' && row.version.status === 'CREATE_FAILED' ? 0 : 1;
}

async function* versionRows(imageName: string, { images }: Session, signal: AbortSignal): Pages<VersionRow> {
  for await (const page of images.listVersions(imageName, signal)) {
    yield page.map((version) => ({ kind: 'version', version }));
  }
}

async function withAliases(row: VersionRow, { images }: Session, signal: AbortSignal): Promise<VersionRow> {
  if (row.kind === 'image') return row;
  const { imageName, number } = row.version;
  return { ...row, aliases: await images.listAliases(imageName, number, signal) };
}

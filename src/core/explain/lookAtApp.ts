import { hasCode } from '../errors.ts';
import type { Session } from '../ports.ts';
import type { PreflightSession } from '../preflight/evidence.ts';
import { findAppSettings } from './appSettings.ts';
import type { AppDetails, AppRef } from './apps.ts';
import type { AppEvidence, LogEvidence, RoleEvidence } from './evidence.ts';
import { logActions } from './logState.ts';
import { logStreamOf, studioLogGroup, type Logs } from './logs.ts';
import { lookAtContainer } from './lookAtContainer.ts';
import { Looks } from './looks.ts';
import { ownImageOf } from './ownImage.ts';

/** The lines of a log that somebody reads. */
const lastLines = 100;

/** What an app is looked at with. */
export type AppLookSession = PreflightSession & Pick<Session, 'apps' | 'logs' | 'studioSettings'>;

/**
 * Gathers what can be found out of an app; what may not be asked for is left out. Log, settings and image are asked for
 * at the same time.
 * @returns undefined when there is no such app.
 * @throws AppError when not even the app can be described.
 */
export async function lookAtApp(
  ref: AppRef,
  session: AppLookSession,
  signal: AbortSignal,
): Promise<AppEvidence | undefined> {
  const app = await session.apps.findApp(ref, signal);
  if (!app) return undefined;
  const looks = new Looks(signal);
  const [log, settings, image] = await Promise.all([
    readLog(app, session.logs, looks, signal),
    lookAtSettings(app, session, looks, signal),
    lookAtImage(app, session, looks, signal),
  ]);
  return { app, log, ...settings, ...image, obstacles: looks.obstacles };
}

async function readLog(app: AppDetails, logs: Logs, looks: Looks, signal: AbortSignal): Promise<LogEvidence> {
  const tail = await looks.at('log', logs.readTail(studioLogGroup, logStreamOf(app), lastLines, signal));
  return tail ?? { kind: 'unreadable' };
}

async function lookAtSettings(
  app: AppDetails,
  session: AppLookSession,
  looks: Looks,
  signal: AbortSignal,
): Promise<Pick<AppEvidence, 'executionRole' | 'config' | 'isAttached'>> {
  const { executionRole: arn, ...attachment } = await findAppSettings(
    app,
    session.studioSettings,
    looks,
    signal,
  );
  if (arn === undefined) return attachment;
  return { ...attachment, executionRole: await simulateRole(arn, app, session, looks, signal) };
}

async function simulateRole(
  arn: string,
  app: AppDetails,
  { roles }: AppLookSession,
  looks: Looks,
  signal: AbortSignal,
): Promise<RoleEvidence> {
  const { imageVersionArn } = app;
  const isVersionKnown = ownImageOf(app)?.version !== undefined;
  const [writing, describing] = await Promise.all([
    looks.at('role', roles.simulate(arn, logActions, logArnOf(app), signal)),
    isVersionKnown && imageVersionArn
      ? looks.at('role', roles.simulate(arn, ['sagemaker:DescribeImageVersion'], imageVersionArn, signal))
      : [],
  ]);
  const decisions = [...(writing ?? []), ...(describing ?? [])];
  return { arn, ...(decisions.length > 0 && { decisions }) };
}

/** Of the stream: what a policy says of all streams of the group, it says of this one. */
function logArnOf(app: AppDetails): string {
  const [arn, partition, , region, account] = app.arn.split(':');
  return [
    arn,
    partition,
    'logs',
    region,
    account,
    'log-group',
    studioLogGroup,
    'log-stream',
    logStreamOf(app),
  ].join(':');
}

/** What of an app's image can be described: not one of SageMaker's own, and not one that only an alias names. */
async function lookAtImage(
  app: AppDetails,
  session: AppLookSession,
  looks: Looks,
  signal: AbortSignal,
): Promise<Pick<AppEvidence, 'version' | 'container'>> {
  const { name = '', version: number } = ownImageOf(app) ?? {};
  if (number === undefined) return {};
  const version = await looks.at(
    'version',
    session.images.describeVersion(name, number, signal).catch((error: unknown) => {
      if (hasCode(error, 'version.notFound', 'image.notFound')) return 'gone' as const;
      throw error;
    }),
  );
  if (version === undefined || version === 'gone') return version ? { version } : {};
  const reference = version.containerImage ?? version.baseImage;
  if (reference === undefined) return { version };
  return { version, container: await lookAtContainer(reference, session, looks, signal) };
}

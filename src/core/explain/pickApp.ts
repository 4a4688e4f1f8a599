import type { Pages, Session } from '../ports.ts';
import type { Prompts } from '../questions.ts';
import { defineStep, runWizard, type Step } from '../wizard.ts';
import type { App } from './apps.ts';

interface Target {
  readonly app?: App;
}

type PickSession = Pick<Session, 'apps' | 'studio'>;

/** Asks for an app, those that failed first. @returns undefined when it was cancelled. */
export async function pickApp(
  session: PickSession,
  prompts: Prompts,
  signal: AbortSignal,
): Promise<App | undefined> {
  const { kind, state } = await runWizard<Target>([appStep(session, prompts)], {}, signal);
  return kind === 'done' ? state.app : undefined;
}

function appStep(session: PickSession, prompts: Prompts): Step<Target> {
  return defineStep<Target, App>({
    id: 'app',
    when: () => true,
    ask: (_target, place, signal) =>
      prompts.choose(
        {
          id: 'app',
          place,
          purpose: { kind: 'explainApp' },
          pages: (stop) => appPages(session, stop),
          order: (one, other) => rankOf(one, session) - rankOf(other, session) || ageOrder(one, other),
        },
        signal,
      ),
    apply: (_target, app) => ({ app }),
  });
}

/** In Studio those of its own domain first: others may not be for its role to list. */
async function* appPages({ apps, studio }: PickSession, signal: AbortSignal): Pages<App> {
  const own = studio?.domainId;
  if (own !== undefined) yield* apps.listApps({ domainId: own }, signal);
  for await (const page of apps.listApps({}, signal)) yield page.filter(({ domainId }) => domainId !== own);
}

function rankOf({ status, domainId }: App, { studio }: PickSession): number {
  const isElsewhere = studio !== undefined && domainId !== studio.domainId;
  return (status === 'Failed' ? 0 : 2) + (isElsewhere ? 1 : 0);
}

/** The newest first. */
function ageOrder(one: App, other: App): number {
  return (other.createdAt?.getTime() ?? 0) - (one.createdAt?.getTime() ?? 0);
}

import type { ContainerUri } from '../containerUri.ts';
import { emptyDraft } from '../create/draft.ts';
import { containerSteps } from '../create/steps.ts';
import type { Session } from '../ports.ts';
import type { Prompts, Purpose } from '../questions.ts';
import { runWizard } from '../wizard.ts';

/** Asks for a container image, as a walk to a new version does. @returns undefined when it was cancelled. */
export async function pickContainerImage(
  session: Session,
  prompts: Prompts,
  purpose: Purpose,
  signal: AbortSignal,
): Promise<ContainerUri | undefined> {
  const steps = containerSteps({ session, prompts, purpose, knownImages: new Set() });
  const { kind, state } = await runWizard(steps, emptyDraft(''), signal);
  return kind === 'done' ? state.container?.uri : undefined;
}

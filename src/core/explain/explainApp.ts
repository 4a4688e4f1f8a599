import { causeOf, ranked, type Cause } from './cause.ts';
import { platformCauses, pullCauses } from './containerCauses.ts';
import { causesSaid, tellsWrongPlatform } from './documentedTexts.ts';
import type { AppEvidence, RoleEvidence, Unchecked } from './evidence.ts';
import type { Explanation } from './explainVersion.ts';
import { logStateOf, type LogState } from './logState.ts';
import { hasForeignImage } from './ownImage.ts';
import { userCauses } from './userCauses.ts';

export interface AppExplanation extends Explanation {
  /** Undefined where nobody looked. */
  readonly log: LogState | undefined;
}

/** Apps that start what the image or its configuration says; Studio Classic and RStudio start their own (facts §7). */
const startedByImage: ReadonlySet<string> = new Set(['JupyterLab', 'CodeEditor']);

/** The apps of Studio Classic and RStudio, by what their guides say of the size of an image (facts §7). */
const limited: ReadonlySet<string> = new Set(['KernelGateway', 'RSessionGateway']);
const limitInBytes = 25_000_000_000;

/** Why an app has failed. One that has not is not explained: then its log is all there is to tell. */
export function explainApp(evidence: AppEvidence): AppExplanation {
  const { app, executionRole } = evidence;
  const { status, failureReason: original } = app;
  const log = logStateOf(evidence.log, executionRole);
  if (status !== 'Failed' && original === undefined) return { original, log, causes: [], unchecked: [] };
  const lines = log?.kind === 'lines' ? log.lines.map(({ text }) => text) : [];
  const isWrongPlatform = tellsWrongPlatform([original ?? '', ...lines]);
  return {
    original,
    log,
    causes: ranked([
      ...versionCauses(evidence),
      ...platformCauses(evidence.container, isWrongPlatform),
      ...pullCauses(evidence.container),
      ...describeCauses(executionRole),
      ...attachCauses(evidence),
      ...configCauses(evidence),
      ...userCauses(evidence),
      ...commandCauses(evidence),
      ...sizeCauses(evidence),
      ...classicCauses(evidence),
      // After what has facts of its own: of two that say the same, the first one stays.
      ...causesSaid(original),
    ]),
    unchecked: uncheckedOf(evidence, log),
  };
}

function versionCauses({ app, version }: AppEvidence): readonly Cause[] {
  if (version === 'gone') return [causeOf('version.gone', 'likely', { versionArn: app.imageVersionArn })];
  if (version?.status !== 'CREATE_FAILED') return [];
  const { number, failureReason: reason } = version;
  return [causeOf('version.failed', 'certain', { number, reason })];
}

/** A domain's role has to be able to describe what it starts (facts §5). Simulated, and of now. */
function describeCauses(role: RoleEvidence | undefined): readonly Cause[] {
  const action = 'sagemaker:DescribeImageVersion';
  const isDenied = role?.decisions?.some((one) => one.action === action && one.decision === 'denied');
  return role && isDenied
    ? [causeOf('executionRole.denied', 'likely', { roleArn: role.arn, actions: [action] })]
    : [];
}

/** Only what the domain, user profile or space names is started (field P16). */
function attachCauses({ isAttached }: AppEvidence): readonly Cause[] {
  return isAttached === false ? [causeOf('image.notAttached', 'likely', {})] : [];
}

/** A KernelGateway configuration is none for JupyterLab (field P4). */
function configCauses({ app, config }: AppEvidence): readonly Cause[] {
  // One without any settings is legal.
  if (!config || config.appTypes.length === 0 || config.appTypes.includes(app.type)) return [];
  const { name, appTypes } = config;
  return [causeOf('config.appType', 'likely', { name, appTypes, appType: app.type })];
}

function commandCauses({ app: { type }, container, config }: AppEvidence): readonly Cause[] {
  const { configuration } = container ?? {};
  if (!startedByImage.has(type) || !configuration) return [];
  const isSet = [configuration.entrypoint, configuration.cmd, config?.command ?? []].some(
    (words) => words.length > 0,
  );
  if (isSet) return [];
  // What it is attached with can say it, too.
  return [causeOf('container.noCommand', config ? 'likely' : 'possible', { appType: type })];
}

/** What is too large compressed is all the more so when it is not. */
function sizeCauses({ app, container }: AppEvidence): readonly Cause[] {
  const { sizeInBytes = 0 } = container ?? {};
  if (!limited.has(app.type) || sizeInBytes <= limitInBytes) return [];
  return [causeOf('container.tooLarge', 'likely', { sizeInBytes, limit: limitInBytes })];
}

function classicCauses({ app }: AppEvidence): readonly Cause[] {
  return app.type === 'KernelGateway' ? [causeOf('app.classic', 'possible', {})] : [];
}

function uncheckedOf(evidence: AppEvidence, log: LogState | undefined): readonly Unchecked[] {
  const { app, version, container, config, executionRole, isAttached } = evidence;
  const isRead = log?.kind === 'lines' || log?.kind === 'notWritten' || log?.kind === 'mayNotWrite';
  const ofRoleAndLog: readonly Unchecked[] = [
    ...(executionRole?.decisions === undefined ? (['role'] as const) : []),
    ...(isRead ? [] : (['log'] as const)),
  ];
  // Those are Amazon's to check.
  if (hasForeignImage(app)) return ofRoleAndLog;
  return [
    ...(version === undefined ? (['version'] as const) : []),
    ...(container?.isFound === undefined ? (['container'] as const) : []),
    ...(container?.platforms === undefined ? (['platform'] as const) : []),
    ...(container?.configuration === undefined ? (['configuration'] as const) : []),
    ...(config === undefined && isAttached !== false ? (['appImageConfig'] as const) : []),
    ...ofRoleAndLog,
  ];
}

import * as vscode from 'vscode';
import type { AppDetails } from '../../core/explain/apps.ts';
import type { Cause, Fix } from '../../core/explain/cause.ts';
import type { AppEvidence, Unchecked } from '../../core/explain/evidence.ts';
import { explainApp, type AppExplanation } from '../../core/explain/explainApp.ts';
import { logConsoleUrl, logStreamOf, studioLogGroup, type LogLine } from '../../core/explain/logs.ts';
import { hasForeignImage } from '../../core/explain/ownImage.ts';
import { describePolicyFix, logPolicyFix } from '../../core/explain/policies.ts';
import { codeSpan } from '../../core/explorer/markdown.ts';
import { obstacleText } from '../preflight/findingTexts.ts';
import { formatDate } from '../format.ts';
import { asCommand } from '../ids.ts';
import { codeSpans } from './causeTexts.ts';
import { readableLine } from './readableLine.ts';
import { PageWriter, type Page } from '../pages/page.ts';
import {
  harmless,
  writeCauses,
  writeInOrder,
  writeNextSteps,
  writeOriginal,
  writeUnchecked,
} from './sections.ts';

/** Of the lines that events have: an event can be a whole traceback. */
const mostLines = 1_000;

const { t } = vscode.l10n;

/** Why an app failed, or what is known of one that has not, as a Markdown document. */
export function appPage(evidence: AppEvidence): Page {
  const { app } = evidence;
  const explained = explainApp(evidence);
  const { original, causes, unchecked } = explained;
  const isFailure = app.status === 'Failed' || original !== undefined;
  const page = new PageWriter();
  page.heading(1, t('App {0} ({1}) of {2}', codeSpan(app.name), app.type, codeSpan(ownerOf(app))));
  page.paragraph(
    isFailure
      ? t('SageMaker has it as {0}.', codeSpan(app.status))
      : t('It has not failed: SageMaker has it as {0}.', codeSpan(app.status)),
  );
  for (const fact of factsOf(evidence)) page.item(fact);
  if (isFailure) {
    writeOriginal(page, original);
    if (causes.length === 0) page.paragraph(t('Nothing that is known of such failures explains it.'));
    writeCauses(page, causes, 'app', (fix, cause) => commandsFor(fix, cause, evidence));
  }
  writeLog(page, evidence, explained);
  if (isFailure) {
    writeInOrder(page, inOrder(evidence));
    // What there is to say of the log stands there.
    const others = unchecked.filter((what) => what !== 'log');
    writeUnchecked(page, others, evidence.obstacles ?? {}, (what) => reasonOf(what, evidence));
    writeNextSteps(page, nextSteps(evidence, explained));
  }
  return page.page;
}

function ownerOf({ space, userProfile }: AppDetails): string {
  return space ?? userProfile ?? '';
}

function factsOf({ app, executionRole, config }: AppEvidence): readonly string[] {
  const { domainId, space, userProfile, createdAt, imageArn, imageVersionArn, instanceType } = app;
  return [
    space === undefined
      ? t('Domain {0}, user profile {1}', codeSpan(domainId), codeSpan(userProfile ?? ''))
      : t('Domain {0}, space {1}', codeSpan(domainId), codeSpan(space)),
    ...(createdAt ? [t('Created {0}', formatDate(createdAt))] : []),
    ...(instanceType === undefined ? [] : [t('On {0}', codeSpan(instanceType))]),
    ...(imageArn === undefined ? [] : [t('Image {0}', codeSpan(imageVersionArn ?? imageArn))]),
    ...(executionRole ? [t('Runs with role {0}', codeSpan(executionRole.arn))] : []),
    ...(config ? [t('App image config {0}', codeSpan(config.name))] : []),
  ];
}

function writeLog(page: PageWriter, evidence: AppEvidence, { log }: AppExplanation): void {
  const { app, obstacles } = evidence;
  const stream = codeSpan(logStreamOf(app));
  const group = codeSpan(studioLogGroup);
  page.heading(2, t('Log'));
  switch (log?.kind) {
    case 'lines':
      page.paragraph(t('The last lines of {0} in {1}:', stream, group));
      page.fence(textOf(log.lines));
      break;
    case 'mayNotWrite':
      page.paragraph(
        t(
          'There is none, because role {0} can not write it: it lacks {1}.',
          codeSpan(log.roleArn),
          codeSpans(log.actions),
        ),
        [asCommand('sagemakerImages.containerImage.fix', t('Open Policy'), logPolicyFix(log.roleArn, app))],
      );
      page.paragraph(t('Let the role write, and start the app again: what it prints is what explains it.'));
      break;
    case 'notWritten':
      page.paragraph(
        t(
          'Nothing was written to {0} in {1}, though the role of the app may write: it did not come so far as to print anything, or prints nothing.',
          stream,
          group,
        ),
      );
      break;
    case 'missing':
      page.paragraph(
        evidence.log?.kind === 'noGroup'
          ? t('There is no log group {0}: no app of this account has written a log in this region.', group)
          : t('Nothing was written to {0} in {1}.', stream, group),
      );
      page.paragraph(t('Whether the role of the app may write a log could not be found out.'));
      break;
    default: {
      const why = obstacles?.log ? harmless(obstacleText(obstacles.log)) : '';
      page.paragraph(
        t('Whether there is one is not known: {0} in {1} could not be read. {2}', stream, group, why),
      );
    }
  }
  const url = logConsoleUrl(app);
  if (url !== undefined) page.paragraph(t('In the AWS console: {0}', `<${url}>`));
}

function textOf(lines: readonly LogLine[]): string {
  return lines
    .map(({ at, text }) => `${at.toISOString()}  ${readableLine(text, moreText)}`)
    .join('\n')
    .split('\n')
    .slice(-mostLines)
    .join('\n');
}

function moreText(count: number): string {
  return t('… ({0} more characters)', count);
}

function inOrder({
  container,
  executionRole,
  version,
  config,
  app,
  isAttached,
}: AppEvidence): readonly string[] {
  const { isFound, status, platforms } = container ?? {};
  const isVersionGood = version !== undefined && version !== 'gone' && version.status === 'CREATED';
  const mayDescribe = executionRole?.decisions?.some(
    ({ action, decision }) => action === 'sagemaker:DescribeImageVersion' && decision === 'allowed',
  );
  return [
    ...(isVersionGood ? [t('Version {0} of the image is CREATED.', version.number)] : []),
    ...(isFound && status === 'ACTIVE' ? [t('ECR has its container image, and it is ACTIVE.')] : []),
    ...(platforms?.some((one) => /^linux\/amd64(\/|$)/.test(one)) ? [t('It is for linux/amd64.')] : []),
    ...(isAttached
      ? [t("The image is among those that the app's domain, user profile or space names.")]
      : []),
    ...(config?.appTypes.includes(app.type)
      ? [t('Its app image config {0} is for this type of app.', codeSpan(config.name))]
      : []),
    ...(mayDescribe ? [t('The role of the app may describe the version.')] : []),
  ];
}

function reasonOf(what: Unchecked, { app, version, container }: AppEvidence): string | undefined {
  if (what === 'role') return t('Which one the app runs with is not known.');
  if (app.imageArn === undefined) return t('The app does not tell its image.');
  if (what === 'version') return t('The app names no version of its image.');
  if (what === 'appImageConfig') return t('Which one the image is attached with is not known.');
  if (version === 'gone') return t('The version is not there any more.');
  if (version === undefined) return t('The version of the image is not known.');
  return container ? undefined : t('SageMaker does not tell what the version is made of.');
}

function nextSteps({ app }: AppEvidence, { causes, log }: AppExplanation): readonly string[] {
  return [
    ...(causes.length > 0 ? [t('Mend what is above, then start the app again.')] : []),
    ...(log?.kind === 'lines'
      ? [t('Read the log from its end: the last error stands there, as a rule.')]
      : [t('Look for the log in the AWS console, also of earlier starts of the app.')]),
    ...(causes.length > 0
      ? []
      : [
          hasForeignImage(app)
            ? t('Start the app with another image: this one is not of this account, and not looked into.')
            : t(
                'Check that the container image starts: run it with Docker, for linux/amd64 and as its own user.',
              ),
          t('AWS Support can look at {0}.', codeSpan(app.arn)),
        ]),
  ];
}

/** What a click can do about a cause. */
function commandsFor(
  fix: Fix,
  { facts }: Cause,
  { app, executionRole }: AppEvidence,
): readonly vscode.Command[] {
  const roleArn = ('roleArn' in facts ? facts.roleArn : undefined) ?? executionRole?.arn;
  switch (fix) {
    case 'allowDescribe': {
      const policy = roleArn === undefined ? undefined : describePolicyFix(roleArn, app);
      return policy ? [asCommand('sagemakerImages.containerImage.fix', t('Open Policy'), policy)] : [];
    }
    case 'createVersion':
      return [asCommand('sagemakerImages.version.create', t('Create Image Version…'))];
    case 'buildForAmd64':
    case 'buildWithDockerMediaTypes':
      return [asCommand('sagemakerImages.version.build', t('Build Image Version…'))];
    default:
      return [];
  }
}

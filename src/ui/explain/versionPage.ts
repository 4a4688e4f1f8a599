import * as vscode from 'vscode';
import { parseContainerUri } from '../../core/containerUri.ts';
import type { Cause, Fix } from '../../core/explain/cause.ts';
import type { Unchecked, VersionEvidence } from '../../core/explain/evidence.ts';
import { explainVersion, type VersionExplanation } from '../../core/explain/explainVersion.ts';
import { codeSpan } from '../../core/explorer/markdown.ts';
import { pullPolicyFix, trustPolicyFix } from '../../core/preflight/policies.ts';
import { imageNode } from '../../core/tree.ts';
import { formatDate } from '../format.ts';
import { asCommand } from '../ids.ts';
import { codeSpans } from './causeTexts.ts';
import { PageWriter, type Page } from '../pages/page.ts';
import { writeCauses, writeInOrder, writeNextSteps, writeOriginal, writeUnchecked } from './sections.ts';

const { t } = vscode.l10n;

/** Why a version could not be created, as a Markdown document. */
export function versionPage(evidence: VersionEvidence): Page {
  const { version, accountId, region } = evidence;
  const { imageName, number, status, createdAt, baseImage } = version;
  const explained = explainVersion(evidence);
  const page = new PageWriter();
  page.heading(1, t('Version {0} of {1}', number, codeSpan(imageName)));
  page.paragraph(
    status === 'CREATE_FAILED'
      ? t('It could not be created ({0}), {1}.', codeSpan(status), formatDate(createdAt))
      : t('SageMaker has it as {0}: that it could not be created is not known.', codeSpan(status)),
  );
  page.item(t('Account {0}, {1}', accountId, region));
  if (baseImage !== undefined) page.item(t('To be made of {0}', codeSpan(baseImage)));
  if (status === 'CREATE_FAILED' || explained.original !== undefined) writeOriginal(page, explained.original);
  if (status === 'CREATE_FAILED') writeExplanation(page, evidence, explained);
  return page.page;
}

function writeExplanation(page: PageWriter, evidence: VersionEvidence, explained: VersionExplanation): void {
  const { causes, unchecked, heldAliases } = explained;
  if (causes.length === 0) page.paragraph(t('Nothing that is known of such failures explains it.'));
  writeCauses(page, causes, 'version', (fix, cause) => commandsFor(fix, cause, evidence));
  if (heldAliases.length > 0) {
    page.heading(2, t('Aliases'));
    page.paragraph(
      t(
        '{0} stays on this version: it can be neither moved nor used again until the version is deleted.',
        codeSpans(heldAliases),
      ),
    );
  }
  writeInOrder(page, inOrder(evidence));
  writeUnchecked(page, unchecked, evidence.obstacles ?? {}, (what) => reasonOf(what, evidence));
  writeNextSteps(page, nextSteps(evidence, explained));
}

function inOrder({ container, role, version, region, accountId }: VersionEvidence): readonly string[] {
  const { isFound, status, isArtifact, platforms } = container ?? {};
  const parsed = parseContainerUri(version.baseImage ?? '', undefined);
  const isHere = parsed.ok && parsed.value.region === region && parsed.value.accountId === accountId;
  const isForAmd64 = platforms?.some((one) => /^linux\/amd64(\/|$)/.test(one));
  const mayPull = role?.decisions?.every(({ decision }) => decision === 'allowed') ?? false;
  return [
    ...(isHere ? [t('The repository is in the same account and region.')] : []),
    ...(isFound && status === 'ACTIVE' && !isArtifact
      ? [t('ECR has the container image, and it is ACTIVE.')]
      : []),
    ...(isForAmd64 ? [t('It is for linux/amd64.')] : []),
    ...(role?.trust === 'trusted' ? [t('The role of the image lets SageMaker assume it.')] : []),
    ...(mayPull ? [t('It may pull from the repository, as far as IAM simulates it.')] : []),
  ];
}

function reasonOf(what: Unchecked, { version, container }: VersionEvidence): string | undefined {
  if (what !== 'container') return undefined;
  if (version.baseImage === undefined)
    return t('SageMaker does not tell what the version was to be made of.');
  const parsed = parseContainerUri(container?.reference ?? '', undefined);
  return parsed.ok
    ? t('Without a tag or digest nobody knows which one was meant.')
    : t('It is not in a private registry of ECR.');
}

function nextSteps({ version }: VersionEvidence, { causes }: VersionExplanation): readonly string[] {
  return [
    ...(causes.length > 0
      ? [t('Mend what is above, then create another version: one that failed stays as it is.')]
      : [
          t('Create another version: what passes by itself (a new role, a busy service) leaves no trace.'),
          t(
            'Check that the container image starts: run it with Docker, for linux/amd64 and as its own user.',
          ),
          t('AWS Support can look at {0}.', codeSpan(version.arn)),
        ]),
    t('Delete this version once it is not needed: nothing can be done with it.'),
  ];
}

/** What a click can do about a cause. */
function commandsFor(fix: Fix, { facts }: Cause, evidence: VersionEvidence): readonly vscode.Command[] {
  const { image, version } = evidence;
  const roleArn = 'roleArn' in facts ? facts.roleArn : undefined;
  const parsed = parseContainerUri(version.baseImage ?? '', undefined);
  switch (fix) {
    case 'trustSageMaker':
      return roleArn === undefined
        ? []
        : [asCommand('sagemakerImages.containerImage.fix', t('Open Trust Policy'), trustPolicyFix(roleArn))];
    case 'allowPull':
      return roleArn === undefined || !parsed.ok
        ? []
        : [
            asCommand(
              'sagemakerImages.containerImage.fix',
              t('Open Policy'),
              pullPolicyFix(roleArn, parsed.value),
            ),
          ];
    case 'chooseOtherRole':
      return image ? [asCommand('sagemakerImages.image.edit', t('Edit Image…'), imageNode(image))] : [];
    case 'createVersion':
      return image
        ? [asCommand('sagemakerImages.version.create', t('Create Image Version…'), imageNode(image))]
        : [];
    case 'buildForAmd64':
    case 'buildWithDockerMediaTypes':
      return [asCommand('sagemakerImages.version.build', t('Build Image Version…'))];
    default:
      return [];
  }
}

import * as vscode from 'vscode';
import type { ImageLoss, TextId, TextQuestion } from '../core/questions.ts';
import { destinationText } from './destinationText.ts';
import { titleOf } from './titles.ts';

export interface TextPrompt {
  readonly title: string;
  readonly prompt: string;
  readonly placeholder: string;
}

const { t } = vscode.l10n;

/** Titles and explanations of every text that is entered. */
export const textPrompts: Readonly<Record<TextId, TextPrompt>> = {
  newImageName: {
    title: t('New Image'),
    prompt: t('The name of the new SageMaker image'),
    placeholder: t('my-image'),
  },
  aliases: {
    title: t('Aliases'),
    prompt: t('Aliases of the version, separated by commas; they are added once it is created.'),
    placeholder: t('1.4.0, latest'),
  },
  mlFramework: {
    title: t('ML Framework'),
    prompt: t('The machine learning framework that the image was made for.'),
    placeholder: 'PyTorch 2.4',
  },
  programmingLang: {
    title: t('Programming Language'),
    prompt: t('The programming language and its version.'),
    placeholder: 'Python 3.12',
  },
  releaseNotes: {
    title: t('Release Notes'),
    prompt: t('What the maintainers say about this version, on one line.'),
    placeholder: t('What is new in this version'),
  },
  clientToken: {
    title: t('Client Token'),
    prompt: t('Names this creation to SageMaker: a second call with the same token creates nothing new.'),
    placeholder: '',
  },
  imageName: {
    title: t('Name'),
    prompt: t('The name of the new SageMaker image'),
    placeholder: t('my-image'),
  },
  displayName: {
    title: t('Display Name'),
    prompt: t('What Studio shows instead of the name.'),
    placeholder: t('My image'),
  },
  description: {
    title: t('Description'),
    prompt: t('What the image is for, on one line.'),
    placeholder: t('What is in the image, and who keeps it'),
  },
  tags: {
    title: t('Tags'),
    prompt: t('Tags of the image as key=value, separated by commas.'),
    placeholder: 'team=research, cost-center=1234',
  },
  deletion: {
    title: '',
    prompt: t('Type the name of the image to delete it.'),
    placeholder: '',
  },
  repositoryName: {
    title: t('New Repository'),
    prompt: t(
      'The name of the new ECR repository. AmazonSageMakerFullAccess covers those with "sagemaker" in it.',
    ),
    placeholder: 'sagemaker-my-image',
  },
  buildArg: {
    title: t('Build Argument'),
    prompt: t('The value of the build argument.'),
    placeholder: '',
  },
  context: {
    title: t('Build Context'),
    prompt: t('The folder whose files the build may copy: its path from the workspace folder.'),
    placeholder: '.',
  },
};

/** The title of a text question: of which thing it is asked for, where there can be several of its kind. */
export function titleOfText({ id, subject, purpose }: TextQuestion): string {
  const { title } = textPrompts[id];
  return titleOf(subject === undefined ? title : t('{0} {1}', title, subject), purpose);
}

/** What a text question says below the box: what is entered, and what an empty answer means or what is lost. */
export function promptOf({ id, isOptional, isForGood, isSecret, loss }: TextQuestion): string {
  if (loss) return lossText(loss);
  const { prompt } = textPrompts[id];
  if (id === 'buildArg') {
    return isSecret
      ? t('{0} It looks secret: it is not kept. Empty: it is not passed.', prompt)
      : t('{0} Empty: it is not passed.', prompt);
  }
  if (isForGood) return t('{0} SageMaker replaces it, but cannot take it back.', prompt);
  return isOptional ? t('{0} Empty: not set.', prompt) : prompt;
}

/** What is lost with an image that has versions. */
function lossText(loss: ImageLoss): string {
  return t(
    'Type "{0}" to delete the image with {1}, for good: {2}. The container images stay in ECR.',
    loss.imageName,
    versionsText(loss),
    destinationText(loss),
  );
}

/** As many aliases as there is room for below a box. */
const mostAliases = 10;

function versionsText({ versions, aliases }: ImageLoss): string {
  const count = versions === 1 ? t('its 1 version') : t('its {0} versions', versions);
  if (aliases === undefined) return t('{0} and their aliases', count);
  if (aliases.length === 0) return count;
  const named = aliases.slice(0, mostAliases).join(', ');
  const more = aliases.length - mostAliases;
  return more > 0
    ? t('{0} (aliases: {1} and {2} more)', count, named, more)
    : t('{0} (aliases: {1})', count, named);
}

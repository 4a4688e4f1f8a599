import * as vscode from 'vscode';
import type { ConstraintName } from '../core/constraints.ts';
import type { Problem } from '../core/problems.ts';

const { t } = vscode.l10n;

/** What SageMaker allows, for each kind of value. */
const allowed: Readonly<Record<ConstraintName, () => string>> = {
  ImageName: () => t('Use 1 to 63 letters and digits, with single hyphens or periods between them.'),
  ImageDisplayName: () => t('Use 1 to 128 characters on one line.'),
  ImageDescription: () => t('Use 1 to 512 characters on one line.'),
  RoleArn: () =>
    t('Use the full ARN of an IAM role, such as arn:aws:iam::123456789012:role/SageMakerImages.'),
  ImageBaseImage: () => t('Use an ECR image URI of at most 255 characters.'),
  ClientToken: () => t('Use 1 to 36 letters, digits and hyphens.'),
  SageMakerImageVersionAlias: () =>
    t(
      'Use 1 to 128 letters, digits, hyphens, underscores and periods; the first may not be a hyphen or a period.',
    ),
  MLFramework: () =>
    t('Use a name and a version with a period, such as "PyTorch 2.4" or "TensorFlow 2.16.1".'),
  ProgrammingLang: () => t('Use a name and a version with a period, such as "Python 3.12" or "R 4.4.1".'),
  ReleaseNotes: () => t('Use 1 to 255 characters on one line.'),
  TagKey: () => t('Use 1 to 128 letters, digits, spaces and _.:/=+-@ for the key of a tag.'),
  TagValue: () => t('Use at most 256 letters, digits, spaces and _.:/=+-@ for the value of a tag.'),
};

/** One sentence that says what is wrong and what is allowed. */
export function problemText(problem: Problem): string {
  switch (problem.code) {
    case 'value':
      return problem.violation === 'tooLong'
        ? t('{0} characters are too many. {1}', problem.length, allowed[problem.of]())
        : allowed[problem.of]();
    case 'value.whitespace':
      return t('No spaces or line breaks: {0}', allowed[problem.of]());
    case 'image.exists':
      return t(
        'There is already an image "{0}": go back and pick it from the list, or use another name.',
        problem.name,
      );
    case 'alias.twice':
      return t('Alias "{0}" is there twice.', problem.alias);
    case 'region.name':
      return t('"{0}" is not a region: use a name such as eu-central-1.', problem.text);
    case 'name.different':
      return t('Type the name "{0}" to delete it.', problem.name);
    case 'tag.form':
      return t('"{0}" is not a tag: use key=value.', problem.text);
    case 'tag.reserved':
      return t('Keys that begin with "aws:" are reserved: use another one than "{0}".', problem.key);
    case 'tag.twice':
      return t('There are two tags with the key "{0}".', problem.key);
    case 'tag.tooMany':
      return t('{0} tags are too many: use at most {1}.', problem.count, problem.max);
    case 'uri.empty':
      return t('Type or paste an ECR image URI: ACCOUNT.dkr.ecr.REGION.amazonaws.com/REPOSITORY:TAG');
    case 'uri.whitespace':
      return t('An image URI has no spaces or line breaks in it.');
    case 'uri.scheme':
      return t(
        'Leave out the "https://": an image URI begins with the registry, ACCOUNT.dkr.ecr.REGION.amazonaws.com.',
      );
    case 'uri.bareDigest':
      return t('A digest alone does not say where the image is: put REGISTRY/REPOSITORY@ in front of it.');
    case 'uri.publicRegistry':
      return t(
        'SageMaker takes images from private ECR repositories only: push a copy of this public image to one of yours.',
      );
    case 'uri.otherRegistry':
      return t(
        'SageMaker takes images from private ECR repositories only, not from "{0}": use ACCOUNT.dkr.ecr.REGION.amazonaws.com/REPOSITORY:TAG.',
        problem.host,
      );
    case 'uri.noRepository':
      return t('Add the repository and its tag or digest: REGISTRY/REPOSITORY:TAG');
    case 'uri.noReference':
      return t('Add the tag or the digest: REGISTRY/REPOSITORY:TAG or REGISTRY/REPOSITORY@DIGEST');
    case 'uri.upperCase':
      return t('ECR repositories are lower case: use "{0}".', problem.repository.toLowerCase());
    case 'uri.repository':
      return t(
        '"{0}" is not a repository name: use lower-case letters and digits, with single periods or slashes, underscores or hyphens between them.',
        problem.repository,
      );
    case 'uri.secondColon':
      return t('There is a second colon: one colon separates the repository from the tag.');
    case 'uri.tag':
      return t(
        '"{0}" is not a tag: use 1 to 128 letters, digits, periods, hyphens and underscores; the first may not be a period or a hyphen.',
        problem.tag,
      );
    case 'uri.digest':
      return t('"{0}" is not a digest: use sha256: and 64 characters of 0-9 and a-f.', problem.digest);
    case 'uri.tooLong':
      return t(
        'The URI has {0} characters and SageMaker takes {1}: use a shorter repository name or tag.',
        problem.length,
        problem.max,
      );
    case 'uri.region':
      return t(
        'The image is in {0} and SageMaker is called in {1}: both must be the same. Use an image in {1}, or switch the region.',
        problem.region,
        problem.sessionRegion,
      );
    case 'repository.name':
      return t(
        '"{0}" is not a repository name: use lower-case letters and digits, with single periods or slashes, underscores or hyphens between them.',
        problem.name,
      );
    case 'repository.exists':
      return t(
        'There is already a repository "{0}": go back and pick it, or use another name.',
        problem.name,
      );
    case 'repository.reference':
      return t('Leave out the tag or the digest: REGISTRY/REPOSITORY');
    case 'imageTag.word':
      return t(
        '"{0}" stands for nothing: use {1}, {2} or {3}.',
        `{${problem.word}}`,
        '{branch}',
        '{commit}',
        '{timestamp}',
      );
    case 'imageTag.noSource':
      return t('Nothing says what "{0}" is: the Dockerfile is in no git repository.', `{${problem.word}}`);
    case 'imageTag.unknown':
      return t(
        'The next version is not known: the registry could not be asked for its tags. Pick another tag.',
      );
    case 'imageTag.taken':
      return t('The repository has "{0}" already and keeps its tags: use another one.', problem.tag);
    case 'buildArgs.open':
      return t('The Dockerfile uses build arguments without a value: {0}.', problem.names.join(', '));
    case 'platform.form':
      return t('"{0}" is not a platform: use a name such as linux/amd64.', problem.text);
    case 'path.form':
      return t('Use a path on one line, such as "docker" or "." for the workspace folder.');
  }
}

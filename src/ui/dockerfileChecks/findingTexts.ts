import * as vscode from 'vscode';
import type { Problem, TextFix } from '../../core/dockerfile/rules/finding.ts';
import type { RuleId } from '../../core/dockerfile/rules/ruleIds.ts';

const { t } = vscode.l10n;

/** What is wrong, and what cures it, in a sentence. */
export function problemSentence(problem: Problem): string {
  switch (problem.code) {
    case 'user.id':
      return userText(problem);
    case 'user.group':
      return t(
        'The image runs in group {0}, and Studio expects group {1}: change the group of that user, or name the group in USER.',
        problem.gid,
        problem.expected,
      );
    case 'user.notRoot':
      return t(
        'The image runs as "{0}": hosting expects containers that run as root, others may lack permissions.',
        problem.user,
      );
    case 'server.port':
      return t(
        'The server listens at port {0}: SageMaker looks for it at port {1}.',
        problem.port,
        problem.expected,
      );
    case 'server.address':
      return t(
        'The server listens at {0}, where nobody outside of the container reaches it: use 0.0.0.0.',
        problem.address,
      );
    case 'server.local':
      return t(
        'Jupyter listens at localhost unless it is told otherwise, and Studio does not reach it there: add --ip=0.0.0.0.',
      );
    case 'server.baseUrl':
      return t('The base URL is "{0}": Studio asks for the app below {1}.', problem.url, problem.expected);
    case 'server.noBaseUrl':
      return t('The server has no base URL: Studio asks for the app below {0}.', problem.expected);
    case 'server.otherApp':
      return t('"{0}" starts the other app: use "{1}".', problem.command, problem.expected);
    case 'path.reserved':
      return t('Studio keeps {0} for itself: put "{1}" somewhere else.', problem.folder, problem.path);
    case 'path.hidden':
      return t(
        'Nobody will see "{0}": Studio mounts the storage of a space at /home/sagemaker-user, over what the image has there.',
        problem.path,
      );
    case 'platform.other':
      return t('The image is for {0}: Studio runs linux/amd64 alone.', problem.platform);
    case 'platform.builder':
      return t(
        'The image gets the platform of the machine that builds it, whatever --platform says: Studio runs linux/amd64 alone.',
      );
    case 'platform.missing':
      return t('No platform is named: Studio runs linux/amd64 alone.');
    case 'kernel.missing':
      return t(
        'Nothing in this image is a kernel, and {0} brings none: install ipykernel or another one.',
        problem.image,
      );
    case 'driver':
      return t(
        '"{0}" is part of the NVIDIA driver, which belongs to the machine: only the CUDA toolkit belongs in an image.',
        problem.package,
      );
    case 'distribution.floating':
      return t(
        '"{0}" names another image every few weeks: name a version down to its minor part, such as 3.4-cpu.',
        problem.tag,
      );
    case 'distribution.ended':
      return t(
        'SageMaker Distribution {0} gets no security updates any more, as its support was to end on {1}: use a later version.',
        problem.version,
        problem.date,
      );
    case 'unified.base':
      return t(
        'SageMaker Unified Studio needs an image made from SageMaker Distribution 2.6 or later, and not from {0}.',
        problem.image,
      );
    case 'unified.version':
      return t(
        'SageMaker Unified Studio needs SageMaker Distribution 2.6 or later, and not {0}.',
        problem.version,
      );
    case 'unified.entrypoint':
      return t(
        'An ENTRYPOINT does not work as expected in SageMaker Unified Studio: set it in the container configuration of the app image config.',
      );
    case 'file.id':
      return t(
        'Files belong to {0}: Studio Classic takes user and group IDs up to 65535, in every layer.',
        problem.id,
      );
    case 'serve.command':
      return t(
        'Hosting replaces the CMD by "serve", and the image has no such program: use an ENTRYPOINT, or add one.',
      );
    case 'serve.refused':
      return t(
        'Hosting adds the word "serve", which "{0}" refuses: start it by a script, or write this ENTRYPOINT without brackets.',
        problem.program,
      );
    case 'directive.rule':
      return t('There is no rule "{0}".', problem.name);
    case 'directive.target':
      return t(
        '"{0}" is nothing that a Dockerfile is checked for: use jupyterlab, code-editor, kernel-gateway, unified-studio, training, inference or none.',
        problem.name,
      );
    case 'directive.key':
      return t('"{0}" means nothing here: use target, ignore or ignore-file.', problem.name);
  }
}

function userText({ uid, allowsRoot, image }: Extract<Problem, { code: 'user.id' }>): string {
  if (image !== undefined)
    return t(
      'The image runs as root, like {0}, and Studio expects user 1000: create that user in group 100, and end with "USER 1000".',
      image,
    );
  if (uid === 0) return t('The image runs as root, and Studio expects user 1000: end with "USER 1000".');
  return allowsRoot
    ? t('The image runs as user {0}, and Studio expects user 1000, or 0: change its ID.', uid)
    : t('The image runs as user {0}, and Studio expects user 1000: change its ID.', uid);
}

/** What a quick fix does. */
export function fixTitle(kind: TextFix['kind'], rule: RuleId): string {
  switch (kind.code) {
    case 'replace':
      return t('Change to "{0}"', kind.text);
    case 'add':
      return t('Add "{0}"', kind.text);
    case 'remove':
      return t('Remove "{0}"', kind.text);
    case 'ignore':
      return t('Ignore "{0}" here', rule);
    case 'ignoreFile':
      return t('Ignore "{0}" in this file', rule);
  }
}

import * as vscode from 'vscode';
import type { ErrorCode } from '../../core/errors.ts';
import type { Cure, Sentences } from '../messages.ts';

const { t } = vscode.l10n;
const retry: Cure = { kind: 'retry' };
const showLog: Cure = { kind: 'showLog' };

type BuildErrorCode = Extract<ErrorCode, `${'engine' | 'build' | 'registry' | 'push'}.${string}`>;

/** What can go wrong between a Dockerfile and a registry. */
export const buildSentences: Pick<Sentences, BuildErrorCode> = {
  'engine.missing': ({ tried }) => ({
    text: t(
      'No container CLI was found ({0}): install Docker, Finch or Podman, or name the program in the settings.',
      tried.join(', '),
    ),
    cures: [{ kind: 'openSetting', setting: 'docker.path' }, retry],
  }),
  'engine.notRunning': ({ engine, reason }) => ({
    text: t('The engine behind "{0}" does not answer: start it, then retry. It says: {1}', engine, reason),
    cures: [retry, showLog],
  }),
  'engine.unusable': ({ engine, reason }) => ({
    text: t(
      'The program "{0}" cannot build this ({1}): update it, or name another one in the settings.',
      engine,
      reason,
    ),
    cures: [{ kind: 'openSetting', setting: 'docker.path' }, retry],
  }),
  'build.failed': ({ location, reason }) => ({
    text: location
      ? t(
          'The build failed at line {0} of the Dockerfile: mend it, then retry. The engine says: {1}',
          location.line,
          reason,
        )
      : t('The build failed: see its output, then retry. The engine says: {0}', reason),
    cures: [
      ...(location
        ? [{ kind: 'openFile', location: { path: location.file, line: location.line - 1 } } as const]
        : []),
      retry,
    ],
  }),
  'build.noSpace': ({ engine }) => ({
    text: t(
      'The disk of {0} is full: remove what is not needed, for example with "{0} system prune", then retry.',
      engine,
    ),
    cures: [retry],
  }),
  'build.gone': ({ imageId }) => ({
    text: t('The built image {0} is not there any more: build it again.', imageId),
    cures: [retry],
  }),
  'build.untrusted': () => ({
    text: t('A build runs what the Dockerfile says: trust this workspace first.'),
    cures: [{ kind: 'manageTrust' }],
  }),
  'build.unanswered': ({ names }) => ({
    text: t(
      'It has to be built again, and the values of {0} look secret and were not kept: retry to enter them.',
      names.join(', '),
    ),
    cures: [retry],
  }),
  'registry.refused': ({ host, reason }) => ({
    text: t(
      'The registry {0} refuses the sign-in or the push: check the permissions. It says: {1}',
      host,
      reason,
    ),
    cures: [retry, { kind: 'switchSession' }],
  }),
  'registry.untrusted': ({ host, reason }) => ({
    text: t(
      'The engine does not trust the certificate of {0}, which a proxy that inspects TLS may have issued: add its CA to /etc/docker/certs.d/{0} or to the store of the engine’s machine, restart the engine, then retry. It says: {1}',
      host,
      reason,
    ),
    cures: [retry],
  }),
  'registry.invalidCertificate': ({ host, reason }) => ({
    text: t(
      'The engine finds the certificate of {0} not valid: check the clock of its machine and the proxy in between, then retry. It says: {1}',
      host,
      reason,
    ),
    cures: [retry],
  }),
  'push.failed': ({ reference, reason }) => ({
    text: t(
      '"{0}" could not be pushed: retry, for what was built is kept. The engine says: {1}',
      reference,
      reason,
    ),
    cures: [retry, showLog],
  }),
  'push.otherDigest': ({ reference, pushed, found }) => ({
    text:
      found && pushed
        ? t(
            'Somebody else has pushed "{0}" meanwhile, which is {1} now and not {2}: retry with another tag.',
            reference,
            found,
            pushed,
          )
        : t(
            '"{0}" was pushed, but ECR does not show it: retry in a moment.',
            pushed ? `${reference}@${pushed}` : reference,
          ),
    cures: [retry],
  }),
  'push.tagTaken': ({ reference }) => ({
    text: t(
      '"{0}" is there already, and its repository keeps tags as they are: choose another tag.',
      reference,
    ),
    cures: [retry],
  }),
  'push.mediaType': ({ reference, mediaType }) => ({
    text: t(
      '"{0}" has media type {1}, which SageMaker inference refuses: build it with Docker media types, or for another job type.',
      reference,
      mediaType,
    ),
    cures: [retry],
  }),
};

import type { EngineName } from '../core/build/engine.ts';
import { AppError } from '../core/errors.ts';
import type { Command } from './dialects/command.ts';
import type { DockerBuilder } from './dialects/dockerDialect.ts';
import { decidingLine } from './failures/appErrors.ts';
import { shortReason } from './failures/failure.ts';
import { isAtLeast, parseVersion, type Version } from './version.ts';

/** What a command has answered: the lines of both streams, and whether it succeeded. */
export interface Answer {
  readonly succeeded: boolean;
  readonly output: readonly string[];
  readonly errors: readonly string[];
}

/** Tells without the engine which program this is: `docker` may be podman, and the user may have given a path. */
export const whichProgram: Command = { args: ['--version'] };

export const dockerVersion: Command = { args: ['version', '--format={{json .}}'] };
export const buildxVersion: Command = { args: ['buildx', 'version'] };
export const podmanVersion: Command = { args: ['version', '--format=json'] };
/** Finch has a `version` of its own, which says nothing of the engine in older ones. */
export const finchInfo: Command = { args: ['info', '--format={{json .}}'] };

/** Since 23.0 BuildKit is in the buildx plugin, and there only. */
const firstWithoutBuildKit: Version = [23, 0];
/** BuildKit builds for a platform since then. */
const oldestDocker: Version = [19, 3];
const oldestPodman: Version = [3, 0];

/** @throws AppError `engine.unusable` for a program that is none of the engines. */
export function readProgram(file: string, { output, errors }: Answer): EngineName {
  const text = [...output, ...errors].join('\n');
  if (/^podman(?:-remote)? version /im.test(text)) return 'podman';
  if (/^(?:finch|nerdctl) version /im.test(text)) return 'finch';
  if (/^Docker version /im.test(text)) return 'docker';
  throw new AppError('engine.unusable', {
    engine: file,
    reason: shortReason(text) || 'it does not say what it is',
  });
}

/** @param studio whether it is the Docker of SageMaker Studio. */
export function readDocker(version: Answer, buildx: Answer, studio: boolean): DockerBuilder {
  if (!version.succeeded) throw notRunningAs('docker', version);
  const answer = parseJson(version.output);
  const client = parseVersion(textIn(answer, 'Client', 'Version'));
  if (!client || !isAtLeast(client, oldestDocker)) throw tooOld('docker', version);
  if (textIn(answer, 'Server', 'Os') === 'windows') {
    throw new AppError('engine.unusable', { engine: 'docker', reason: 'it runs Windows containers' });
  }
  if (studio) return { kind: 'classic', network: 'sagemaker' };
  if (buildx.succeeded) {
    // Such as `github.com/docker/buildx v0.13.1 788433953af10f2a698f5c07611dddce2e08c7a0`.
    const text = buildx.output.find((line) => line.includes('buildx')) ?? '';
    return { kind: 'buildx', version: parseVersion(text.replace(/^\S+/, '')) };
  }
  if (!isAtLeast(client, firstWithoutBuildKit)) return { kind: 'buildkit' };
  throw new AppError('engine.unusable', {
    engine: 'docker',
    reason: decidingLine(buildx.errors.slice(0, 1)),
  });
}

export function checkPodman(version: Answer): void {
  if (!version.succeeded) throw notRunningAs('podman', version);
  const client = parseVersion(textIn(parseJson(version.output), 'Client', 'Version'));
  if (!client || !isAtLeast(client, oldestPodman)) throw tooOld('podman', version);
}

export function checkFinch(info: Answer): void {
  if (!info.succeeded) throw notRunningAs('finch', info);
}

function notRunningAs(engine: EngineName, { errors, output }: Answer): AppError {
  const reason = decidingLine(errors.length > 0 ? errors : output);
  return new AppError('engine.notRunning', { engine, reason });
}

function tooOld(engine: EngineName, { output }: Answer): AppError {
  const version = textIn(parseJson(output), 'Client', 'Version');
  return new AppError('engine.unusable', { engine, reason: `version ${version || 'unknown'} is too old` });
}

function parseJson(lines: readonly string[]): unknown {
  const text = lines.join('\n');
  try {
    return JSON.parse(text.slice(text.indexOf('{')));
  } catch {
    return undefined;
  }
}

function textIn(value: unknown, ...path: readonly string[]): string {
  const found = path.reduce<unknown>(
    (parent, name) => (typeof parent === 'object' && parent ? Reflect.get(parent, name) : undefined),
    value,
  );
  return typeof found === 'string' ? found : '';
}

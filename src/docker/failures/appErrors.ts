import { readFile } from 'node:fs/promises';
import type { BuildOrder, EngineName } from '../../core/build/engine.ts';
import { AppError } from '../../core/errors.ts';
import type { Explain } from '../dialects/dialect.ts';
import { hostOf, shortReason, withoutAddresses, type Failure } from './failure.ts';
import { findImageLine, findLine } from './instructions.ts';

const noSpacePattern = /no space left on device|not enough space on the disk/i;
/** An engine that has gone away. At the beginning of a line: a command of a build may say the same of its own. */
const notRunningPattern =
  /^(?:ERROR: |Error: |FATA\[\d+\] |ERRO\[\d+\] |docker: )?(?:Cannot connect to (?:the Docker daemon|Podman)|(?:Got )?permission denied while trying to connect|error during connect|failed to dial gRPC: |cannot access containerd socket|rootless containerd not running|`buildctl` needs to be installed|instance "\S+" (?:is stopped|does not exist)|failed to connect to the docker API)/i;
const tagTakenPattern = /tag.{0,12}invalid.*already exists|image tag .* already exists|tag is immutable/i;
const refusedPattern =
  /no basic auth credentials|unauthorized|\bdenied\b|authentication required|authorization token has expired|authorization failed|\b40[13]\b|forbidden|invalid username\/password/i;
/** Of Go's network, and of proxies in between. */
const unreachablePattern =
  /\bdial tcp\b|no such host|connection (?:refused|reset)|network is unreachable|i\/o timeout|timeout exceeded|context deadline exceeded|TLS handshake timeout|\bEOF$|\b50[234]\b|Bad Gateway|Service Unavailable|Gateway Timeout/i;
/** Of Go's crypto/x509, to the end: some say what they were to trust. */
const certificatePattern =
  /\bx509: certificate (?:(signed by unknown authority)|has expired or is not yet valid|is valid for |is not valid for ).*/;
const goneImagePattern =
  /no such image|image not known|an image does not exist locally|no image with|not found/i;
const decidingPattern =
  /^(?:ERROR|Error|error|FATA|denied|unauthorized|Get |Head |Put |Post |tag invalid|invalid argument|unknown flag)/;
/** Where programs send people who have typed something wrong. */
const hintPattern = /^(?:See '.* --help'|Usage:|Run '.* --help')/;

/** @param output the last lines that were shown, of both streams. */
export async function buildFailure(
  engine: EngineName,
  order: BuildOrder,
  output: readonly string[],
  errors: readonly string[],
  explain: Explain,
): Promise<AppError> {
  const last = output.slice(-200);
  if (last.some((line) => noSpacePattern.test(line))) return new AppError('build.noSpace', { engine });
  const gone = notRunning(engine, last.slice(-20));
  if (gone) return gone;
  // BuildKit's own messages are for programs: what is printed is encoded in them, secrets too.
  const told = errors.filter((text) => !text.startsWith('{'));
  const failure = explain(output, told) ?? { reason: decidingLine(told.length > 0 ? told : output) };
  const pulled = pulledImage(failure);
  const untrusted = pulled === undefined ? undefined : certificateFailure(failure.reason, pulled);
  if (untrusted) return untrusted;
  const line = failure.line ?? (await lineOf(order, failure));
  const location = line === undefined ? undefined : { file: order.dockerfile, line };
  return new AppError('build.failed', { location, reason: shortReason(failure.reason) });
}

/** Why a push has failed. */
export function pushFailure(engine: EngineName, reference: string, errors: readonly string[]): AppError {
  const gone = notRunning(engine, errors);
  if (gone) return gone;
  const deciding = findDeciding(errors);
  const reason = plainWords(withoutAddresses(deciding, reference));
  if (errors.some((line) => noSpacePattern.test(line))) return new AppError('build.noSpace', { engine });
  if (errors.some((line) => tagTakenPattern.test(line))) return new AppError('push.tagTaken', { reference });
  const untrusted = certificateFailure(deciding, reference);
  if (untrusted) return untrusted;
  if (errors.some((line) => refusedPattern.test(line))) {
    return new AppError('registry.refused', { host: hostOf(reference), reason });
  }
  return new AppError('push.failed', { reference, reason });
}

/** Why an image can not be named. */
export function tagFailure(
  engine: EngineName,
  id: string,
  reference: string,
  errors: readonly string[],
): AppError {
  if (errors.some((line) => goneImagePattern.test(line))) return new AppError('build.gone', { imageId: id });
  return pushFailure(engine, reference, errors);
}

export function signInFailure(engine: EngineName, host: string, errors: readonly string[]): AppError {
  const gone = notRunning(engine, errors);
  if (gone) return gone;
  const deciding = findDeciding(errors);
  const untrusted = certificateFailure(deciding, host);
  if (untrusted) return untrusted;
  const reason = plainWords(withoutAddresses(deciding, host));
  return unreachablePattern.test(reason) && !refusedPattern.test(reason)
    ? new AppError('network.unreachable', { host })
    : new AppError('registry.refused', { host, reason });
}

/** @returns undefined when the engine still answers, as far as its words tell. */
export function notRunning(engine: EngineName, errors: readonly string[]): AppError | undefined {
  const line = errors.find((text) => notRunningPattern.test(text));
  return line === undefined
    ? undefined
    : new AppError('engine.notRunning', { engine, reason: plainWords(line) });
}

/** The line of an error output that says most: the last that looks like an error, or else the last. */
export function decidingLine(errors: readonly string[]): string {
  return plainWords(findDeciding(errors));
}

function findDeciding(errors: readonly string[]): string {
  const lines = errors.filter((line) => line.trim() !== '' && !hintPattern.test(line.trim()));
  return lines.findLast((line) => decidingPattern.test(line)) ?? lines.at(-1) ?? 'nothing more';
}

function plainWords(line: string): string {
  return shortReason(
    line.replace(/^(?:ERROR: |Error: |error: |FATA\[\d+\] |ERRO\[\d+\] |Error response from daemon: )+/, ''),
  );
}

async function lineOf(
  { dockerfile, buildArgs }: BuildOrder,
  { step, image }: Failure,
): Promise<number | undefined> {
  // It may have been removed since.
  const text = await readFile(dockerfile, 'utf8').catch(() => '');
  if (step) return findLine(text, step);
  return image === undefined ? undefined : findImageLine(text, image, buildArgs);
}

/** What the engine itself wanted of a registry; undefined where a command of the build went to wherever. */
function pulledImage({ step, image }: Failure): string | undefined {
  return image ?? /^FROM (?:--\S+ )*(\S+)/i.exec(step?.text ?? '')?.[1];
}

/** @param reference whose registry was asked, where the text names no address. */
function certificateFailure(text: string, reference: string): AppError | undefined {
  const [reason, unknown] = certificatePattern.exec(text) ?? [];
  if (reason === undefined) return undefined;
  const host = /.*https?:\/\/([^\s/":]+(?::\d+)?)/.exec(text)?.[1] ?? hostOf(reference);
  const facts = { host, reason: shortReason(reason) };
  return unknown === undefined
    ? new AppError('registry.invalidCertificate', facts)
    : new AppError('registry.untrusted', facts);
}

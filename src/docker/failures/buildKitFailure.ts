import type { FailedStep, Failure } from './failure.ts';

/** Layers that an error has come through, which say nothing about it. */
const wrappings =
  /^(?:ERROR: |Error: |error: |FATA\[\d+\] |failed to build: |failed to solve: |failed to solve with frontend \S+: |failed to create LLB definition: |failed to build LLB: |rpc error: code = \w+ desc = |failed to compute cache key: |failed to load cache key: |failed to calculate checksum of ref \S+: )+/;
const decidingPattern = /^(?:ERROR: |error: failed|failed to |executor failed |process ")/;
const exitPattern = /(?:did not complete successfully|^executor failed running .*\]): (exit code: \d+.*)$/;
const syntaxPattern = /dockerfile parse error (?:on )?line (\d+): (.*)$/;
/** What fails before any step of the Dockerfile: its base images are looked at first, others when they are copied from. */
const imagePattern = /^ > (?:\[internal\] load metadata for|FROM) (\S+):$/;

/**
 * What failed in a build with BuildKit. Newer ones quote the Dockerfile's lines; 20.10 tells a line for syntax errors
 * alone, and else the step.
 */
export function explainBuildKit(output: readonly string[]): Failure | undefined {
  const deciding = output.findLast((line) => decidingPattern.test(line));
  if (deciding === undefined) return undefined;
  const bare = deciding.replace(wrappings, '');
  const syntax = syntaxPattern.exec(bare);
  const failed = failedStep(output);
  const line = quotedLine(output) ?? (syntax ? Number(syntax[1]) : undefined);
  const exit = exitPattern.exec(bare)?.[1];
  const said = exit === undefined ? undefined : failed?.lastOutput;
  const image = failed ? undefined : failedImage(output);
  return {
    reason: syntax?.[2] ?? (exit && said ? `${said} (${exit})` : (exit ?? bare)),
    ...(line !== undefined && { line }),
    ...(failed && { step: failed.step }),
    ...(image !== undefined && { image }),
  };
}

function failedImage(output: readonly string[]): string | undefined {
  return output.map((line) => imagePattern.exec(line)?.[1]).findLast((image) => image !== undefined);
}

/** `Dockerfile:3`, above the lines themselves. */
function quotedLine(output: readonly string[]): number | undefined {
  const rule = output.findLastIndex((line, at) => /^-{20}$/.test(line) && /:\d+$/.test(output[at - 1] ?? ''));
  const found = /:(\d+)$/.exec(output[rule - 1] ?? '');
  return found ? Number(found[1]) : undefined;
}

function failedStep(
  output: readonly string[],
): { step: FailedStep; lastOutput: string | undefined } | undefined {
  const error = output.findLastIndex((line) => /^#\d+ ERROR:? /.test(line));
  const number = /^#(\d+) /.exec(output[error] ?? '')?.[1];
  if (number === undefined) return undefined;
  // Its last words can come after the error.
  const lines = output.filter((line) => line.startsWith(`#${number} `));
  const printed = lines.map((line) => /^#\d+ \d+\.\d+ (.*\S)/.exec(line)?.[1]);
  const step = namedStep(output, lines, number);
  return step && { step, lastOutput: printed.findLast((text) => text !== undefined) };
}

/** `#6 [builder 2/3] RUN …`; of a long output that line may be gone, but the name comes again after the error. */
function namedStep(
  output: readonly string[],
  lines: readonly string[],
  number: string,
): FailedStep | undefined {
  const named = lines.findLast((line) => /^#\d+ \[(?!internal\])/.test(line))?.slice(number.length + 2);
  const again = output.findLast((line) => /^ > \[.*:$/.test(line))?.slice(3, -1);
  const found = /^\[(?:[^\]]*?([^\s[\]]+) )?\d+\/\d+\] (.*)$/.exec(named ?? again ?? '');
  return found?.[2] ? { text: found[2], ...(found[1] !== undefined && { stage: found[1] }) } : undefined;
}

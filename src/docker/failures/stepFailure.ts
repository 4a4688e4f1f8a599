import type { Failure } from './failure.ts';
import { lastStep } from '../progress/stepProgress.ts';

const syntaxPattern = /dockerfile parse error line (\d+): (.*)$/;
const returnedPattern = /^The command '.*' returned a non-zero code: (\d+)$/;
const podmanPattern = /^Error: (?:error )?building at STEP "/;
/** What the builders say about themselves, between what commands print. */
const chatterPattern =
  /^(?: --->|-->|Removing intermediate|Sending build context|time="|\[Warning\]|subprocess exited with status )/;

/** What failed in a build with podman, or with Docker's builder before BuildKit. */
export function explainSteps(output: readonly string[], errors: readonly string[]): Failure | undefined {
  const step = lastStep(output);
  const deciding = errors.findLast(isDeciding) ?? errors.findLast((line) => line.trim() !== '');
  if (deciding === undefined) return undefined;
  const syntax = syntaxPattern.exec(deciding);
  if (syntax) return { reason: syntax[2] ?? deciding, line: Number(syntax[1]) };
  const reason = withoutStep(deciding, step?.text);
  const exit =
    /^(?:error )?while running runtime: (exit status \d+)$/.exec(reason)?.[1] ?? exitOf(deciding, reason);
  // It may be on another stream, and read before or after.
  const printed = output.filter(
    (line, at) =>
      line !== deciding && at > (step?.index ?? -1) && line.trim() !== '' && !chatterPattern.test(line),
  );
  const said = exit === undefined ? undefined : printed.at(-1);
  return {
    reason: exit && said ? `${said} (${exit})` : (exit ?? reason),
    ...(step && { step: { text: step.text, ...(step.stage !== undefined && { stage: step.stage }) } }),
  };
}

function isDeciding(line: string): boolean {
  return returnedPattern.test(line) || /^(?:Error: |Error response from daemon: |[A-Z]+ failed: )/.test(line);
}

function exitOf(line: string, reason: string): string | undefined {
  const code = returnedPattern.exec(line)?.[1];
  return code === undefined ? /^exit status \d+$/.exec(reason)?.[0] : `exit code: ${code}`;
}

/** The reason that comes after the instruction, in which there may be anything. */
function withoutStep(line: string, text: string | undefined): string {
  const bare = line.replace(/^Error: |^Error response from daemon: /, '');
  if (!podmanPattern.test(line)) return bare;
  const quoted = `building at STEP "${text ?? ''}": `;
  const at = line.indexOf(quoted);
  const reason = at < 0 ? line.replace(/^.*?building at STEP ".*?": /, '') : line.slice(at + quoted.length);
  // What a Go program prints of its own data.
  return reason.replace(/ &\w+\.\w+\{.*$/, '').replace(/^Build error: /, '');
}

/** Checks Dockerfiles of 2,000 lines that are parsed already. Prints the milliseconds as JSON. */
import { longDockerfile } from './longDockerfile.ts';

export interface CheckTimes {
  /** Milliseconds to parse each text, which the code lens needs as well. */
  readonly parseMs: readonly number[];
  /** Milliseconds to check what was parsed, the process's first one first. */
  readonly checkMs: readonly number[];
}

type DockerfileModule = typeof import('../../src/core/dockerfile.ts');

const TEXTS = 30;

function main(): void {
  const { parseDockerfile } = require('./dockerfile.cjs') as DockerfileModule;
  const parseMs: number[] = [];
  const checkMs: number[] = [];
  for (let index = 0; index < TEXTS; index += 1) {
    const text = chained(longDockerfile(index));
    const start = performance.now();
    const parsed = parseDockerfile(text);
    if (!parsed.finalStage) throw new Error('The Dockerfile has no final stage.');
    const afterParse = performance.now();
    const { findings } = parsed.check({ target: 'jupyterlab', today: new Date() });
    checkMs.push(performance.now() - afterParse);
    parseMs.push(afterParse - start);
    if (findings.length === 0) throw new Error('Nothing was found.');
  }
  const times: CheckTimes = { parseMs, checkMs };
  console.log(JSON.stringify(times));
}

/** Every stage is made from the one before, so that all 2,000 lines matter for the image. */
function chained(text: string): string {
  let stages = 0;
  return text.replaceAll(/^FROM (\S+) AS (\S+)$/gm, (_, image: string) => {
    stages += 1;
    return `FROM ${stages === 1 ? image : `chained${stages - 1}`} AS chained${stages}`;
  });
}

main();

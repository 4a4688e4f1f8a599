import { stripVTControlCharacters } from 'node:util';

/** What is longer is no line that anybody reads. */
const mostCharacters = 2_000;

/**
 * A line of a log as a terminal would leave it: without colours and other controls, and of what was written over and
 * over (progress), the last.
 */
export function readableLine(text: string, more: (characters: number) => string): string {
  const lines = stripVTControlCharacters(text)
    .split(/\r?\n/)
    .map((line) => line.split('\r').findLast((part) => part !== '') ?? '')
    .map((line) => line.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (sign) => (sign === '\t' ? sign : '')))
    .map((line) =>
      line.length > mostCharacters
        ? `${line.slice(0, mostCharacters)} ${more(line.length - mostCharacters)}`
        : line,
    );
  return lines.join('\n').trimEnd();
}

/** A generator of numbers from 0 to below 1 that gives the same ones for the same seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Texts put together at random from these parts, always the same ones. */
export function* randomTexts(
  parts: readonly string[],
  { count, longest }: { readonly count: number; readonly longest: number },
): Generator<string> {
  const random = seeded(count * 31 + longest);
  for (let made = 0; made < count; made += 1) {
    const length = Math.floor(random() * (longest + 1));
    yield Array.from({ length }, () => parts[Math.floor(random() * parts.length)] ?? '').join('');
  }
}

/** What names are made of that do harm where nobody is careful. */
export const harmfulParts = [
  ...'abzAZ09._-/ \\\'"`$(){}[]<>|&;:@#%^~!?*=+,'.split(''),
  '\n',
  '\r\n',
  '\t',
  '\0',
  '\u001B[31m',
  '\u00E9',
  '\u65E5\u672C',
  '\u{1F600}',
  '\uD800',
  '\u202E',
  '--',
  '..',
  '$(touch x)',
  '%s',
  '__proto__',
  'constructor',
] as const;

/** Controls, what turns the direction of text around, and what YAML takes for the end of a line. */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\uFFFE\uFFFF]/gu;

/** A string literal on one line that JSON, YAML, Python and JavaScript read alike. What cannot be seen is spelled out. */
export function quoted(text: string): string {
  const legible = text
    .toWellFormed()
    .replace(/["\\]/g, String.raw`\$&`)
    .replace(unseen, spelledOut);
  return `"${legible}"`;
}

/** The same for HCL, whose strings are templates. */
export function quotedForHcl(text: string): string {
  return quoted(text).replace(/(\$+|%+)(?=\{)/g, withoutTemplate);
}

/** Doubled, one marker is itself. Behind others of its kind it is spelled out: not all parsers read `$$${` alike. */
function withoutTemplate(markers: string): string {
  return markers.length === 1 ? markers + markers : markers.slice(0, -1) + unicodeEscape(markers);
}

/** A word of a POSIX shell, in which nothing means anything. */
export function shellWord(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** Whether a text can be read, pasted and run as it is. */
export function isLegible(text: string): boolean {
  return text.isWellFormed() && text.search(unseen) === -1;
}

const shortEscapes: Readonly<Record<string, string>> = {
  '\n': String.raw`\n`,
  '\r': String.raw`\r`,
  '\t': String.raw`\t`,
};

function spelledOut(character: string): string {
  // Beyond the first plane the languages have no escape in common.
  if (character.length > 1) return character;
  return shortEscapes[character] ?? unicodeEscape(character);
}

/** Of the text's first UTF-16 unit. */
function unicodeEscape(text: string): string {
  return String.raw`\u` + text.charCodeAt(0).toString(16).padStart(4, '0');
}

/** A line of an AWS configuration file that begins a section, or was meant to. */
export interface SectionHeader {
  /** From 0. */
  readonly line: number;
  /** What is between the brackets, white space included: it matters to the SDK's reader. */
  readonly text: string;
  /** Without its closing bracket the line begins nothing, and what follows counts to the section before. */
  readonly isClosed: boolean;
}

/**
 * Finds the headers of an AWS configuration file. The SDK's reader leaves out sections that it does not understand
 * without a word; whoever is to be told of them has to find them.
 */
export function findSectionHeaders(content: string): readonly SectionHeader[] {
  return content.split(/\r?\n/).flatMap((line, index) => {
    // Comments as the SDK's reader sees them.
    const text = line.split(/(?:^|\s)[;#]/)[0]?.trim() ?? '';
    if (!text.startsWith('[')) return [];
    const isClosed = text.endsWith(']');
    return [{ line: index, text: text.slice(1, isClosed ? -1 : undefined), isClosed }];
  });
}

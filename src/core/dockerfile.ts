import { DockerfileParser } from 'dockerfile-ast';

/** A place in a text, counted from 0 like VS Code's. */
export interface TextRange {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

/**
 * Where the Dockerfile's final stage begins.
 * @returns undefined when there is no `FROM` that names an image: an empty or broken file.
 */
export function findFinalStage(text: string): TextRange | undefined {
  const from = DockerfileParser.parse(text).getFROMs().at(-1);
  return from?.getImage() ? from.getRange() : undefined;
}

import { inLine } from '../images/inLine.ts';
import { changeVersion } from '../images/updateVersion.ts';
import type { WriteContext } from '../images/writeContext.ts';
import type { VersionRef } from '../model.ts';

/**
 * Gives a version that was created those of its aliases that it does not have yet: an earlier try may have added some,
 * in a window that was closed or over a connection that broke, and another window may do so at the same time.
 */
export function addAliases(
  { imageName, number }: VersionRef,
  aliases: readonly string[],
  context: WriteContext,
  signal: AbortSignal,
): Promise<void> {
  return inLine(imageName, context.writes, signal, async () => {
    const present = await context.images.listAliases(imageName, number, signal);
    const missing = aliases.filter((alias) => !present.includes(alias));
    if (missing.length === 0) return;
    await changeVersion(imageName, number, { aliasesToAdd: missing }, context, signal);
  });
}

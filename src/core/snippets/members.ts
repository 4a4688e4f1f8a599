import { quoted } from './quoting.ts';
import type { SnippetSource } from './source.ts';

/** A member of a request, by its name in SageMaker's API. */
export type Member = readonly [name: string, value: string | boolean];

/** The members of CreateImage; none when the image is there. */
export function imageMembers({ image }: SnippetSource): readonly Member[] {
  if (!image.isNew) return [];
  return present([
    ['ImageName', image.name],
    ['RoleArn', image.roleArn],
    ['DisplayName', image.displayName],
    ['Description', image.description],
  ]);
}

/** The members of CreateImageVersion, without the aliases: one given there would stick to a version that failed. */
export function versionMembers({ image, version }: SnippetSource): readonly Member[] {
  return present([
    ['ImageName', image.name],
    ['BaseImage', version.baseImage],
    ['ClientToken', version.clientToken],
    ['JobType', version.jobType],
    ['Processor', version.processor],
    ['VendorGuidance', version.vendorGuidance],
    ['MLFramework', version.mlFramework],
    ['ProgrammingLang', version.programmingLang],
    ['Horovod', version.horovod],
    ['ReleaseNotes', version.releaseNotes],
  ]);
}

/** What a comment says first, on a line of its own. */
export function noteOf({ copyOf, image }: SnippetSource, comment: '#' | '//'): readonly string[] {
  if (copyOf === undefined) return [];
  const version = `version ${copyOf} of ${quoted(image.name)}`;
  return [`${comment} Like ${version}, without its aliases: only one version can have an alias.`];
}

/** The name as it is spelled with hyphens or underscores: MLFramework is ml-framework. */
export function spelledWith(separator: '-' | '_', name: string): string {
  return (name.match(/[A-Z]+(?![a-z])|[A-Z][a-z]+/g) ?? []).join(separator).toLowerCase();
}

/** Empty texts are left out like absent ones: SageMaker takes none. */
function present(
  members: readonly (readonly [name: string, value: string | boolean | undefined])[],
): readonly Member[] {
  return members.flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, value]]));
}

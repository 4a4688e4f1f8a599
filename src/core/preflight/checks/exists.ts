import { formatContainerUri, type ContainerUri } from '../../containerUri.ts';
import { hasCode } from '../../errors.ts';
import type { Check } from '../check.ts';
import type { Fix } from '../finding.ts';

/** Whether the registry has it, and lets it be pulled: SageMaker creates the version all the same, and fails later. */
export const existsCheck: Check = {
  id: 'exists',
  async run({ subject, stored, upstream }, find) {
    const uri = formatContainerUri(subject.uri);
    const fix = chooseAnother(subject.uri);
    const found = await stored().catch((error: unknown) => {
      if (hasCode(error, 'repository.notFound')) return null;
      throw error;
    });
    if (!found) {
      const from = await upstream();
      if (from !== undefined) return [find('containerImage.notFetched', { uri, upstream: from }, fix)];
      return found === null
        ? [find('repository.missing', { repository: subject.uri.repository }, fix)]
        : [find('containerImage.missing', { uri }, fix)];
    }
    const name = nameOf(subject.uri);
    switch (found.status) {
      case 'ACTIVE':
        return [];
      case 'ARCHIVED':
        return [find('containerImage.archived', { uri: name }, fix)];
      case 'ACTIVATING':
        return [find('containerImage.activating', { uri: name })];
      default:
        return [find('containerImage.status', { uri: name, status: found.status })];
    }
  },
};

/** By its tag, which people know it by; of what is not there, only the digest is certain. */
function nameOf({ digest, ...byTag }: ContainerUri): string {
  return formatContainerUri(byTag.tag ? byTag : { ...byTag, ...(digest && { digest }) });
}

function chooseAnother({ tag: _tag, digest: _digest, ...repository }: ContainerUri): Fix {
  return { kind: 'chooseTag', repository };
}

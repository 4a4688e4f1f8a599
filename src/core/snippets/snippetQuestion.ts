import type { Session } from '../ports.ts';
import type { ListQuestion } from '../questions.ts';
import type { SnippetKind } from './snippet.ts';
import type { SnippetSource } from './source.ts';

const kinds: readonly SnippetKind[] = ['cli', 'boto3', 'javascript', 'cloudformation', 'terraform'];

/** Which kind of code it is to be. */
export const snippetQuestion: Omit<ListQuestion<'snippet'>, 'place'> = { id: 'snippet', fixed: kinds };

/** Where the code is to do it: without a profile where credentials are there without one. */
export function placeOfSnippet({
  choice,
  region,
}: Pick<Session, 'choice' | 'region'>): Pick<SnippetSource, 'profile' | 'region'> {
  return { profile: choice.profile ?? '', region };
}

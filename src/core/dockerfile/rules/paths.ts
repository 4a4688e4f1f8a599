import type { ImageFacts } from '../facts/imageFacts.ts';
import { basename, isWithin } from '../facts/paths.ts';
import type { Span } from '../facts/source.ts';
import type { CopyStep, Step } from '../facts/steps.ts';
import type { Rule } from './finding.ts';

const home = '/home/sagemaker-user';
/** What Studio's apps keep for themselves. A job has its data in `/opt/ml`, so that not every image may leave it alone. */
const reservedFolders = ['/opt/.sagemakerinternal', '/var/log/studio'];

/** Studio puts files of its own into these folders. */
export const reservedPath: Rule = {
  id: 'reserved-path',
  targets: ['jupyterlab', 'code-editor', 'kernel-gateway', 'unified-studio', 'studio'],
  check({ facts, target }) {
    // Images of which nobody said what they are for may be for jobs as well.
    const folders = target === 'studio' ? reservedFolders : [...reservedFolders, '/opt/ml'];
    return facts.steps.flatMap((step) => {
      const place = placeOf(step);
      const folder = place && folders.find((one) => isWithin(place.path, one));
      if (!place || folder === undefined) return [];
      return [{ problem: { code: 'path.reserved', path: place.path, folder }, span: place.span }];
    });
  },
};

/** Where a step puts something. What goes into the folder that a `WORKDIR` has named was told there. */
function placeOf(step: Step): { readonly path: string; readonly span: Span } | undefined {
  if (step.kind === 'workdir' && step.path !== undefined) return { path: step.path, span: step.word };
  if (step.kind !== 'copy' || step.path === undefined) return undefined;
  const isTold = step.folder !== undefined && isWithin(step.path, step.folder) && step.folder !== '/';
  return isTold && !step.destination.value?.startsWith('/')
    ? undefined
    : { path: step.path, span: step.destination };
}

/** Studio mounts a space's storage there, and what the image has in it is not seen any more. */
export const homeContent: Rule = {
  id: 'home-content',
  targets: ['jupyterlab', 'code-editor', 'unified-studio'],
  check({ facts }) {
    let looked = 0;
    return facts.steps.flatMap((step, index) => {
      if (step.kind !== 'copy' || step.path === undefined || !isWithin(step.path, home)) return [];
      looked += 1;
      if (looked > mostLooks || isUsedLater(facts, index, step)) return [];
      return [{ problem: { code: 'path.hidden', path: step.path }, span: step.destination }];
    });
  },
};

/** Each look goes through the rest of the file: a file of any length gets no more of them. */
const mostLooks = 20;

/** Whether a later `RUN` may do something with what was copied: it is there while the image is built. */
function isUsedLater({ steps }: ImageFacts, index: number, { sources, path = '' }: CopyStep): boolean {
  if (sources.length > mostLooks) return true;
  const names = [path, ...sources.map(({ value = '' }) => value)]
    .map(basename)
    .filter((name) => /\w/.test(name));
  return steps.slice(index + 1).some((step) => {
    if (step.kind !== 'run') return false;
    if (step.folder === undefined || isWithin(step.folder, home) || isWithin(home, step.folder)) return true;
    return [home, '~', '$HOME', '${HOME', ...names].some((name) => step.text.includes(name));
  });
}

/**
 * Takes the pictures of the README and the walkthrough from the screenshots of the last e2e run, so that they show the
 * extension as it is:
 *
 *     npm run test:e2e && npm run pictures
 */
import { copyFile, mkdir, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '..');
const screenshots = join(root, 'test', 'e2e', 'screenshots');

/** Picture in `media/` → suite and name of the screenshot. */
const pictures: Readonly<Record<string, readonly [suite: string, name: string]>> = {
  'readme/lens.png': ['walk', 'lens'],
  'readme/review.png': ['create', 'review-filled'],
  'readme/created.png': ['create', 'being-created'],
  'readme/sidebar.png': ['explorer', 'version'],
  'readme/plan.png': ['build', 'plan'],
  'readme/checks.png': ['dockerfile-checks', 'problems'],
  'readme/preflight.png': ['preflight', 'review-arm64'],
  'readme/state.png': ['drift', 'details'],
  'readme/explained.png': ['explain', 'version'],
  'readme/refused.png': ['walk', 'an-upper-case-repository'],
  'readme/profiles.png': ['profiles', 'list'],
  'walkthrough/session.png': ['profiles', 'list'],
  'walkthrough/check.png': ['dockerfile-checks', 'problems'],
  'walkthrough/create.png': ['create', 'review-filled'],
  'walkthrough/explore.png': ['explorer', 'version'],
};

for (const [picture, [suite, name]] of Object.entries(pictures)) {
  const files = await readdir(join(screenshots, suite));
  const file = files.find((candidate) => candidate.replace(/^\d+-/, '') === `${name}.png`);
  if (file === undefined) throw new Error(`The last e2e run left no screenshot "${name}" of ${suite}.`);
  const target = join(root, 'media', picture);
  await mkdir(dirname(target), { recursive: true });
  await copyFile(join(screenshots, suite, file), target);
}

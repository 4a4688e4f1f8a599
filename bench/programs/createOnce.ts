/** One CreateImageVersion by the extension's code, from nothing. */
import { createOurVersion, openSession } from './ourCreate.ts';

void openSession().then(createOurVersion);

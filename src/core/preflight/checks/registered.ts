import { mostVersions } from '../../build/findRegistered.ts';
import { hasExistingImage, type Check } from '../check.ts';

/** Whether one of the image's latest versions was made of the same container image. */
export const registeredCheck: Check = {
  id: 'registered',
  appliesTo: hasExistingImage,
  async run({ subject, digest, registered }, find) {
    const [{ found, isComplete }] = await Promise.all([registered(), digest()]);
    const { tag: _tag, digest: _digest, ...repository } = subject.uri;
    if (found) {
      const { imageName, number } = found;
      // Asked with the same token, SageMaker answers with the version that is there.
      if (subject.image?.wasAskedFor) return [find('digest.perhapsThis', { imageName, number })];
      return [find('digest.registered', { imageName, number }, { kind: 'chooseTag', repository })];
    }
    const imageName = subject.image?.name ?? '';
    return isComplete ? [] : [find('digest.notAllSearched', { imageName, searched: mostVersions })];
  },
};

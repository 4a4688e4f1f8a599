import { hasExistingImage, type Check } from '../check.ts';

/** Whether the aliases that the version is to have are another version's: SageMaker moves none by itself. */
export const aliasesCheck: Check = {
  id: 'aliases',
  appliesTo: (subject) => hasExistingImage(subject) && subject.aliases.length > 0,
  async run({ subject, ownerOfAlias }, find) {
    const { aliases, image } = subject;
    const owners = await Promise.all(aliases.map(ownerOfAlias));
    return aliases.flatMap((alias, index) => {
      const number = owners[index];
      if (number === undefined || number === image?.number) return [];
      return [
        find('alias.taken', { imageName: image?.name ?? '', alias, number }, { kind: 'chooseAliases' }),
      ];
    });
  },
};

import { hasCode } from '../../errors.ts';
import { hasExistingImage, type Check } from '../check.ts';

/** Whether the image is in a state in which SageMaker creates versions of it. */
export const imageCheck: Check = {
  id: 'image',
  appliesTo: hasExistingImage,
  async run({ subject, image }, find) {
    const imageName = subject.image?.name ?? '';
    const found = await image().catch((error: unknown) => {
      if (hasCode(error, 'image.notFound')) return undefined;
      throw error;
    });
    if (!found) return [find('image.missing', { imageName })];
    const { status, failureReason: reason } = found;
    switch (status) {
      case 'CREATED':
        return [];
      case 'CREATING':
      case 'UPDATING':
        return [find('image.changing', { imageName, status })];
      case 'CREATE_FAILED':
      case 'UPDATE_FAILED':
      case 'DELETING':
      case 'DELETE_FAILED':
        return [find('image.unusable', { imageName, status, reason })];
      default:
        return [find('image.status', { imageName, status })];
    }
  },
};

import { hasCode } from '../errors.ts';

/** What a call gives, or something else when it says that there is no such image or version. */
export async function unlessGone<T>(call: Promise<T>, whenGone: T): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (hasCode(error, 'image.notFound', 'version.notFound')) return whenGone;
    throw error;
  }
}

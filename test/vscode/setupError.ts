/** Something that a person has to install or repair first. The message is the whole sentence to show. */
export class SetupError extends Error {
  override name = 'SetupError';
}

/**
 * Puts something in the place of members of VS Code's API, until the test is over: from an extension host nobody can
 * press the buttons of a message, nor type.
 */
export function useReplacements(): <T extends object>(
  api: T,
  members: Partial<Record<keyof T, unknown>>,
) => void {
  const undo: (() => void)[] = [];
  afterEach(() => {
    for (const restore of undo.splice(0).toReversed()) restore();
  });
  return (api, members) => {
    for (const [name, value] of Object.entries(members)) {
      const original = Object.getOwnPropertyDescriptor(api, name) ?? {};
      undo.push(() => Object.defineProperty(api, name, original));
      Object.defineProperty(api, name, { value, configurable: true });
    }
  };
}

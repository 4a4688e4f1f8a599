/**
 * A text for a notification as it stands. VS Code makes a link of `[this](command:…)` there, which runs the command: what
 * registries, builds and files say is not to have one.
 */
export function withoutLinks(text: string): string {
  return text.replaceAll('](', '] (');
}

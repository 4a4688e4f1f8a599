/** Major and minor. */
export type Version = readonly [number, number];

/** The first version in a text, such as `v0.13.1-desktop.2` or `20.10.24+dfsg1`. */
export function parseVersion(text: string): Version | undefined {
  const found = /(?:^|[^\d.])v?(\d+)\.(\d+)/.exec(text);
  return found ? [Number(found[1]), Number(found[2])] : undefined;
}

export function isAtLeast(version: Version, [major, minor]: Version): boolean {
  return version[0] > major || (version[0] === major && version[1] >= minor);
}

/** Where the Dockerfile stands in its repository. */
export interface SourceState {
  /** Undefined where no branch is checked out. */
  readonly branch: string | undefined;
  /** The whole hash. */
  readonly commit: string;
  /** Whether files differ from that commit. */
  readonly isDirty: boolean;
  /** The address it is fetched from, without user and password. */
  readonly remote: string | undefined;
  /** When it was committed, in ISO 8601. */
  readonly committedAt?: string | undefined;
  /** Stands for what differs from the commit: another text when that is something else. */
  readonly changes?: string | undefined;
}

/** An address without user and password. Of `git@host:path` the user is no secret, and part of it. */
export function withoutCredentials(address: string): string {
  return address.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/]*@/i, '$1');
}

/** A time as AWS writes it, without fractions of seconds: some readers take no others. */
export function formatTimestamp(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** Reads what an engine writes while it works, and reports what it means. */
export interface OutputReader {
  line(text: string): void;
  /** The engine has ended. */
  end(succeeded: boolean): void;
}

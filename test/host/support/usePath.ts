import { writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { useFolder } from './useFolder.ts';

export interface PathFixture {
  /** The one folder that PATH leads to. */
  readonly folder: string;
  /** Puts a program there: a shell script. */
  add(name: string, ...lines: readonly string[]): void;
  /** Lets PATH lead to other folders, too, before this one. */
  prepend(...folders: readonly string[]): void;
}

/** A PATH that leads to nothing but what a test puts there. */
export function usePath(): () => PathFixture {
  const folder = useFolder();
  const original = process.env['PATH'];
  beforeEach(() => {
    process.env['PATH'] = folder();
  });
  afterEach(() => {
    process.env['PATH'] = original;
  });
  return () => ({
    folder: folder(),
    add: (name, ...lines) =>
      writeFileSync(join(folder(), name), `${['#!/bin/sh', ...lines].join('\n')}\n`, { mode: 0o755 }),
    prepend: (...folders) => {
      process.env['PATH'] = [...folders, folder()].join(delimiter);
    },
  });
}

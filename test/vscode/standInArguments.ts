import { parseArgs } from 'node:util';

/** What VS Code's command line asks for, as far as a test run needs it. */
export interface StandInArguments {
  readonly extensionDevelopmentPaths: readonly string[];
  readonly extensionTestsPath: string;
  readonly userDataDir: string;
  readonly extensionsDir: string;
  readonly workspaceTrust: boolean;
  /** The workspace folder to open. */
  readonly folder: string | undefined;
}

/**
 * Reads the command line with which @vscode/test-electron starts VS Code. It has many more flags, for the desktop
 * (--no-sandbox, --disable-updates, …): they are taken and have no meaning here. So no other flag may have a value of
 * its own after a space, which is how test-electron writes them.
 */
export function parseStandInArguments(args: readonly string[]): StandInArguments {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: {
      extensionDevelopmentPath: { type: 'string', multiple: true },
      extensionTestsPath: { type: 'string' },
      'user-data-dir': { type: 'string' },
      'extensions-dir': { type: 'string' },
    },
    strict: false,
    allowPositionals: true,
  });
  const developed = values.extensionDevelopmentPath?.filter((path) => typeof path === 'string') ?? [];
  required('extensionDevelopmentPath', developed[0]);
  return {
    extensionDevelopmentPaths: developed,
    extensionTestsPath: required('extensionTestsPath', values.extensionTestsPath),
    userDataDir: required('user-data-dir', values['user-data-dir']),
    extensionsDir: required('extensions-dir', values['extensions-dir']),
    workspaceTrust: !('disable-workspace-trust' in values),
    folder: positionals[0],
  };
}

function required(name: string, value: string | boolean | undefined): string {
  if (typeof value !== 'string') {
    throw new Error(`This stands in for VS Code in test runs only, and needs --${name}=<path>.`);
  }
  return value;
}

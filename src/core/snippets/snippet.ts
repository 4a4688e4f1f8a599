import { formatBoto3 } from './boto3.ts';
import { formatCli } from './cli.ts';
import { formatCloudFormation } from './cloudFormation.ts';
import { formatJavaScript } from './javascript.ts';
import type { SnippetSource } from './source.ts';
import { formatTerraform } from './terraform.ts';

export type SnippetKind = 'cli' | 'boto3' | 'javascript' | 'cloudformation' | 'terraform';

const formats: Readonly<Record<SnippetKind, (source: SnippetSource) => string>> = {
  cli: formatCli,
  boto3: formatBoto3,
  javascript: formatJavaScript,
  cloudformation: formatCloudFormation,
  terraform: formatTerraform,
};

/**
 * The create of a version, and of its image when that is new, as a text that runs as it is. What runs step by step
 * creates the version without aliases, takes its number from the ARN, waits for it, and adds the aliases then.
 */
export function formatSnippet(kind: SnippetKind, source: SnippetSource): string {
  return formats[kind](source);
}

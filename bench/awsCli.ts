import { execFileSync } from 'node:child_process';

import { findExecutable } from '../test/vscode/findExecutable.ts';
import { MissingToolError } from './measurement.ts';

/** $AWS_CLI, or the system's own: what comes first on PATH may start it through something slower. */
export function findAwsCli(): string {
  const aws = process.env['AWS_CLI'] ?? findExecutable(['/usr/bin/aws', 'aws', 'aws.exe']);
  if (aws === undefined) throw new MissingToolError('The AWS CLI (aws) is not installed.');
  return aws;
}

/** `aws-cli/2.9.19` */
export function versionOf(aws: string): string {
  return execFileSync(aws, ['--version'], { encoding: 'utf8' }).split(' ', 1).join();
}

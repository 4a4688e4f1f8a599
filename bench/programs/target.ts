/** What the measured programs are told in their environment. */
import { randomUUID } from 'node:crypto';

import type { Account } from '../account.ts';
import type { SignedCallOptions } from './signedCall.ts';

/** The part of an account that is told to a program which signs by hand, and knows no profiles. */
export function targetEnvironment(account: Account): NodeJS.ProcessEnv {
  return {
    BENCH_URL: account.url,
    BENCH_REGION: account.region,
    BENCH_KEY_ID: account.credentials.accessKeyId,
    BENCH_SECRET: account.credentials.secretAccessKey,
    BENCH_IMAGE: account.imageName,
    BENCH_BASE_IMAGE: account.baseImage,
  };
}

export function signingOptions(): SignedCallOptions {
  return {
    url: read('BENCH_URL'),
    region: read('BENCH_REGION'),
    accessKeyId: read('BENCH_KEY_ID'),
    secretAccessKey: read('BENCH_SECRET'),
  };
}

/** CreateImageVersion's input. Its token is a new one every time, so that a version is created every time. */
export function newVersionInput(): { ImageName: string; BaseImage: string; ClientToken: string } {
  return {
    ImageName: read('BENCH_IMAGE'),
    BaseImage: read('BENCH_BASE_IMAGE'),
    ClientToken: randomUUID(),
  };
}

function read(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not in the environment.`);
  return value;
}

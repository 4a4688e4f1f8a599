/** Runs the emulator by itself: `npm run emulator -- [--port N] [--region R] [--empty]`. */

import { parseArgs } from 'node:util';
import { startEmulator } from './emulator.ts';
import type { Emulator } from './emulator.ts';
import { addSamples } from './samples.ts';

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '4566' },
      region: { type: 'string', default: 'us-east-1' },
      empty: { type: 'boolean', default: false },
    },
  });
  const port = readPort(values.port);
  const emulator = await startEmulator({ port, region: values.region });
  if (!values.empty) addSamples(emulator);
  printSettings(emulator);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void emulator.close());
}

function readPort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new Error(`--port must be a number from 0 to 65535, not ${text}.`);
}

/** Every line after the first can be pasted behind `export`. */
function printSettings({ url, region, credentials }: Emulator): void {
  console.log(`SageMaker images, ECR and STS are emulated at ${url}`);
  console.log(`AWS_ACCESS_KEY_ID=${credentials.accessKeyId}`);
  console.log(`AWS_SECRET_ACCESS_KEY=${credentials.secretAccessKey}`);
  console.log(`AWS_REGION=${region}`);
  console.log(`AWS_ENDPOINT_URL=${url}`);
}

/** What went wrong, in a sentence for whoever typed the command. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, port } = error as NodeJS.ErrnoException & { readonly port?: number };
  if (code === 'EADDRINUSE') return `Port ${port} is taken: choose another one with --port.`;
  if (code === 'EACCES') return `Port ${port} is not allowed: choose one above 1023 with --port.`;
  return error.message;
}

try {
  await main();
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}

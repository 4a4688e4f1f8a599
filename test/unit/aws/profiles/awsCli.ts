import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { codeOf } from './becomeCaller.ts';
import { ProfileHome } from './profileHome.ts';
import type { Given, Row } from './row.ts';
import { withoutMadeUpName, type World } from './world.ts';

/** Debian's; another version may mean something else. */
export const awsCli = '/usr/bin/aws';

export interface CliAnswer {
  /** Undefined when it refused. */
  readonly arn: string | undefined;
  readonly stderr: string;
}

/** Asks the AWS CLI the same in the same home. */
export async function askCli(row: Row, world: World): Promise<CliAnswer> {
  const home = new ProfileHome(withEndpoints(row.given(world), world), world);
  try {
    return await run(row, home, codeOf(row.mfaCode, world));
  } finally {
    home.dispose();
  }
}

async function run({ profile }: Row, home: ProfileHome, mfaCode = ''): Promise<CliAnswer> {
  const choice = profile === undefined ? [] : ['--profile', profile];
  const child = spawn(awsCli, ['sts', 'get-caller-identity', '--output', 'json', ...choice], {
    env: { PATH: process.env['PATH'], AWS_MAX_ATTEMPTS: '1', LC_ALL: 'C.UTF-8', ...home.environment },
    // Without a terminal, it reads the code from its input.
    detached: true,
  });
  child.stdin.end(`${mfaCode}\n`);
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const { Arn } = JSON.parse(stdout || '{}') as { Arn?: string };
  return { arn: Arn && withoutMadeUpName(Arn), stderr };
}

/** Where the CLI looks for the hosts of services, with one for all of them: --endpoint-url is for its last call alone. */
function withEndpoints({ files, environment, ...given }: Given, { url }: World): Given {
  const rules = {
    version: '1.0',
    parameters: {},
    rules: [{ conditions: [], type: 'endpoint', endpoint: { url, properties: {}, headers: {} } }],
  };
  const services = ['sts/2011-06-15', 'sso/2019-06-10', 'sso-oidc/2019-06-10'];
  const models = services.map((service) => [
    `models/${service}/endpoint-rule-set-1.json`,
    JSON.stringify(rules),
  ]);
  return {
    ...given,
    files: { ...files, ...Object.fromEntries(models) },
    environment: { ...environment, AWS_DATA_PATH: '~/models' },
  };
}

/** Opening the list of AWS profiles, from the command to the list on the screen. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { inMs, medianOf, spreadOf } from './measurement.ts';
import type { Measurement, Workshop } from './measurement.ts';
import type { PickerTimes } from './programs/openPicker.ts';
import { runProgram } from './runProgram.ts';

const LIMIT_MS = 50;
const PROFILES = 1_000;

export async function openPicker(workshop: Workshop): Promise<readonly Measurement[]> {
  const home = join(workshop.scratch, 'home');
  await mkdir(join(home, '.aws'), { recursive: true });
  await writeFile(join(home, '.aws', 'config'), config());
  const environment = { ...withoutAws(process.env), HOME: home, USERPROFILE: home };
  const { firstMs, openMs } = await runProgram<PickerTimes>(workshop, 'openPicker', environment);
  return [
    {
      what: `picker of ${PROFILES.toLocaleString('en')} profiles, files read included`,
      against: `${LIMIT_MS} ms`,
      ratio: spreadOf(openMs.map((milliseconds) => milliseconds / LIMIT_MS)),
      goal: 1,
      note: `${inMs(medianOf(openMs))}; the first time ${inMs(firstMs)}, with the SDK's code still cold`,
    },
  ];
}

/** Of each kind as many: keys, a role of them, a sign-in that a tenth of them share. */
function config(): string {
  return Array.from({ length: PROFILES }, (_, index) => section(index)).join('\n');
}

function section(index: number): string {
  const head = `[profile team-${index}]\nregion = eu-west-1\n`;
  switch (index % 3) {
    case 0:
      return `${head}aws_access_key_id = AKIA${index}\naws_secret_access_key = secret\n`;
    case 1:
      return `${head}role_arn = arn:aws:iam::123456789012:role/Team${index}\nsource_profile = team-${index - 1}\n`;
    default:
      return (
        `${head}sso_session = corp-${index % 10}\nsso_account_id = 123456789012\nsso_role_name = Team\n` +
        `[sso-session corp-${index % 10}]\nsso_region = eu-west-1\nsso_start_url = https://example.com\n`
      );
  }
}

function withoutAws(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('AWS_')));
}

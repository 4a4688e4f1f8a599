import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface ProfileFixture {
  readonly region?: string;
  readonly endpointUrl?: string;
  /** The name of a `[services …]` section. */
  readonly services?: string;
  readonly keys?: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
}

/** An AWS configuration of its own in a folder of its own, in place of the user's. */
export class AwsConfigFixture {
  readonly #folder = mkdtempSync(join(tmpdir(), 'aws-config-'));

  /** What a process needs in its environment to read this configuration, and no other. */
  get environment(): Readonly<Record<string, string>> {
    return {
      AWS_CONFIG_FILE: join(this.#folder, 'config'),
      AWS_SHARED_CREDENTIALS_FILE: join(this.#folder, 'credentials'),
      AWS_EC2_METADATA_DISABLED: 'true',
    };
  }

  write(profiles: Readonly<Record<string, ProfileFixture>>, otherSections = ''): void {
    const names = Object.keys(profiles);
    const config = names.map((name) => configSection(name, profiles[name] ?? {}));
    const credentials = names.map((name) => credentialsSection(name, profiles[name] ?? {}));
    writeFileSync(join(this.#folder, 'config'), `${config.join('\n')}\n${otherSections}`);
    writeFileSync(join(this.#folder, 'credentials'), credentials.join('\n'));
  }

  dispose(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function configSection(name: string, { region, endpointUrl, services }: ProfileFixture): string {
  return [
    name === 'default' ? '[default]' : `[profile ${name}]`,
    ...(region ? [`region = ${region}`] : []),
    ...(endpointUrl ? [`endpoint_url = ${endpointUrl}`] : []),
    ...(services ? [`services = ${services}`] : []),
    '',
  ].join('\n');
}

function credentialsSection(name: string, { keys }: ProfileFixture): string {
  if (!keys) return '';
  return [
    `[${name}]`,
    `aws_access_key_id = ${keys.accessKeyId}`,
    `aws_secret_access_key = ${keys.secretAccessKey}`,
    ...(keys.sessionToken ? [`aws_session_token = ${keys.sessionToken}`] : []),
    '',
  ].join('\n');
}

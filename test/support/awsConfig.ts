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
  /** Whatever else the profile sets in the config file. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** An AWS configuration of its own in a folder of its own, in place of the user's. */
export class AwsConfigFixture {
  readonly #folder = mkdtempSync(join(tmpdir(), 'aws-config-'));

  get configFile(): string {
    return join(this.#folder, 'config');
  }

  get credentialsFile(): string {
    return join(this.#folder, 'credentials');
  }

  /** What a process needs in its environment to read this configuration, and no other. */
  get environment(): Readonly<Record<string, string>> {
    return {
      AWS_CONFIG_FILE: this.configFile,
      AWS_SHARED_CREDENTIALS_FILE: this.credentialsFile,
      AWS_EC2_METADATA_DISABLED: 'true',
    };
  }

  /** @param otherSections go to the end of the config file as they are. */
  write(profiles: Readonly<Record<string, ProfileFixture>>, otherSections = ''): void {
    const names = Object.keys(profiles);
    const config = names.map((name) => configSection(name, profiles[name] ?? {}));
    const credentials = names.map((name) => credentialsSection(name, profiles[name] ?? {}));
    writeFileSync(this.configFile, `${config.join('\n')}\n${otherSections}`);
    writeFileSync(this.credentialsFile, credentials.join('\n'));
  }

  dispose(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function configSection(name: string, profile: ProfileFixture): string {
  const { region, endpointUrl, services, settings = {} } = profile;
  return [
    name === 'default' ? '[default]' : `[profile ${name}]`,
    ...(region ? [`region = ${region}`] : []),
    ...(endpointUrl ? [`endpoint_url = ${endpointUrl}`] : []),
    ...(services ? [`services = ${services}`] : []),
    ...Object.entries(settings).map(([setting, value]) => `${setting} = ${value}`),
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

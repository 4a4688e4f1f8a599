import assert from 'node:assert/strict';
import { PatientHandler } from '../../../../src/aws/requestHandler.ts';
import type { Given } from './row.ts';
import { useWorld } from './useWorld.ts';
import { keysText, otherAccount, ssoTokenFile, type World } from './world.ts';

const { signal } = new AbortController();

/** No request leaves this machine: the first one fails, and says which host it was for. */
function useNoNetwork(): { readonly hosts: readonly string[] } {
  const original = Object.getOwnPropertyDescriptor(PatientHandler.prototype, 'handle')!;
  const hosts: string[] = [];
  beforeEach(() => {
    hosts.length = 0;
    PatientHandler.prototype.handle = ({ hostname, port, path }) => {
      hosts.push(`${hostname}${port === undefined ? '' : `:${port}`}${path === '/' ? '' : path}`);
      return Promise.reject(Object.assign(new Error('No network'), { code: 'ENOTFOUND', hostname }));
    };
  });
  afterEach(() => {
    Object.defineProperty(PatientHandler.prototype, 'handle', original);
  });
  return { hosts };
}

interface Case {
  readonly title: string;
  readonly given: (world: World) => Given;
  readonly host: string;
}

const noEndpoint = { AWS_ENDPOINT_URL: undefined };

/** @param settings of a profile with keys */
function withKeys(settings: string, environment: Given['environment'] = {}): Case['given'] {
  return ({ ann }) => ({
    config: `[profile work]\nregion = eu-west-1\n${settings}`,
    credentials: `[work]\n${keysText(ann)}`,
    environment: { ...noEndpoint, ...environment },
  });
}

/** @param settings of a profile that takes a role on */
function withRole(settings: string): Case['given'] {
  return (world) => ({
    config: `[profile work]\nregion = eu-west-1\nrole_arn = ${world.role('Reader')}\nsource_profile = base\n${settings}`,
    credentials: `[base]\n${keysText(world.ann)}`,
    environment: noEndpoint,
  });
}

/** @param settings of a profile that somebody signed in for */
function withSso(settings: string): Case['given'] {
  return (world) => {
    const { startUrl } = world.emulator.sso;
    return {
      config: [
        `[profile work]\nregion = eu-west-1\nsso_start_url = ${startUrl}\nsso_region = eu-north-1`,
        `sso_account_id = ${otherAccount}\nsso_role_name = Developer\n${settings}`,
      ].join('\n'),
      files: { [ssoTokenFile(startUrl)]: world.ssoToken() },
      environment: noEndpoint,
    };
  };
}

const services = (settings: string): string => `services = local\n[services local]\n${settings}\n`;

const cases: readonly Case[] = [
  { title: 'AWS’s own', given: withKeys(''), host: 'sts.eu-west-1.amazonaws.com' },
  {
    title: 'with use_fips_endpoint',
    given: withKeys('use_fips_endpoint = true\n'),
    host: 'sts-fips.eu-west-1.amazonaws.com',
  },
  {
    title: 'with use_dualstack_endpoint',
    given: withKeys('use_dualstack_endpoint = true\n'),
    host: 'sts.eu-west-1.api.aws',
  },
  {
    title: 'of a role with use_fips_endpoint',
    given: withRole('use_fips_endpoint = true\n'),
    host: 'sts-fips.eu-west-1.amazonaws.com',
  },
  {
    title: 'of a role with use_dualstack_endpoint',
    given: withRole('use_dualstack_endpoint = true\n'),
    host: 'sts.eu-west-1.api.aws',
  },
  {
    title: 'of IAM Identity Center: that of the sign-in’s region',
    given: withSso(''),
    host: 'portal.sso.eu-north-1.amazonaws.com',
  },
  {
    title: 'of IAM Identity Center with use_fips_endpoint',
    given: withSso('use_fips_endpoint = true\n'),
    host: 'portal.sso-fips.eu-north-1.amazonaws.com',
  },
  { title: 'of endpoint_url', given: withKeys('endpoint_url = http://all:1\n'), host: 'all:1' },
  { title: 'of endpoint_url, for a role', given: withRole('endpoint_url = http://all:1\n'), host: 'all:1' },
  { title: 'of endpoint_url, for a sign-in', given: withSso('endpoint_url = http://all:1\n'), host: 'all:1' },
  {
    title: 'of the services section',
    given: withKeys(`endpoint_url = http://all:1\n${services('sts =\n  endpoint_url = http://sts:2')}`),
    host: 'sts:2',
  },
  {
    title: 'of the services section, for a role',
    given: withRole(services('sts =\n  endpoint_url = http://sts:2')),
    host: 'sts:2',
  },
  {
    title: 'of a services section that is about another service',
    given: withKeys(services('ecr =\n  endpoint_url = http://ecr:2')),
    host: 'sts.eu-west-1.amazonaws.com',
  },
  {
    title: 'of AWS_ENDPOINT_URL before endpoint_url',
    given: withKeys('endpoint_url = http://all:1\n', { AWS_ENDPOINT_URL: 'http://environment:3' }),
    host: 'environment:3',
  },
  {
    title: 'of AWS_ENDPOINT_URL_STS before AWS_ENDPOINT_URL',
    given: withKeys('', { AWS_ENDPOINT_URL: 'http://environment:3', AWS_ENDPOINT_URL_STS: 'http://sts:4' }),
    host: 'sts:4',
  },
  {
    title: 'of AWS_ENDPOINT_URL before the services section',
    given: withKeys(services('sts =\n  endpoint_url = http://sts:2'), {
      AWS_ENDPOINT_URL: 'http://environment:3',
    }),
    host: 'environment:3',
  },
  {
    title: 'AWS’s own where the services section is missing',
    given: withKeys('services = gone\n'),
    host: 'sts.eu-west-1.amazonaws.com',
  },
  {
    title: 'AWS’s own where the default profile’s services section is missing',
    given: withKeys('[default]\nservices = gone\n'),
    host: 'sts.eu-west-1.amazonaws.com',
  },
  {
    title: 'AWS’s own where configured ones are ignored',
    given: withKeys('endpoint_url = http://all:1\n', { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' }),
    host: 'sts.eu-west-1.amazonaws.com',
  },
  {
    title: 'AWS’s own where the profile ignores configured ones',
    given: withKeys('endpoint_url = http://all:1\nignore_configured_endpoint_urls = true\n'),
    host: 'sts.eu-west-1.amazonaws.com',
  },
  {
    title: 'AWS’s own where the environment ignores its own, too',
    given: withKeys('', {
      AWS_ENDPOINT_URL: 'http://environment:3',
      AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true',
    }),
    host: 'sts.eu-west-1.amazonaws.com',
  },
];

describe('the host that is asked', () => {
  const fixture = useWorld();
  const network = useNoNetwork();

  for (const { title, given, host } of cases) {
    it(`is ${title}`, async () => {
      fixture.moveTo(given(fixture.world));
      const session = await fixture.newCloud().openSession({ profile: 'work' });
      await assert.rejects(session.identify(signal));
      assert.equal(network.hosts[0]?.replace(/\/federation.*/, ''), host);
    });
  }
});

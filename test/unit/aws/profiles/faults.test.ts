import assert from 'node:assert/strict';
import { isKnownError, type ErrorCode } from '../../../../src/core/errors.ts';
import type { Given } from './row.ts';
import { useWorld } from './useWorld.ts';
import { keysText, type World } from './world.ts';

const { signal } = new AbortController();

/** A profile for each operation that gives credentials. */
const profiles = {
  GetRoleCredentials: withSso((world) => world.ssoToken()),
  CreateToken: withSso((world) => world.ssoToken(-60)),
  CreateOAuth2Token: (world) => {
    const { profile, files } = world.login({ session: world.loginSession(-60) });
    return { config: `[profile work]\n${profile}`, files };
  },
  AssumeRole: (world) => ({
    config: `[profile work]\nrole_arn = ${world.role('Reader')}\nsource_profile = base\n`,
    credentials: `[base]\n${keysText(world.ann)}`,
  }),
  AssumeRoleWithWebIdentity: (world) => ({
    config: `[profile work]\nrole_arn = ${world.role('Reader')}\nweb_identity_token_file = ~/token\n`,
    files: { token: world.emulator.webIdentityToken },
  }),
} satisfies Record<string, (world: World) => Given>;

function withSso(token: (world: World) => string) {
  return (world: World): Given => {
    const { profile, session, files } = world.sso({ token: token(world) });
    return { config: `[profile work]\n${profile}${session}`, files };
  };
}

/** None of them is cured by another sign-in, a role or other keys. */
const codes = {
  silence: 'network.silent',
  dropBefore: 'network.dropped',
  html: 'service.failed',
  internal: 'service.failed',
  throttle: 'request.throttled',
} satisfies Record<string, ErrorCode>;

describe('what goes wrong on the way to credentials', function () {
  // The SDK waits before it tries again.
  this.timeout(30_000);
  const fixture = useWorld();

  for (const operation of Object.keys(profiles) as (keyof typeof profiles)[]) {
    for (const kind of Object.keys(codes) as (keyof typeof codes)[]) {
      // Four tries at a falling rate: that is enough once.
      if (kind === 'throttle' && operation !== 'GetRoleCredentials') continue;
      it(`is not taken for a wrong profile: ${operation}, ${kind}`, async () => {
        const { world } = fixture;
        fixture.moveTo(profiles[operation](world));
        world.emulator.faults.inject({ operation, kind });
        const session = await fixture.newCloud({ silenceMs: 200 }).openSession({ profile: 'work' });
        await assert.rejects(session.identify(signal), (error) => {
          assert.equal(isKnownError(error) ? error.code : error, codes[kind]);
          return true;
        });
      });
    }
  }

  it('is a refusal when IAM Identity Center denies it', async () => {
    const { world } = fixture;
    fixture.moveTo(profiles.GetRoleCredentials(world));
    world.emulator.faults.inject({ operation: 'GetRoleCredentials', kind: 'denied' });
    const session = await fixture.newCloud().openSession({ profile: 'work' });
    await assert.rejects(session.identify(signal), (error) => {
      assert.ok(isKnownError(error) && error.code === 'auth.refused');
      assert.match(error.facts.reason, /^ForbiddenException: /);
      return true;
    });
  });
});

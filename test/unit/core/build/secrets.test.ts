import assert from 'node:assert/strict';
import { looksSecret, withoutSecrets, withSecretsHidden } from '../../../../src/core/build/secrets.ts';

describe('build arguments that look secret', () => {
  for (const name of [
    'TOKEN',
    'GITHUB_TOKEN',
    'token',
    'npmAuthToken',
    'CLIENT_SECRET',
    'DB_PASSWORD',
    'PASSWD',
    'SSH_KEY',
    'AWS_ACCESS_KEY_ID',
    'AWS_CREDENTIALS',
    'NPM_AUTH',
    'SSH_PASSPHRASE',
    'DB_PASS',
    'GITHUB_PAT',
  ]) {
    it(`are told by a name like ${name}`, () => assert.ok(looksSecret(name)));
  }

  for (const name of [
    'PYTHON_VERSION',
    'AUTHOR',
    'BASE_IMAGE',
    'NB_USER',
    'CUDA',
    'PATH',
    'BYPASS',
    'PATCH',
  ]) {
    it(`are not told by a name like ${name}`, () => assert.ok(!looksSecret(name)));
  }

  const given = {
    VERSION: '1',
    TOKEN: 'hush',
    API_KEY: null,
    PIP_INDEX_URL: 'https://aws:hush@packages.example/simple',
    PIP_EXTRA: 'https://hush@packages.example/simple',
    MIRROR: 'https://packages.example/@scope/simple',
    EMAIL: 'me@example.com',
    SOURCE: 'ssh://git@git.example/team/notebook',
  };

  it('are not kept, nor is an address that signs in', () => {
    const kept = withoutSecrets(given);
    assert.deepEqual(Object.keys(kept), ['VERSION', 'API_KEY', 'MIRROR', 'EMAIL', 'SOURCE']);
    assert.ok(!JSON.stringify(kept).includes('hush'));
  });

  it('are not shown', () => {
    const shown = withSecretsHidden(given, '?');
    assert.deepEqual([shown.TOKEN, shown.PIP_INDEX_URL, shown.API_KEY, shown.VERSION], ['?', '?', null, '1']);
    assert.ok(!JSON.stringify(shown).includes('hush'));
  });

  it('can be called anything', () => {
    const odd = Object.fromEntries([['__proto__', '1']]);
    assert.deepEqual(Object.keys(withoutSecrets(odd)), ['__proto__']);
  });
});

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { findSource, type GitApi, type GitRepository } from '../../../src/ui/build/gitSource.ts';
import { useFolder } from '../support/useFolder.ts';

describe('What git says of a Dockerfile', () => {
  const folder = useFolder();

  const commit = '1a2b3c4d5e6f7890a1b2c3d4e5f607182930a1b2';
  const dockerfile = (): vscode.Uri => vscode.Uri.file(join(folder(), 'Dockerfile'));
  const changed = (...path: string[]): { uri: vscode.Uri } => ({
    uri: vscode.Uri.file(join(folder(), ...path)),
  });

  function aRepository(state: Partial<GitRepository['state']> = {}): GitRepository {
    return {
      rootUri: vscode.Uri.file(folder()),
      state: {
        HEAD: { name: 'main', commit },
        remotes: [],
        mergeChanges: [],
        indexChanges: [],
        workingTreeChanges: [],
        ...state,
      },
      status: () => Promise.resolve(),
      getCommit: () => Promise.resolve({ commitDate: new Date('2026-01-02T03:04:05Z') }),
    };
  }

  const sourceOf = (state: Partial<GitRepository['state']>): ReturnType<typeof findSource> =>
    findSource(dockerfile(), gitOf(aRepository(state)));

  it('is branch, commit and when it was committed', async () => {
    assert.deepEqual(await sourceOf({}), {
      branch: 'main',
      commit,
      isDirty: false,
      remote: undefined,
      committedAt: '2026-01-02T03:04:05.000Z',
      changes: undefined,
    });
  });

  it('has no branch where none is checked out', async () => {
    assert.equal((await sourceOf({ HEAD: { commit } }))?.branch, undefined);
  });

  it('is nothing without git, outside of a repository, before the first commit, and when git fails', async () => {
    assert.equal(await findSource(dockerfile(), undefined), undefined);
    assert.equal(await findSource(dockerfile(), gitOf(null)), undefined);
    assert.equal(await sourceOf({ HEAD: { name: 'main' } }), undefined);
    const broken = {
      ...aRepository(),
      status: () => Promise.reject(new Error('fatal: not a git repository')),
    };
    assert.equal(await findSource(dockerfile(), gitOf(broken)), undefined);
  });

  it('is dirty with any change, staged or not, known or not', async () => {
    for (const kind of ['mergeChanges', 'indexChanges', 'workingTreeChanges', 'untrackedChanges']) {
      assert.equal((await sourceOf({ [kind]: [changed('a.py')] }))?.isDirty, true, kind);
    }
  });

  it('is not dirty for what VS Code keeps its settings in', async () => {
    assert.equal(
      (await sourceOf({ workingTreeChanges: [changed('.vscode', 'settings.json')] }))?.isDirty,
      false,
    );
  });

  it('tells one state of the changed files from another', async () => {
    const state = { workingTreeChanges: [changed('a.py')] };
    const file = join(folder(), 'a.py');
    await writeFile(file, 'one');
    const first = await sourceOf(state);
    const same = await sourceOf(state);
    await writeFile(file, 'another');
    const other = await sourceOf(state);
    assert.equal(first?.changes, same?.changes);
    assert.notEqual(first?.changes, other?.changes);
  });

  const remotes = [
    { name: 'fork', fetchUrl: 'https://git.example/fork.git' },
    { name: 'origin', fetchUrl: 'https://git.example/origin.git' },
  ];

  it('has the remote that the branch follows, else the usual one, else any', async () => {
    const upstream = { remote: 'fork' };
    assert.equal((await sourceOf({ remotes, HEAD: { commit, upstream } }))?.remote, remotes[0]?.fetchUrl);
    assert.equal((await sourceOf({ remotes }))?.remote, remotes[1]?.fetchUrl);
    assert.equal((await sourceOf({ remotes: remotes.slice(0, 1) }))?.remote, remotes[0]?.fetchUrl);
  });

  it('has no credentials of the remote', async () => {
    const addresses = {
      'https://me:ghp_secret@git.example/a.git': 'https://git.example/a.git',
      'https://ghp_secret@git.example/a.git': 'https://git.example/a.git',
      'git@git.example:team/a.git': 'git@git.example:team/a.git',
    };
    for (const [fetchUrl, expected] of Object.entries(addresses)) {
      assert.equal((await sourceOf({ remotes: [{ name: 'origin', fetchUrl }] }))?.remote, expected);
    }
  });
});

function gitOf(repository: GitRepository | null): GitApi {
  return { getRepository: () => repository };
}

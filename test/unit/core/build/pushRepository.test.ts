import assert from 'node:assert/strict';
import {
  formatRepository,
  isPushCovered,
  nameOfRepository,
  proposeRepositoryName,
  repositoryNameProblem,
} from '../../../../src/core/build/pushRepository.ts';
import { violationOf } from '../../../../src/core/constraints.ts';
import { isRepositoryName } from '../../../../src/core/containerUri.ts';
import { aUri, host } from '../../../support/builders.ts';
import { harmfulParts, randomTexts } from '../../../support/randomTexts.ts';

describe('repository to push to', () => {
  for (const [imageName, expected] of [
    ['notebook', 'sagemaker-notebook'],
    ['MyNotebook', 'sagemaker-mynotebook'],
    ['team-a.notebook', 'sagemaker-team-a.notebook'],
    ['my-SageMaker-image', 'my-sagemaker-image'],
    ['x', 'sagemaker-x'],
    ['', 'sagemaker-images'],
  ] as const) {
    it(`is proposed for the image "${imageName}" as ${expected}`, () => {
      assert.equal(proposeRepositoryName(imageName), expected);
    });
  }

  it('is proposed for every image with a name that ECR takes and the managed policy covers', () => {
    for (const name of randomTexts(['a', 'B', 'z', '0', '9', '-', '.', 'SageMaker'], {
      count: 3_000,
      longest: 63,
    })) {
      if (violationOf('ImageName', name)) continue;
      const proposed = proposeRepositoryName(name);
      assert.ok(isRepositoryName(proposed) && isPushCovered(proposed), name);
    }
    for (const name of randomTexts(harmfulParts, { count: 1_000, longest: 20 })) {
      const proposed = proposeRepositoryName(name);
      assert.ok(isRepositoryName(proposed) && isPushCovered(proposed), name);
    }
  });

  it('has a name that ECR takes and nothing has yet', () => {
    const known = new Set(['taken']);
    for (const [text, code] of [
      ['team/sagemaker-x', undefined],
      [' padded ', undefined],
      ['taken', 'repository.exists'],
      ['', 'repository.name'],
      ['x', 'repository.name'],
      ['Upper', 'repository.name'],
      ['a//b', 'repository.name'],
      ['a:b', 'repository.name'],
      ['-a', 'repository.name'],
      ['x'.repeat(257), 'repository.name'],
    ] as const) {
      assert.equal(repositoryNameProblem(text, known)?.code, code, text);
    }
  });

  it('is called in full once its registry is known', () => {
    const existing = { kind: 'existing', uri: aUri(`${host}/team/notebook`) } as const;
    assert.equal(formatRepository(existing), `${host}/team/notebook`);
    assert.equal(nameOfRepository(existing), 'team/notebook');
    assert.equal(formatRepository({ kind: 'new', name: 'fresh' }), 'fresh');
    assert.equal(nameOfRepository({ kind: 'new', name: 'fresh' }), 'fresh');
  });
});

import assert from 'node:assert/strict';
import { logicalText } from '../../../../../src/core/dockerfile/facts/logicalText.ts';
import { resolvePath } from '../../../../../src/core/dockerfile/facts/paths.ts';
import { readBaseImage } from '../../../../../src/core/dockerfile/facts/baseImage.ts';
import { Scope } from '../../../../../src/core/dockerfile/facts/scope.ts';

describe('An instruction on one line', () => {
  it('leaves out what continues lines, comments and empty lines, and knows where the rest stands', () => {
    const text = 'RUN a \\\r\n  # why\r\n\r\n b\\\r\nc\r\nUSER d';
    const logical = logicalText({ text, escape: '\\', instructions: [] }, 3, text.length);
    assert.equal(logical.text, ' a  bc');
    const at = logical.text.indexOf('bc');
    const { start, end } = logical.spanOf({ start: at, end: at + 2 });
    assert.equal(text.slice(start, end), 'b\\\r\nc');
    assert.equal(text.slice(logical.end), '\r\nUSER d');
  });
});

describe('The name of a base image', () => {
  for (const [reference, name, tag, kind] of [
    ['python', 'python', undefined, 'plain'],
    ['docker.io/library/python:3.12', 'python', '3.12', 'plain'],
    ['public.ecr.aws/docker/library/ubuntu@sha256:0', 'ubuntu', undefined, 'plain'],
    ['localhost:5000/python:1', 'localhost:5000/python', '1', 'other'],
    ['quay.io/jupyter/base-notebook', 'quay.io/jupyter/base-notebook', undefined, 'notebook'],
    [
      'public.ecr.aws/sagemaker/sagemaker-distribution:1-cpu',
      'public.ecr.aws/sagemaker/sagemaker-distribution',
      '1-cpu',
      'distribution',
    ],
    [
      'elsewhere.io/sagemaker/sagemaker-distribution',
      'elsewhere.io/sagemaker/sagemaker-distribution',
      undefined,
      'other',
    ],
    ['scratch', 'scratch', undefined, 'other'],
  ] as const) {
    it(`is read: ${reference}`, () => {
      const image = readBaseImage(reference);
      assert.deepEqual([image.name, image.tag, image.kind], [name, tag, kind]);
    });
  }
});

describe('The variables at a place', () => {
  const scope = new Scope({ A: '1' });
  scope.setArg('B', '2');
  scope.setArg('C', undefined);
  for (const [word, value] of [
    ['$A-${B}', '1-2'],
    ['${C:-3}', '3'],
    ['$C', undefined],
    ['${D:-4}', undefined],
    ["'$D'", '$D'],
  ] as const) {
    it(`give ${word} the value ${value}`, () => assert.equal(scope.valueOf(word), value));
  }

  it('are those of the environment alone when a container runs', () => {
    assert.equal(scope.valueAtRun('$A'), '1');
    assert.equal(scope.valueAtRun('$B'), undefined);
  });
});

describe('A path in an image', () => {
  it('is told from the folder that it is in', () => {
    assert.equal(resolvePath('/a/b', '../c/./d/'), '/a/c/d');
    assert.equal(resolvePath('/a', '/b//c'), '/b/c');
    assert.equal(resolvePath('/a', '../../..'), '/');
    assert.equal(resolvePath(undefined, 'a'), undefined);
    assert.equal(resolvePath('/', 'a/'.repeat(1_000)), undefined);
  });
});

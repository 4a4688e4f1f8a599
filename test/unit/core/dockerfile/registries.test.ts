import assert from 'node:assert/strict';
import { readOutline } from '../../../../src/core/dockerfile.ts';
import type { BuildArgs } from '../../../../src/core/dockerfile/buildArguments.ts';
import { registriesOf } from '../../../../src/core/dockerfile/registries.ts';

const mine = '123456789012.dkr.ecr.us-east-1.amazonaws.com';
const other = '763104351884.dkr.ecr.eu-west-1.amazonaws.com';

const registriesIn = (lines: readonly string[], answers: BuildArgs = {}): readonly string[] =>
  registriesOf(readOutline(lines.join('\n')), null, answers);

describe('registries that a build reads from', () => {
  for (const [title, lines, expected] of [
    ['of FROM', [`FROM ${other}/pytorch-training:2.4`], [other]],
    ['of a digest', [`FROM ${other}/pytorch@sha256:${'0'.repeat(64)}`], [other]],
    [
      'the public one',
      ['FROM public.ecr.aws/sagemaker/sagemaker-distribution:latest-cpu'],
      ['public.ecr.aws'],
    ],
    ['of COPY', ['FROM a', `COPY --from=${other}/tools:1 /a /b`], [other]],
    ['of RUN', ['FROM a', `RUN --mount=from=${other}/tools,target=/t make`], [other]],
    ['of the syntax', [`# syntax=${mine}/docker/dockerfile:1`, 'FROM a'], [mine]],
    [
      'each once, in their order',
      [`FROM ${other}/a AS x`, `FROM ${mine}/b`, `COPY --from=x 1 2`, `COPY --from=${other}/c 1 2`],
      [other, mine],
    ],
    [
      'none of others',
      ['FROM ghcr.io/a/b', 'COPY --from=docker.io/c d e', 'COPY --from=localhost:5000/f g h'],
      [],
    ],
    ['none of a name alone', ['FROM python', 'FROM library/python'], []],
    ['of a default', [`ARG REGISTRY=${other}`, 'FROM ${REGISTRY}/a'], [other]],
    ['of a stand-in', ['ARG REGISTRY', `FROM \${REGISTRY:-${other}}/a`], [other]],
    ['of a default in quotes', [`ARG IMAGE="${other}/a:1"`, 'FROM $IMAGE'], [other]],
    ['none that is not known', ['ARG REGISTRY', 'FROM $REGISTRY/a'], []],
    ['in capitals', [`FROM ${other.toUpperCase()}/a`], [other]],
    [
      'of its other names',
      [
        'FROM 123456789012.dkr-ecr.us-east-1.on.aws/a',
        'FROM 123456789012.dkr.ecr-fips.us-east-1.amazonaws.com/b',
      ],
      ['123456789012.dkr.ecr-fips.us-east-1.amazonaws.com'],
    ],
    ['none of a stage that is not needed', [`FROM ${other}/a AS x`, 'FROM b'], []],
    ['none of a stage that is called like one', [`FROM a AS ${mine}/b`, `FROM ${mine}/b`], []],
    ['none that only looks like one', [`FROM evil.example/${mine}/a`, `FROM x${mine}/a`], []],
    ['none of no Dockerfile', ['RUN make'], []],
  ] as const) {
    it(title, () => assert.deepEqual(registriesIn(lines), expected));
  }

  it('follow the answers', () => {
    const lines = [`ARG REGISTRY=${mine}`, 'FROM ${REGISTRY}/a'];
    assert.deepEqual(registriesIn(lines, { REGISTRY: other }), [other]);
    assert.deepEqual(registriesIn(lines, { REGISTRY: null }), [mine]);
    assert.deepEqual(registriesIn(lines, { REGISTRY: 'docker.io' }), []);
  });
});

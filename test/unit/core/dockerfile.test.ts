import assert from 'node:assert/strict';
import { findFinalStage } from '../../../src/core/dockerfile.ts';

/** The text in the range that was found. */
function foundIn(text: string): { readonly line: number; readonly text: string } | undefined {
  const range = findFinalStage(text);
  if (!range) return undefined;
  const lines = text.split(/\r\n|\r|\n/);
  assert.equal(range.start.line, range.end.line, 'the range is on one line');
  const line = range.start.line;
  return { line, text: (lines[line] ?? '').slice(range.start.character, range.end.character) };
}

describe('Dockerfile: the final stage', () => {
  for (const [title, lines, line, text] of [
    ['of a single stage', ['FROM python:3.12', 'RUN pip install jupyter'], 0, 'FROM python:3.12'],
    ['of several', ['FROM a AS build', 'RUN make', 'FROM b', 'COPY --from=build / /'], 2, 'FROM b'],
    ['that builds on an earlier one', ['FROM a AS base', 'FROM base AS final'], 1, 'FROM base AS final'],
    ['after ARG', ['ARG VERSION=3.12', 'FROM python:${VERSION}', 'ARG OTHER'], 1, 'FROM python:${VERSION}'],
    ['after comments', ['# FROM nowhere', '', '# More.', 'FROM a'], 3, 'FROM a'],
    [
      'after parser directives',
      ['# syntax=docker/dockerfile:1', '# escape=`', 'FROM a', 'RUN b `', 'FROM c'],
      2,
      'FROM a',
    ],
    ['before a comment with FROM', ['FROM a', '# FROM b'], 0, 'FROM a'],
    ['before a heredoc with FROM', ['FROM a', 'RUN <<EOF', 'FROM b', 'EOF'], 0, 'FROM a'],
    ['after a heredoc with FROM', ['FROM a', 'RUN <<EOF', 'FROM b', 'EOF', 'FROM c'], 4, 'FROM c'],
    ['around an indented heredoc', ['FROM a', "RUN <<-'END' cat", 'FROM b', '\tEND', 'CMD c'], 0, 'FROM a'],
    ['around a heredoc that becomes a file', ['FROM a', 'COPY <<EOF /b', 'FROM c', 'EOF'], 0, 'FROM a'],
    [
      'around two heredocs of one instruction',
      ['FROM a', 'RUN cat <<ONE <<TWO', 'FROM b', 'ONE', 'FROM c', 'TWO'],
      0,
      'FROM a',
    ],
    ['around a heredoc without an end', ['FROM a', 'RUN <<EOF', 'FROM b'], 0, 'FROM a'],
    ['after a shift that is no heredoc', ['FROM a', 'RUN echo $((1<<2))', 'FROM b'], 2, 'FROM b'],
    ['before a continued line', ['FROM a', 'RUN echo \\', 'FROM b'], 0, 'FROM a'],
    ['before ONBUILD', ['FROM a', 'ONBUILD RUN echo FROM b'], 0, 'FROM a'],
    ['in lower case', ['from a as b'], 0, 'from a as b'],
    ['that is indented', ['ARG A', '  FROM a'], 1, 'FROM a'],
    ['with a platform', ['FROM --platform=linux/amd64 a'], 0, 'FROM --platform=linux/amd64 a'],
    ['by digest', [`FROM a@sha256:${'0'.repeat(64)}`], 0, `FROM a@sha256:${'0'.repeat(64)}`],
    ['from scratch', ['FROM scratch'], 0, 'FROM scratch'],
  ] as const satisfies readonly (readonly [string, readonly string[], number, string])[]) {
    it(title, () => {
      assert.deepEqual(foundIn(lines.join('\n')), { line, text });
    });

    it(`${title}, with CRLF`, () => {
      assert.deepEqual(foundIn(`${lines.join('\r\n')}\r\n`), { line, text });
    });
  }

  it('spans its continued lines', () => {
    assert.deepEqual(findFinalStage('FROM \\\n  a \\\n  AS b\nRUN c'), {
      start: { line: 0, character: 0 },
      end: { line: 2, character: 6 },
    });
  });

  it('comes after a byte order mark', () => {
    assert.deepEqual(foundIn('\uFEFFFROM a'), { line: 0, text: 'FROM a' });
  });

  for (const [title, text] of [
    ['an empty file', ''],
    ['white space', ' \r\n\t\n'],
    ['only comments', '# FROM a\n# nothing else'],
    ['no FROM', 'ARG A=1\nRUN echo a'],
    ['FROM without an image', 'FROM'],
    ['FROM with only a platform', 'FROM --platform=linux/amd64'],
    ['a last FROM without an image, as while it is typed', 'FROM a\nFROM \n'],
    ['FROM in a heredoc alone', 'RUN <<EOF\nFROM a\nEOF'],
    ['another language', '{ "FROM": "a" }'],
    ['bytes', '\0\u0001\uFFFD<<<<$['],
  ] as const) {
    it(`is none in ${title}`, () => {
      assert.equal(findFinalStage(text), undefined);
    });
  }

  it('never throws, whatever the file is cut off after', () => {
    const text = [
      '# escape=`\r\n# syntax=x',
      'ARG A=${B:-"c',
      'FROM --platform=${A} a:${B}@sha256:0 AS b',
      "RUN --mount=type=cache,target=/x <<-'EOF' `",
      'FROM y\n\tEOF',
      'HEALTHCHECK --interval=1s CMD ["a", "b',
      'ONBUILD COPY --from=b <<X /x',
      'X\nFROM c\nENV D=\\',
    ].join('\n');
    for (let length = 0; length <= text.length; length += 1) {
      assert.doesNotThrow(() => findFinalStage(text.slice(0, length)), `after ${length}`);
    }
  });
});

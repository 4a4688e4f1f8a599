import assert from 'node:assert/strict';
import { findFinalStage, readOutline } from '../../../src/core/dockerfile.ts';
import { harmfulParts, randomTexts } from '../../support/randomTexts.ts';

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

describe('Dockerfile: the outline', () => {
  it('has the stages with their names, platforms and places', () => {
    const { stages } = readOutline(
      [
        'ARG TAG=1',
        'FROM --platform=$BUILDPLATFORM python:${TAG} AS Build',
        'RUN make',
        '',
        'from scratch',
      ].join('\n'),
    );
    assert.deepEqual(
      stages.map(({ name, from, platform, range }) => [name, from, platform, range.start.line]),
      [
        ['Build', 'python:${TAG}', '$BUILDPLATFORM', 1],
        [undefined, 'scratch', undefined, 4],
      ],
    );
  });

  it('has the arguments where they belong', () => {
    const { globalArgs, stages } = readOutline('ARG A\nARG B=1\nFROM a\nARG C\nFROM b\nARG B\nARG D="x y"');
    assert.deepEqual(globalArgs, [
      { name: 'A', defaultValue: undefined },
      { name: 'B', defaultValue: '1' },
    ]);
    assert.deepEqual(
      stages.map(({ args }) => args),
      [
        [{ name: 'C', defaultValue: undefined }],
        [
          { name: 'B', defaultValue: undefined },
          { name: 'D', defaultValue: '"x y"' },
        ],
      ],
    );
  });

  for (const [title, line, expected] of [
    ['several on a line', 'ARG A=1 B C=3', ['A=1', 'B=undefined', 'C=3']],
    ['several without a default', 'ARG A B C', ['A=undefined', 'B=undefined', 'C=undefined']],
    ['an empty default', 'ARG A=', ['A=']],
    ['continued lines', 'ARG A=1 \\\n  # why\n  B', ['A=1', 'B=undefined']],
    ['a default with an equals sign', 'ARG A=b=c', ['A=b=c']],
    ['lower case', 'arg a', ['a=undefined']],
    ['no name', 'ARG', []],
    ['what is no name', 'ARG $A', []],
  ] as const) {
    it(`reads an ARG with ${title}`, () => {
      const { globalArgs } = readOutline(`${line}\nFROM a`);
      assert.deepEqual(
        globalArgs.map(({ name, defaultValue }) => `${name}=${defaultValue}`),
        expected,
      );
    });
  }

  it('has what a stage copies from, beside other flags too', () => {
    const { stages } = readOutline(
      [
        'FROM a',
        'COPY --from=build /x /x',
        'COPY --link --from=registry/tools:1 --chown=1:1 a b',
        'COPY --chown=1 c d',
        'RUN --mount=type=cache,target=/c --mount=type=bind,from=deps,target=/d make',
        'RUN <<EOF',
        'COPY --from=nobody a b',
        'EOF',
        'ADD --from=never a b',
      ].join('\n'),
    );
    assert.deepEqual(stages[0]?.uses, ['build', 'registry/tools:1', 'deps']);
  });

  it('has the image that reads the file', () => {
    assert.equal(readOutline('# syntax=registry/dockerfile:1\nFROM a').syntax, 'registry/dockerfile:1');
    assert.equal(readOutline('# Syntax = x\n# escape=`\nFROM a').syntax, 'x');
    assert.equal(readOutline('FROM a\n# syntax=x').syntax, undefined);
  });

  it('leaves out a FROM without an image', () => {
    assert.deepEqual(
      readOutline('FROM a\nFROM \nARG A').stages.map(({ from }) => from),
      ['a'],
    );
  });

  it('is plain data', () => {
    const outline = readOutline('# syntax=x\nARG A=1\nFROM a AS b\nARG C=2\nCOPY --from=d e f');
    const { platform: _, ...stage } = outline.stages[0] ?? assert.fail();
    assert.deepEqual(JSON.parse(JSON.stringify({ ...outline, stages: [stage] })), {
      ...outline,
      stages: [stage],
    });
  });

  it('can be had of any text', () => {
    const parts = [
      ...harmfulParts,
      'FROM ',
      'ARG ',
      'COPY ',
      'RUN ',
      'ONBUILD ',
      ' AS ',
      '--platform=',
      '--from=',
      '--mount=',
      'from=',
      '\\\n',
      '# syntax=',
      '# escape=`\n',
      '<<EOF\n',
      'EOF\n',
      '${A:-',
      'a',
      '=',
    ];
    for (const text of randomTexts(parts, { count: 3_000, longest: 30 })) {
      assert.doesNotThrow(() => readOutline(text), JSON.stringify(text));
      const { stages } = readOutline(text);
      assert.ok(
        stages.every(({ from, args }) => from !== '' && args.every(({ name }) => /^\w+$/.test(name))),
        JSON.stringify(text),
      );
    }
  });

  it('of a large file takes milliseconds', () => {
    const text = `FROM a\n${'RUN --mount=from=b,target=/c echo "hello" \\\n  && true\n'.repeat(2_000)}`;
    const start = performance.now();
    assert.equal(readOutline(text).stages[0]?.uses.length, 2_000);
    const elapsedMs = performance.now() - start;
    assert.ok(elapsedMs < 2_000, `${elapsedMs} ms`);
  });
});

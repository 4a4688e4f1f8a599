import assert from 'node:assert/strict';
import { readIgnoreRules, type IgnoreRules } from '../../../../src/core/drift/ignoreRules.ts';
import { harmfulParts, randomTexts } from '../../../support/randomTexts.ts';

function rulesOf(...lines: readonly string[]): IgnoreRules {
  const rules = readIgnoreRules(lines.join('\n'));
  assert.ok(rules, `refused: ${lines.join(' | ')}`);
  return rules;
}

type Row = readonly [lines: readonly string[], ignored: readonly string[], kept: readonly string[]];

/** What https://docs.docker.com/build/concepts/context/#syntax says of each of its examples. */
const documented: readonly Row[] = [
  [['# comment'], [], ['# comment', 'comment']],
  [['/foo/bar'], ['foo/bar', 'foo/bar/x'], ['bar', 'a/foo/bar', 'foo']],
  [['foo/bar'], ['foo/bar'], ['bar', 'a/foo/bar']],
  [['*/temp*'], ['somedir/temporary.txt', 'somedir/temp', 'somedir/temp/x'], ['temp', 'a/b/temp']],
  [['*/*/temp*'], ['somedir/subdir/temporary.txt'], ['somedir/temporary.txt', 'a/b/c/temp']],
  [['temp?'], ['tempa', 'tempb', 'tempa/x'], ['temp', 'tempab', 'a/tempa']],
  [['**/*.go'], ['a.go', 'a/b.go', 'a/b/c.go'], ['a.goo', 'go']],
  [['*.md', '!README.md'], ['a.md'], ['README.md', 'a/README.md', 'a/b.md']],
  [
    ['*.md', '!README*.md', 'README-secret.md'],
    ['a.md', 'README-secret.md'],
    ['README.md', 'README-x.md'],
  ],
  [['*.md', 'README-secret.md', '!README*.md'], ['a.md'], ['README.md', 'README-secret.md']],
  [
    ['*', '!src', '!package.json'],
    ['a', 'b/c'],
    ['src', 'src/a', 'src/a/b', 'package.json'],
  ],
  [['   ', '', '  spaces  '], ['spaces'], ['   ']],
];

/** What `moby/patternmatcher` holds itself to, as far as our own reading goes: a folder's contents go with it. */
const matched: readonly Row[] = [
  [['**'], ['file', 'dir/file'], []],
  [['**/'], ['file', 'dir/file'], []],
  [['**/**'], ['dir/file'], []],
  [['dir/**'], ['dir/file', 'dir/dir2/file'], ['dir', 'dir2/file']],
  [['**/dir'], ['dir', 'dir/file', 'a/dir', 'a/dir/b'], ['adir']],
  [['**/dir2/*'], ['dir/dir2/file', 'dir2/a/b'], ['dir/dir2', 'dir2x/a']],
  [['**/dir2/**'], ['dir/dir2/dir3/file'], ['dir/dir2']],
  [['**file'], ['file', 'dir/file', 'dir/dir/file', 'afile'], ['file2']],
  [['**/file*txt'], ['dir/dir/file.txt'], ['dir/afile.txt']],
  [['**/**/*.txt'], ['file.txt', 'dir/dir/file.txt'], ['dir/dir/file.txt2']],
  [['a**/*.txt'], ['a/file.txt', 'a/dir/dir/file.txt'], ['b/file.txt']],
  [['a/*.txt'], ['a/file.txt'], ['a/dir/file.txt']],
  [['a/*.txt**'], ['a/file.txt', 'a/file.txt2'], ['a/file']],
  [['a[b-d]e'], ['ace'], ['ae', 'aae', 'a[b-d]e']],
  [['a[^b-d]e'], ['aze'], ['ace']],
  [['.*'], ['.foo'], ['foo']],
  [['abc.def'], ['abc.def'], ['abcdef', 'abcZdef']],
  [['abc?def'], ['abcZdef'], ['abcdef', 'abc/def']],
  [['**/foo/bar'], ['foo/bar', 'dir/dir2/foo/bar'], ['foo', 'bar']],
  [['**/.foo'], ['.foo'], ['bar.foo']],
  [['a(b)c/def'], ['a(b)c/def'], ['a(b)c/xyz', 'abc/def']],
  [['a.|)$(}+{bc'], ['a.|)$(}+{bc'], ['a']],
  [['dist/*.whl'], ['dist/proxy.py-2.4.0rc3.dev36+g08acad9-py3-none-any.whl'], []],
  [['a\\*b'], ['a*b'], ['ab', 'axb']],
  [['[\\]a]'], [']', 'a'], ['b']],
  [['[\\-x]'], ['-', 'x'], ['a']],
  [['a?b', 'c[^a]d'], ['a\u263Ab', 'a\u{1F600}b', 'c\u{1F600}d'], ['a\u263A\u263Ab']],
  [['[a-\u03B6]*'], ['\u03B1'], ['A']],
  [['**', '!util/docker/web'], ['util/docker'], ['util/docker/web', 'util/docker/web/foo']],
  [['**', '!util/docker/web', 'util/docker/web/foo'], ['util/docker/web/foo'], ['util/docker/web/bar']],
  [['docs/', '!docs/README.md'], ['docs/a'], ['docs/README.md']],
  [['!a.go', '*.go'], ['a.go'], []],
];

/** What is ours to get right beside it. */
const own: readonly Row[] = [
  [['\uFEFFa', 'b\r'], ['a', 'b'], ['\uFEFFa']],
  [[' # no comment'], ['# no comment'], []],
  [['./a/../b//c/'], ['b/c', 'b/c/d'], ['a', 'b']],
  [['! /b', 'b', '! /b'], [], ['b', 'b/c']],
  [
    ['*', '/!b', '!!c'],
    ['a', 'c'],
    ['b', '!c'],
  ],
  [['../a'], [], ['a']],
  [['/'], [], ['a', 'a/b']],
  [['Case'], ['Case'], ['case']],
  [['constructor', '__proto__'], ['constructor', '__proto__/a'], ['toString']],
  [
    ['c++', 'a{1}', 'x|y'],
    ['c++', 'a{1}', 'x|y'],
    ['c', 'a', 'x'],
  ],
];

describe('What a .dockerignore ignores', () => {
  for (const [lines, ignored, kept] of [...documented, ...matched, ...own]) {
    it(lines.join(' | '), () => {
      const rules = rulesOf(...lines);
      for (const path of ignored) assert.ok(rules.ignores(path), `should ignore ${path}`);
      for (const path of kept) assert.ok(!rules.ignores(path), `should keep ${path}`);
    });
  }

  for (const line of [
    '!',
    '! ',
    '[',
    '[^',
    '[]a]',
    '[-]',
    '[x-]',
    '[-x]',
    '[a-b-c]',
    '[z-a]',
    'a[',
    'a\\',
    '[^bc',
  ]) {
    it(`is not known where Docker refuses a line: ${line}`, () => {
      assert.equal(readIgnoreRules(`a\n${line}\n`), undefined);
    });
  }

  it('is everything in a folder, as long as no exception can be in it', () => {
    assert.ok(rulesOf('node_modules').ignoresAllIn('node_modules'));
    assert.ok(rulesOf('*', '!src/app').ignoresAllIn('data'));
    assert.ok(!rulesOf('*', '!src/app').ignoresAllIn('src'));
    assert.ok(!rulesOf('*', '!src/app').ignoresAllIn('src/app'));
    assert.ok(!rulesOf('*', '!src/**/*.py').ignoresAllIn('src/a'));
    assert.ok(!rulesOf('*', '!**/*.py').ignoresAllIn('data'));
    assert.ok(!rulesOf('other').ignoresAllIn('data'));
  });

  const parts = ['a', 'b', '*', '**', '?', '/', '!', '\n', '.', '[ab]', '\\'];
  const names = ['a', 'b', 'ab', 'a/b', 'b/a', 'a/b/a', 'a/a/b', 'b/b', '.a', 'a/.b'];
  const texts = [...randomTexts(parts, { count: 3000, longest: 12 })];

  it('decides alike for a folder and for all in it that nothing takes back', () => {
    for (const text of texts) {
      const rules = readIgnoreRules(text);
      if (!rules) continue;
      for (const path of names) {
        const folders = path
          .split('/')
          .slice(0, -1)
          .map((_, index, all) => all.slice(0, index + 1).join('/'));
        if (!folders.some((folder) => rules.ignoresAllIn(folder))) continue;
        assert.ok(rules.ignores(path), JSON.stringify([text, path]));
      }
    }
  });

  it('is nothing more with an exception at the end, and nothing less with a pattern', () => {
    for (const text of texts) {
      const [rules, kept, more] = [text, `${text}\n!a`, `${text}\na`].map(readIgnoreRules);
      if (!rules) continue;
      for (const path of names) {
        const isInA = path === 'a' || path.startsWith('a/');
        assert.equal(kept?.ignores(path), !isInA && rules.ignores(path), JSON.stringify([text, path]));
        assert.equal(more?.ignores(path), isInA || rules.ignores(path), JSON.stringify([text, path]));
      }
    }
  });

  it('is found at once, however many folders a pattern leaves open', () => {
    assert.ok(!rulesOf(`${'**/'.repeat(60)}x`).ignores(`${'a/'.repeat(60)}b`));
  });

  it('is found for every text, however broken', () => {
    for (const text of randomTexts(harmfulParts, { count: 3000, longest: 30 })) {
      const rules = readIgnoreRules(text);
      assert.equal(typeof (rules?.ignores(text) ?? true), 'boolean');
    }
  });
});

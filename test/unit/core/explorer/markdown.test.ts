import assert from 'node:assert/strict';
import { codeSpan, escapeMarkdown } from '../../../../src/core/explorer/markdown.ts';

describe('Markdown', () => {
  it('shows a text from elsewhere as it is', () => {
    assert.equal(escapeMarkdown('Fixes issue 5'), 'Fixes issue 5');
    assert.equal(
      escapeMarkdown('[click](command:evil) <img> $(alert) **b**'),
      '\\[click\\]\\(command\\:evil\\) \\<img\\> \\$\\(alert\\) \\*\\*b\\*\\*',
    );
    assert.equal(escapeMarkdown('https://a.b'), 'https\\:\\/\\/a\\.b');
  });

  it('keeps such a text on its line', () => {
    assert.equal(escapeMarkdown('one\n\n# two'), 'one \\# two');
  });

  it('shows names character by character', () => {
    assert.equal(codeSpan('arn:aws:x'), '`arn:aws:x`');
    assert.equal(codeSpan('a`b``c'), '```a`b``c```');
    assert.equal(codeSpan('`'), '`` ` ``');
    assert.equal(codeSpan('a\nb'), '`a b`');
  });
});

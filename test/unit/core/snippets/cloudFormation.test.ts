import assert from 'node:assert/strict';
import { parse } from 'yaml';
import { formatSnippet } from '../../../../src/core/snippets/snippet.ts';
import type { SnippetSource } from '../../../../src/core/snippets/source.ts';
import { role } from '../../../support/builders.ts';
import { full, minimal, requestOf, samples, severalLines } from './samples.ts';

describe('snippet: CloudFormation', () => {
  for (const [title, source] of Object.entries({
    ...samples,
    everything: full,
    'several lines': severalLines,
  })) {
    for (const version of ['1.1', '1.2'] as const) {
      it(`says ${title}, in YAML ${version}`, () => {
        const snippet = formatSnippet('cloudformation', source);
        assert.deepEqual(parse(snippet, { version, strict: true }), templateOf(source));
      });
    }
  }

  it('says what a template can not', () => {
    const [first, second, third] = formatSnippet('cloudformation', full).split('\n');
    assert.equal(first, '# To be deployed with the profile "dev" in "us-east-1": a template can not say so.');
    assert.equal(second, '# The client token is left out: CloudFormation makes its own.');
    assert.equal(third, 'AWSTemplateFormatVersion: "2010-09-09"');
    assert.doesNotMatch(formatSnippet('cloudformation', minimal), /profile|token/);
  });

  it('keeps what it says of the profile on its line', () => {
    const snippet = formatSnippet('cloudformation', { ...minimal, profile: 'a\nTransform: "Macro"\n#' });
    assert.deepEqual(parse(snippet), templateOf(minimal));
  });

  it('leaves out a display name that only SageMaker takes', () => {
    const image = { name: 'notebook', isNew: true, roleArn: role } as const;
    const snippet = formatSnippet('cloudformation', {
      ...minimal,
      image: { ...image, displayName: 'Größe' },
    });
    assert.deepEqual(parse(snippet), templateOf({ ...minimal, image }));
    assert.match(snippet, /# ImageDisplayName is left out: /);
  });

  it('has no secret resolved', () => {
    const releaseNotes = '{{resolve:secretsmanager:password}}';
    const source = { ...minimal, version: { ...minimal.version, releaseNotes } };
    const snippet = formatSnippet('cloudformation', source);
    assert.deepEqual(parse(snippet), templateOf(minimal));
    assert.match(snippet, /# ReleaseNotes is left out: /);
  });
});

function templateOf(source: SnippetSource): unknown {
  const { image, aliases } = source;
  const { ClientToken: _, ...properties } = requestOf(source);
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Resources: {
      ...(image.isNew && {
        Image: {
          Type: 'AWS::SageMaker::Image',
          Properties: {
            ImageName: image.name,
            ImageRoleArn: role,
            ...(/^[ -_a-z]+$/.test(image.displayName ?? '') && { ImageDisplayName: image.displayName }),
            ...(image.description && { ImageDescription: image.description }),
          },
        },
      }),
      ImageVersion: {
        Type: 'AWS::SageMaker::ImageVersion',
        ...(image.isNew && { DependsOn: 'Image' }),
        Properties: { ...properties, ...(aliases.length > 0 && { Aliases: [...aliases] }) },
      },
    },
  };
}

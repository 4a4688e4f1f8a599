import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { Language, Parser, type Node } from 'web-tree-sitter';
import { formatSnippet } from '../../../../src/core/snippets/snippet.ts';
import type { SnippetSource } from '../../../../src/core/snippets/source.ts';
import { role } from '../../../support/builders.ts';
import { full, minimal, samples, severalLines } from './samples.ts';

describe('snippet: Terraform', () => {
  let parser: Parser;

  before(async () => {
    await Parser.init();
    const grammar = import.meta.resolve('@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-terraform.wasm');
    parser = new Parser().setLanguage(await Language.load(fileURLToPath(grammar)));
  });
  after(() => parser.delete());

  function parse(snippet: string): Body {
    const tree = parser.parse(snippet);
    assert.ok(tree && !tree.rootNode.hasError, snippet);
    const body = tree.rootNode.namedChildren.find(({ type }) => type === 'body');
    assert.ok(body);
    return readBody(body);
  }

  for (const [title, source] of Object.entries({
    ...samples,
    everything: full,
    'several lines': severalLines,
  })) {
    it(`says ${title}`, () => {
      assert.deepEqual(parse(formatSnippet('terraform', source)), configurationOf(source));
    });
  }

  it('leaves no template in a string', () => {
    for (const releaseNotes of [
      '${a}',
      '$${a}',
      '$$${a}',
      '%{ if a }',
      '%%{ if a }',
      '%${a}',
      '$%{a}',
      '$',
      '\\${a}',
    ]) {
      const source = { ...minimal, version: { ...minimal.version, releaseNotes } };
      assert.deepEqual(parse(formatSnippet('terraform', source)), configurationOf(source));
    }
  });

  it('says what a configuration can not', () => {
    assert.match(formatSnippet('terraform', full), /^# The client token is left out: .*\nterraform \{\n/);
    assert.match(formatSnippet('terraform', minimal), /^terraform \{\n/);
  });

  it('says what the provider may refuse', () => {
    const image = { name: 'my.notebook', isNew: true, roleArn: role } as const;
    assert.match(formatSnippet('terraform', { ...minimal, image }), /^# The provider may refuse the dot /);
  });

  it('is aligned as terraform fmt does', () => {
    assert.ok(
      formatSnippet('terraform', full).endsWith(
        [
          'resource "aws_sagemaker_image_version" "version" {',
          '  image_name       = aws_sagemaker_image.image.image_name',
          '  base_image       = "123456789012.dkr.ecr.us-east-1.amazonaws.com/notebook:1.0"',
          '  job_type         = "NOTEBOOK_KERNEL"',
          '  processor        = "GPU"',
          '  vendor_guidance  = "STABLE"',
          '  ml_framework     = "PyTorch 2.4"',
          '  programming_lang = "Python 3.12"',
          '  horovod          = true',
          '  release_notes    = "The first one."',
          '  aliases          = ["latest", "1.0", "1.0.0"]',
          '}',
          '',
        ].join('\n'),
      ),
    );
  });
});

/** Blocks are found by type and labels, attributes by name. */
interface Body {
  readonly [name: string]: Value;
}
type Value = string | boolean | Reference | readonly Value[] | Body;

interface Reference {
  readonly reference: string;
}

function readBody(body: Node): Body {
  return Object.fromEntries(
    body.namedChildren
      .filter(({ type }) => type !== 'comment')
      .map((child) => (child.type === 'block' ? readBlock(child) : readAttribute(child))),
  );
}

function readBlock(block: Node): [string, Value] {
  const words = block.namedChildren.filter(({ type }) => type === 'identifier' || type === 'string_lit');
  const body = block.namedChildren.find(({ type }) => type === 'body');
  const name = words.map((word) => (word.type === 'identifier' ? word.text : readText(word))).join(' ');
  return [name, body ? readBody(body) : {}];
}

function readAttribute(attribute: Node): [string, Value] {
  const [name, expression] = attribute.namedChildren;
  assert.ok(attribute.type === 'attribute' && name && expression, attribute.type);
  return [name.text, readExpression(expression)];
}

function readExpression(node: Node): Value {
  const [inner] = node.namedChildren;
  switch (node.type) {
    case 'expression':
      if (inner?.type === 'variable_expr') return { reference: node.text };
      return readExpression(inner!);
    case 'literal_value':
    case 'template_expr':
    case 'collection_value':
      return readExpression(inner!);
    case 'string_lit':
    case 'quoted_template':
      return readText(node);
    case 'bool_lit':
      return node.text === 'true';
    case 'tuple':
      return node.namedChildren.filter(({ type }) => type === 'expression').map(readExpression);
    case 'object':
      return Object.fromEntries(
        node.namedChildren
          .filter(({ type }) => type === 'object_elem')
          .map(({ namedChildren: [key, value] }) => [key!.text, readExpression(value!)]),
      );
    default:
      return assert.fail(node.type);
  }
}

const marks = new Set(['quoted_template_start', 'quoted_template_end']);

/** What a string stands for. It must have no part that Terraform would work out. */
function readText(node: Node): string {
  return node.namedChildren
    .filter(({ type }) => !marks.has(type))
    .map(({ type, text }) => {
      assert.equal(type, 'template_literal', node.text);
      return decode(text);
    })
    .join('');
}

/** By the specification of HCL's native syntax: escapes of characters, and markers of templates that are doubled. */
function decode(literal: string): string {
  return literal.replace(
    /\\(?:u([\da-fA-F]{4})|U([\da-fA-F]{8})|([nrt"\\]))|([$%])\4(?=\{)/g,
    (whole, short?: string, long?: string, letter?: string, marker?: string) => {
      const code = short ?? long;
      if (code) return String.fromCodePoint(Number.parseInt(code, 16));
      if (marker) return marker;
      return { n: '\n', r: '\r', t: '\t' }[letter ?? ''] ?? letter ?? whole;
    },
  );
}

function configurationOf({ profile, region, image, version, aliases }: SnippetSource): unknown {
  const versionArguments = {
    image_name: image.isNew ? { reference: 'aws_sagemaker_image.image.image_name' } : image.name,
    base_image: version.baseImage,
    job_type: version.jobType,
    processor: version.processor,
    vendor_guidance: version.vendorGuidance,
    ml_framework: version.mlFramework,
    programming_lang: version.programmingLang,
    horovod: version.horovod,
    release_notes: version.releaseNotes,
    aliases: aliases.length > 0 ? [...aliases] : undefined,
  };
  return {
    terraform: { required_providers: { aws: { source: 'hashicorp/aws', version: '~> 6.0' } } },
    'provider aws': { ...(profile && { profile }), region },
    ...(image.isNew && {
      'resource aws_sagemaker_image image': {
        image_name: image.name,
        role_arn: role,
        ...(image.displayName && { display_name: image.displayName }),
        ...(image.description && { description: image.description }),
      },
    }),
    'resource aws_sagemaker_image_version version': JSON.parse(JSON.stringify(versionArguments)) as unknown,
  };
}

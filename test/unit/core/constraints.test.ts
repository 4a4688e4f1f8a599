import assert from 'node:assert/strict';
import { lengthOf, violationOf, type ConstraintName, type Violation } from '../../../src/core/constraints.ts';

type Cases = readonly (readonly [value: string, expected: Violation | undefined])[];

const frameworks: Cases = [
  ['PyTorch 2.4', undefined],
  ['PyTorch2.4.1', undefined],
  ['TensorFlow 2.16.1', undefined],
  ['R 4.4', undefined],
  ['', 'empty'],
  ['TensorFlow 2', 'pattern'],
  ['scikit-learn 1.5', 'pattern'],
  ['C++ 17.0', 'pattern'],
  ['PyTorch  2.4', 'pattern'],
  ['PyTorch 2.4.1.0', 'pattern'],
  ['2.4', 'pattern'],
  [`${'a'.repeat(124)} 1.0`, undefined],
  [`${'a'.repeat(125)} 1.0`, 'tooLong'],
];

const tables: Readonly<Record<ConstraintName, Cases>> = {
  ImageName: [
    ['a', undefined],
    ['Notebook-1.0-gpu', undefined],
    ['n'.repeat(63), undefined],
    ['n'.repeat(64), 'tooLong'],
    ['', 'empty'],
    ['a--b', 'pattern'],
    ['a.-b', 'pattern'],
    ['a_b', 'pattern'],
    ['-a', 'pattern'],
    ['a-', 'pattern'],
    ['a b', 'pattern'],
    ['bücher', 'pattern'],
    ['a\n', 'pattern'],
  ],
  RoleArn: [
    ['arn:aws:iam::123456789012:role/SageMaker', undefined],
    ['arn:aws-us-gov:iam::123456789012:role/service-role/SageMaker_1', undefined],
    ['arn:aws-cn:iam::123456789012:role/a+b=c,d.e@f', undefined],
    ['arn:aws:iam::123456789012:user/somebody', 'pattern'],
    ['arn:aws:iam::12345678901:role/SageMaker', 'pattern'],
    ['arn:aws:iam::123456789012:role', 'pattern'],
    ['SageMaker', 'pattern'],
    [`arn:aws:iam::123456789012:role/${'r'.repeat(2048)}`, 'tooLong'],
    ['', 'empty'],
  ],
  ImageBaseImage: [
    ['x', undefined],
    ['x'.repeat(255), undefined],
    ['x'.repeat(256), 'tooLong'],
    ['', 'empty'],
  ],
  ClientToken: [
    ['a', undefined],
    ['01234567-89ab-cdef-0123-456789abcdef', undefined],
    ['01234567-89ab-cdef-0123-456789abcdef0', 'tooLong'],
    ['a_b', 'pattern'],
    ['', 'empty'],
  ],
  SageMakerImageVersionAlias: [
    ['latest', undefined],
    ['1.0.0', undefined],
    ['_x', undefined],
    ['a-', undefined],
    ['.x', 'pattern'],
    ['-x', 'pattern'],
    ['a b', 'pattern'],
    ['1.0+b', 'pattern'],
    ['a'.repeat(128), undefined],
    ['a'.repeat(129), 'tooLong'],
    ['', 'empty'],
  ],
  MLFramework: frameworks,
  ProgrammingLang: frameworks,
  ImageDisplayName: [
    ['x', undefined],
    ['My image', undefined],
    ['x'.repeat(128), undefined],
    ['x'.repeat(129), 'tooLong'],
    [' x', 'pattern'],
    ['x\ny', 'pattern'],
    ['', 'empty'],
  ],
  ImageDescription: [
    ['What it is for.', undefined],
    ['x'.repeat(512), undefined],
    ['x'.repeat(513), 'tooLong'],
    ['One line.\nAnother.', 'pattern'],
    ['', 'empty'],
  ],
  TagKey: [
    ['cost-center', undefined],
    ['Kosten/stelle: +1@_.=', undefined],
    ['größe', undefined],
    ['k'.repeat(128), undefined],
    ['k'.repeat(129), 'tooLong'],
    ['a,b', 'pattern'],
    ['', 'empty'],
  ],
  TagValue: [
    ['', undefined],
    ['1234', undefined],
    ['v'.repeat(256), undefined],
    ['v'.repeat(257), 'tooLong'],
    ['a;b', 'pattern'],
  ],
  ReleaseNotes: [
    ['Fixed <everything> & more: ünïcödé.', undefined],
    ['n'.repeat(255), undefined],
    ['n'.repeat(256), 'tooLong'],
    ['one\ntwo', 'pattern'],
    ['one\rtwo', 'pattern'],
    ['', 'empty'],
  ],
};

describe('constraints', () => {
  for (const name of Object.keys(tables) as ConstraintName[]) {
    describe(name, () => {
      for (const [value, expected] of tables[name]) {
        const shown = value.length > 60 ? `${lengthOf(value)} characters` : JSON.stringify(value);
        it(`${expected ?? 'takes'}: ${shown}`, () => {
          assert.equal(violationOf(name, value), expected);
        });
      }
    });
  }

  it('count code points, as SageMaker does', () => {
    assert.equal(lengthOf('🚀🚀'), 2);
    assert.equal(violationOf('ReleaseNotes', '🚀'.repeat(255)), undefined);
    assert.equal(violationOf('ReleaseNotes', '🚀'.repeat(256)), 'tooLong');
  });
});

/** Holds our constraint tables to the official service models, where those are at hand. */

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { constraints } from '../../src/core/constraints.ts';
import { appOperations } from '../emulator/appConstraints.ts';
import { ecrOperations } from '../emulator/ecrConstraints.ts';
import { iamOperations } from '../emulator/identityConstraints.ts';
import { logOperations } from '../emulator/logConstraints.ts';
import { sagemakerOperations } from '../emulator/sagemakerConstraints.ts';
import type { Members, OperationTable, Shape } from '../emulator/shapes.ts';
import { studioOperations } from '../emulator/studioConstraints.ts';

const root = path.resolve(import.meta.dirname, '../..');
const modelsFolder = path.resolve(root, '../shared/models');

interface ModelReference {
  readonly shape: string;
}

interface ModelShape {
  readonly type: string;
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly required?: readonly string[];
  readonly members?: Readonly<Record<string, ModelReference>>;
  readonly member?: ModelReference;
  readonly key?: ModelReference;
  readonly value?: ModelReference;
}

interface ModelOperation {
  readonly input: ModelReference;
  readonly output: ModelReference;
  readonly errors?: readonly ModelReference[];
}

interface Model {
  readonly operations: Readonly<Record<string, ModelOperation>>;
  readonly shapes: Readonly<Record<string, ModelShape>>;
}

describeWithModel('sagemaker-images.model.json', (model) => {
  describeTable(sagemakerOperations, model);

  describe('what is emulated in part', () => {
    describePart(studioOperations, model);
  });

  describe("the extension's own constraints", () => {
    for (const [name, { min, max, pattern }] of Object.entries(constraints)) {
      it(name, () => {
        assert.deepEqual({ type: 'string', min, max, pattern }, shapeOf(model(), name));
      });
    }
  });
});

describeWithModel('sagemaker-apps.model.json', (model) => {
  describeTable(appOperations, model);
});

describeWithModel('cloudwatch-logs.model.json', (model) => {
  describeTable(logOperations, model);
});

describeWithModel('ecr.model.json', (model) => {
  describeTable(ecrOperations, model);
});

describeWithModel('iam.model.json', (model) => {
  describePart(iamOperations, model);
});

function describeWithModel(fileName: string, define: (model: () => Model) => void): void {
  const file = path.join(modelsFolder, fileName);
  describe(`the model ${fileName}`, () => {
    if (!existsSync(file)) {
      it.skip(`is not compared with: ${path.relative(root, file)} is missing`);
      return;
    }
    let model: Model;
    before(() => {
      model = JSON.parse(readFileSync(file, 'utf8')) as Model;
    });
    define(() => model);
  });
}

function describeTable(table: OperationTable, model: () => Model): void {
  for (const [name, { input, output, errors }] of Object.entries(table)) {
    it(`says the same of ${name}`, () => {
      const operation = model().operations[name];
      assert.ok(operation, 'The model has no such operation');
      assert.deepEqual(input, shapeOf(model(), operation.input.shape));
      assert.deepEqual(output, shapeOf(model(), operation.output.shape));
      const declared = (operation.errors ?? []).map(({ shape }) => shape);
      assert.deepEqual(new Set(errors), new Set(declared));
    });
  }
}

/** Of members that ours has not, nothing is said; nor of an operation that the model has not. */
function describePart(table: OperationTable, model: () => Model): void {
  for (const [name, { input, output, errors }] of Object.entries(table)) {
    it(`says the same of ${name}, as far as it goes`, function () {
      const operation = model().operations[name];
      if (!operation) return this.skip();
      assert.deepEqual(input, partOf(input, shapeOf(model(), operation.input.shape)));
      assert.deepEqual(output, partOf(output, shapeOf(model(), operation.output.shape)));
      const declared = (operation.errors ?? []).map(({ shape }) => shape);
      assert.deepEqual(new Set(errors), new Set(declared));
    });
  }
}

/** A shape of the model in the language of our tables, with everything that it refers to. */
function shapeOf(model: Model, name: string): Shape {
  const shape = model.shapes[name];
  assert.ok(shape, `The model has no shape ${name}`);
  // Instance types come and go: the emulator takes any.
  if (name === 'AppInstanceType') return { type: 'string' };
  switch (shape.type) {
    case 'string':
      return shape.enum
        ? { type: 'enum', values: shape.enum }
        : {
            type: 'string',
            ...boundsOf(shape),
            ...(shape.pattern !== undefined && { pattern: shape.pattern }),
          };
    case 'integer':
    case 'long':
      return { type: 'integer', ...boundsOf(shape) };
    case 'double':
    case 'boolean':
    case 'timestamp':
      return { type: shape.type };
    case 'list':
      return { type: 'list', item: referred(model, shape.member), ...boundsOf(shape) };
    case 'map':
      return { type: 'map', key: referred(model, shape.key), value: referred(model, shape.value) };
    case 'structure':
      return {
        type: 'structure',
        required: membersOf(model, shape, true),
        optional: membersOf(model, shape, false),
      };
    default:
      assert.fail(`${name} is of the unknown type ${shape.type}`);
  }
}

/** A shape without the members of structures that ours has not. */
function partOf(ours: Shape, theirs: Shape): Shape {
  if (ours.type === 'list' && theirs.type === 'list') {
    return { ...theirs, item: partOf(ours.item, theirs.item) };
  }
  if (ours.type !== 'structure' || theirs.type !== 'structure') return theirs;
  return {
    type: 'structure',
    required: membersIn(ours.required, theirs.required),
    optional: membersIn(ours.optional, theirs.optional),
  };
}

function membersIn(ours: Members, theirs: Members): Members {
  return Object.fromEntries(
    Object.entries(theirs).flatMap(([name, shape]) => {
      const own = ours[name];
      return own ? [[name, partOf(own, shape)]] : [];
    }),
  );
}

function referred(model: Model, reference: ModelReference | undefined): Shape {
  assert.ok(reference);
  return shapeOf(model, reference.shape);
}

function membersOf(model: Model, shape: ModelShape, areRequired: boolean): Record<string, Shape> {
  const members = Object.entries(shape.members ?? {});
  return Object.fromEntries(
    members
      .filter(([name]) => (shape.required?.includes(name) ?? false) === areRequired)
      .map(([name, reference]) => [name, referred(model, reference)]),
  );
}

function boundsOf({ min, max }: ModelShape): { min?: number; max?: number } {
  return { ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
}

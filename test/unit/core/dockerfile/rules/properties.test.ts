import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { ParsedDockerfile } from '../../../../../src/core/dockerfile.ts';
import { ruleIds, type Severity } from '../../../../../src/core/dockerfile/rules/ruleIds.ts';
import { targets } from '../../../../../src/core/dockerfile/rules/targets.ts';
import { edited, today } from '../../../../support/dockerfileChecks.ts';
import { harmfulParts, randomTexts } from '../../../../support/randomTexts.ts';

const folder = join(import.meta.dirname, '../../../../fixtures/dockerfiles');
const corpus = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
const severities = Object.fromEntries(ruleIds.map((id) => [id, 'warning'])) as Record<string, Severity>;

/** What Dockerfiles are made of, whole and in pieces. */
const parts = [
  ...harmfulParts,
  'FROM python:3.12',
  'FROM --platform=$BUILDPLATFORM ',
  'public.ecr.aws/sagemaker/sagemaker-distribution:1.9-cpu',
  '\nARG A=',
  '\nENV ',
  '\nUSER ',
  '\nWORKDIR ',
  '\nRUN ',
  '\nRUN <<EOF\n',
  '\nEOF\n',
  '\nCOPY ',
  '\nADD ',
  ' /home/sagemaker-user',
  ' /opt/ml/x',
  '\nSHELL ',
  '\nONBUILD ',
  '\nENTRYPOINT ["',
  '\nCMD [',
  '", "',
  '"]',
  'jupyter lab --port 1 --ip=localhost --ServerApp.base_url=x',
  'useradd -m -u 70000 -g 5 ',
  'apt-get install -y nvidia-driver-535 ',
  'pip install ',
  '${A:-',
  '${A}',
  ' AS a\n',
  '\\\n',
  '# escape=`\n',
  '# sagemaker-images: ',
  'target=jupyterlab ',
  'ignore=user-id,',
  'ignore-file=',
  '\n',
  ' ',
];

function checkForAll(text: string): void {
  const parsed = new ParsedDockerfile(text);
  for (const target of [...targets, 'studio', undefined] as const) {
    const { findings } = parsed.check({ today, target, severities });
    for (const { range, fixes } of findings) {
      const lines = text.split(/\r\n|\r|\n/);
      assert.ok(range.start.line < lines.length && range.end.line < lines.length, JSON.stringify(range));
      assert.ok(range.end.character <= (lines[range.end.line]?.length ?? 0), JSON.stringify(range));
      for (const { edits } of fixes) assert.doesNotThrow(() => new ParsedDockerfile(edited(text, edits)));
    }
  }
  edited(text, [parsed.targetEdit('jupyterlab')]);
}

describe('Checks of a Dockerfile', () => {
  it('can be made of any text', () => {
    for (const text of randomTexts(parts, { count: 1_500, longest: 40 })) {
      assert.doesNotThrow(() => checkForAll(text), JSON.stringify(text));
    }
  });

  it('can be made of every beginning and every end of what is written', function () {
    this.timeout(60_000);
    for (const text of corpus) {
      for (let cut = 0; cut <= text.length; cut += 17) {
        assert.doesNotThrow(() => checkForAll(text.slice(0, cut)), JSON.stringify(text.slice(0, cut)));
        assert.doesNotThrow(() => checkForAll(text.slice(cut)), JSON.stringify(text.slice(cut)));
      }
    }
  });

  it('survive what is deep, long and grows', () => {
    for (const text of [
      `FROM a\nUSER ${'${A:-'.repeat(50_000)}`,
      `FROM a\nENV A=aaaaaaaaaa\n${'ENV A=$A$A$A$A\n'.repeat(100)}USER $A`,
      `FROM a\nRUN ${'('.repeat(50_000)}`,
      `FROM a\nCMD ${'['.repeat(50_000)}`,
      `FROM a\nRUN ${'\\\n'.repeat(20_000)}`,
      `FROM a\nRUN ${'useradd -u 1 '.repeat(5_000)}`,
    ]) {
      assert.doesNotThrow(() => checkForAll(text), text.slice(0, 60));
    }
  });

  it('find nothing in a Dockerfile that says nothing of SageMaker', () => {
    for (const text of corpus) {
      const other = text
        .replaceAll(/sagemaker-images:/g, '')
        .replaceAll('sagemaker-distribution', 'other-distribution');
      const { target, findings } = new ParsedDockerfile(other).check({ today });
      assert.equal(target, undefined);
      assert.deepEqual(findings, []);
    }
  });

  it('find the same in lines that end in another way', () => {
    for (const text of corpus) {
      const unix = text.replaceAll('\r\n', '\n');
      assert.deepEqual(placesIn(unix.replaceAll('\n', '\r\n')), placesIn(unix));
    }
  });
});

function placesIn(text: string): unknown {
  return new ParsedDockerfile(text).check({ today }).findings.map(({ rule, range }) => [rule, range]);
}

/** Lines that a file can consist of, each of which another part of the checks has to do with. */
const repeated = {
  commands: 'RUN apt-get install -y a b=1 \\\n  # why\n  c && useradd -m -u 100 -g 100 u ; pip install x\n',
  copies: 'COPY --chown=70000 a b /home/sagemaker-user/\nRUN echo hello\n',
  environment: 'ENV A=1 B=${A:-2} C="$B$A"\nARG D=$C\n',
  users: 'USER $A:1\nRUN useradd -m -u 70000 x && chown 70000 /x\n',
  stages: 'FROM s AS s\nRUN a\n',
  comments: '# sagemaker-images: ignore=user-id,x target=training\nUSER 4711\n',
  starts: 'ENTRYPOINT ["jupyter", "lab", "--port=1"]\nCMD jupyter lab --port 1\n',
  words: ' a "b c" \'d\' $e\\\n',
  heredocs: 'RUN <<EOF\nuseradd -m -u 70000 x\n# sagemaker-images: ignore=x\nEOF\n',
  folders: 'WORKDIR a/../b\nCOPY x /opt/ml/\n',
} as const;

describe('The work of a check', () => {
  // Counted in a thread of its own: code that is optimized already counts no longer.
  let worker: Worker;
  before(() => {
    worker = new Worker(new URL('../../../../support/countCheckWork.ts', import.meta.url));
  });
  after(() => worker.terminate());

  async function workOf(text: string): Promise<number> {
    worker.postMessage(text, []);
    const [work] = (await once(worker, 'message')) as [number];
    return work;
  }

  for (const [what, lines] of Object.entries(repeated)) {
    it(`grows as the file does: ${what}`, async () => {
      const start = '# sagemaker-images: target=jupyterlab\nFROM python:3.12 AS s\n';
      const text = (times: number): string => start + (what === 'words' ? 'RUN' : '') + lines.repeat(times);
      const [single, double, fourfold] = [
        await workOf(text(200)),
        await workOf(text(400)),
        await workOf(text(800)),
      ];
      assert.ok(single > 10_000, `${single}`);
      assert.ok(double < single * 2.3 && fourfold < double * 2.3, `${single}, ${double}, ${fourfold}`);
    });
  }
});

/** What SageMaker will not like of a Dockerfile, as somebody sees it who writes one. */
import assert from 'node:assert/strict';
import { access, chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { Session } from './session.ts';
import { pictureFailure, useWorkbench } from './useWorkbench.ts';
import type { Workbench } from './workbench.ts';

const wrong = `# sagemaker-images: target=jupyterlab
FROM python:3.12-slim
RUN pip install --no-cache-dir jupyterlab
RUN useradd --uid 1000 --gid 100 --create-home sagemaker-user
COPY notebooks/ /home/sagemaker-user/notebooks/
USER root
RUN apt-get update && apt-get install -y --no-install-recommends git
CMD ["jupyter", "lab", "--ip=0.0.0.0", "--port=8889", "--ServerApp.base_url=/lab"]
`;

const right = `# sagemaker-images: target=code-editor
FROM public.ecr.aws/sagemaker/sagemaker-distribution:3.4-cpu
USER root
RUN apt-get update && apt-get install -y --no-install-recommends graphviz
USER $MAMBA_USER
ENTRYPOINT ["entrypoint-code-editor"]
`;

const page = 'https://github.com/sagemaker-images/sagemaker-images/blob/main/docs/dockerfile-rules.md';

describe('A Dockerfile that is wrong for SageMaker', () => {
  const open = useWorkbench({
    suite: 'dockerfile-checks',
    fill: async (folder) => {
      await mkdir(join(folder, 'right'));
      await Promise.all([
        writeFile(join(folder, 'Dockerfile'), wrong),
        writeFile(join(folder, 'right', 'code.Dockerfile'), right),
      ]);
    },
  });

  it('is marked, listed among the problems, and explained where one points at it', async () => {
    const { workbench } = open();
    const { editor, problems } = workbench;
    await workbench.openFile('Dockerfile');
    await editor.waitForLens('Checked for: JupyterLab');
    await editor.waitForWarnings(4);
    await problems.open();
    await problems.waitForRules('home-content', 'user-id', 'server-address', 'base-url');
    const [, user] = await problems.all();
    assert.equal(
      user,
      'The image runs as root, and Studio expects user 1000: end with "USER 1000".SageMaker Imagesuser-id[Ln 6, Col 6]',
    );
    await workbench.screenshot('problems');
    const { text, link } = await editor.readHover('root');
    assert.match(text, /^The image runs as root, and Studio expects user 1000/);
    assert.equal(link, `${page}#user-id`);
    await workbench.screenshot('hover');
  });

  it('is put right from the light bulb', async () => {
    const { workbench } = open();
    const { editor, problems } = workbench;
    assert.deepEqual(await editor.readFixes('USER root'), [
      'Add "USER 1000"',
      'Ignore "user-id" here',
      'Ignore "user-id" in this file',
    ]);
    await editor.pickFix('USER root', 'Add "USER 1000"');
    await editor.waitForText('USER 1000');
    await problems.waitForRules('home-content', 'server-address', 'base-url');
    await workbench.screenshot('repaired');
    assert.match(await editor.text(), /--no-install-recommends git\nUSER 1000\nCMD/);
  });

  it('is let alone at a line where a comment says so', async () => {
    const { workbench } = open();
    const { editor, problems } = workbench;
    await editor.pickFix('COPY notebooks/', 'Ignore "home-content" here');
    await problems.waitForRules('server-address', 'base-url');
    assert.match(await editor.text(), /\n# sagemaker-images: ignore=home-content\nCOPY notebooks/);
    await workbench.screenshot('ignored');
  });

  it('is checked for something else once that is chosen above it', async () => {
    const { workbench } = open();
    const { editor, problems, quickInput } = workbench;
    await editor.clickLens('Checked for: JupyterLab');
    await quickInput.waitUntilOpen('Check Dockerfile for');
    await workbench.screenshot('targets');
    await quickInput.pick('SageMaker Unified Studio');
    await editor.waitForLens('Checked for: SageMaker Unified Studio');
    assert.match(await editor.text(), /^# sagemaker-images: target=unified-studio\nFROM/);
    await problems.waitForRules('unified-studio-base');
    await workbench.screenshot('unified-studio');
  });

  it('is checked for what its comment says, and told of a name that means nothing', async () => {
    const { workbench } = open();
    const { editor, problems } = workbench;
    await editor.clickLine('target=unified-studio');
    await editor.replaceLine('# sagemaker-images: target=code-editer');
    await problems.waitForRules('directive');
    await workbench.screenshot('mistyped');
    await editor.clickLine('target=code-editer');
    await editor.replaceLine('# sagemaker-images: target=training');
    await editor.waitForLens('Checked for: training');
    await problems.waitForRules();
  });

  it('does not stand beside one that is right, of which nothing is said', async () => {
    const { workbench } = open();
    await workbench.openFile('right/code.Dockerfile');
    await workbench.editor.waitForLens('Checked for: Code Editor');
    await workbench.editor.waitForWarnings(0);
    await workbench.problems.waitForRules();
    await workbench.screenshot('right');
  });
});

describe('A Dockerfile of a workspace that is not trusted', () => {
  let session: Session | undefined;
  let workbench: Workbench;
  let marker: string;

  before(async () => {
    session = await Session.start({ name: 'e2e-untrusted-checks', workspaceTrust: true });
    marker = join(session.programs, 'was-run');
    workbench = await session.openWindow({ suite: 'dockerfile-checks-untrusted', fill: fillUntrusted });
  });

  afterEach(async function () {
    if (session !== undefined) await pictureFailure(this.currentTest, { session, workbench });
  });

  after(async () => {
    await session?.[Symbol.asyncDispose]();
  });

  it('is checked, by settings that are harmless', async () => {
    const { editor, problems, statusBar } = workbench;
    await workbench.openFile('Dockerfile');
    await statusBar.waitFor('Restricted Mode');
    // The target is the setting's; the stage is one of the answers of a build, which an untrusted workspace cannot give.
    await editor.waitForLens('Checked for: Code Editor');
    await problems.open();
    await problems.waitForRules('user-id');
    assert.match((await problems.all()).join(), /The image runs as user 1001/);
    await workbench.screenshot('restricted');
  });

  it('can be put right there', async () => {
    const { editor, problems } = workbench;
    await editor.pickFix('USER 1001', 'Ignore "user-id" in this file');
    await problems.waitForRules();
    await workbench.screenshot('ignored');
  });

  it('has run no program that the workspace names', async () => {
    await assert.rejects(access(marker), { code: 'ENOENT' });
  });

  async function fillUntrusted(folder: string): Promise<void> {
    const program = join(folder, 'engine');
    await writeFile(program, `#!/bin/sh\n: > '${marker}'\n`);
    await chmod(program, 0o755);
    await mkdir(join(folder, '.vscode'));
    const settings = {
      'sagemakerImages.docker.path': program,
      'sagemakerImages.dockerfile.target': 'code-editor',
      'sagemakerImages.dockerfiles': { Dockerfile: { target: 'first' } },
    };
    await Promise.all([
      writeFile(join(folder, '.vscode', 'settings.json'), JSON.stringify(settings)),
      writeFile(join(folder, 'Dockerfile'), untrusted),
    ]);
  }
});

const untrusted = `FROM python:3.12 AS first
USER 1000:100
FROM first
USER 1001:100
`;

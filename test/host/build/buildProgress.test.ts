import assert from 'node:assert/strict';
import { BuildProgress } from '../../../src/ui/build/buildProgress.ts';

describe('The progress of a build', () => {
  let messages: string[];
  let lines: string[];
  let progress: BuildProgress;
  beforeEach(() => {
    messages = [];
    lines = [];
    progress = new BuildProgress({ write: (text) => lines.push(text) }, (message) => messages.push(message));
  });

  const started = (name: string): void => progress.report({ kind: 'step', id: name, name, state: 'started' });

  it('is the step that goes on, short enough for a notification', () => {
    progress.begin('build');
    started('[3/7] RUN pip install --no-cache-dir jupyterlab pandas scikit-learn torch torchvision');
    started('[builder 2/2] COPY . .');
    started('[internal] load build context');
    assert.deepEqual(messages, [
      'building…',
      'building 3/7: RUN pip install --no-cache-dir jupyterlab pandas scikit-lear…',
      'building builder 2/2: COPY . .',
      'building: [internal] load build context',
    ]);
  });

  it('is how much was sent, and never goes back', () => {
    progress.begin('push');
    progress.report({ kind: 'transfer', id: 'a', sent: 0, total: 100 });
    progress.report({ kind: 'transfer', id: 'a', sent: 40, total: 100 });
    progress.report({ kind: 'transfer', id: 'b', sent: 0, total: 100 });
    progress.report({ kind: 'transfer', id: 'b', sent: 60, total: 100 });
    assert.deepEqual(messages, ['pushing…', 'pushing 0 %', 'pushing 40 %', 'pushing 50 %']);
  });

  it('counts layers where the engine does not say how large they are', () => {
    progress.begin('push');
    for (const id of ['a', 'b']) progress.report({ kind: 'step', id, name: id, state: 'started' });
    progress.report({ kind: 'step', id: 'a', name: 'a', state: 'done' });
    progress.report({ kind: 'step', id: 'b', name: 'b', state: 'cached' });
    assert.deepEqual(messages, ['pushing…', 'pushing 0 %', 'pushing 50 %', 'pushing 100 %']);
  });

  it('names the engine where another one comes first, which does not work', () => {
    progress.nameEngine({ name: 'docker', passedOver: [] });
    assert.deepEqual(lines, []);
    const passedOver = ['docker', 'finch'].map((program) => ({ program, reason: `${program} is stopped` }));
    progress.nameEngine({ name: 'podman', passedOver });
    assert.deepEqual(lines, [
      'The engine podman is used, because docker does not work (docker is stopped), finch does not work (finch is stopped): mend that, or name the program to use in the setting sagemakerImages.docker.path.',
    ]);
    assert.deepEqual(messages, []);
  });

  it('tells nothing twice, and all of it in the output', () => {
    progress.begin('build');
    started('[1/1] RUN true');
    started('[1/1] RUN true');
    progress.report({ kind: 'output', text: '#1 [1/1] RUN true' });
    assert.equal(messages.length, 2);
    assert.deepEqual(lines, ['── building…', '#1 [1/1] RUN true']);
  });
});

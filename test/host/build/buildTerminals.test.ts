import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { BuildTerminals } from '../../../src/ui/build/buildTerminals.ts';
import { placeOf } from '../../../src/ui/build/dockerfilePlace.ts';
import { ManualClock } from '../../support/clocks.ts';
import { useReplacements } from '../support/useReplacements.ts';
import { fileNamed } from './buildWindow.ts';

/** A terminal as VS Code makes one of its options. */
class Terminal {
  readonly options: vscode.ExtensionTerminalOptions;
  /** Whether the focus stayed where it was, each time that it was shown. */
  readonly shown: (boolean | undefined)[] = [];
  text = '';
  isClosed = false;

  constructor(options: vscode.ExtensionTerminalOptions) {
    this.options = options;
    options.pty.onDidWrite((written) => (this.text += written));
    options.pty.open(undefined);
  }

  show(preserveFocus?: boolean): void {
    this.shown.push(preserveFocus);
  }

  /** As a person closes it, and an extension. */
  dispose(): void {
    this.isClosed = true;
    this.options.pty.close();
  }
}

describe('The terminals of builds', () => {
  const replace = useReplacements();
  const place = placeOf(fileNamed('Dockerfile'));
  let made: Terminal[];
  let terminals: BuildTerminals;

  beforeEach(() => {
    made = [];
    replace(vscode.window, {
      createTerminal: (options: vscode.ExtensionTerminalOptions) => {
        const terminal = new Terminal(options);
        made.push(terminal);
        return terminal;
      },
    });
    terminals = new BuildTerminals(new ManualClock());
  });
  afterEach(() => terminals.dispose());

  /** Writes as a build does, to the last run's terminal. */
  function say(text: string): Terminal {
    const output = terminals.begin(place);
    output.write(text);
    output.flush();
    return made.at(-1) ?? assert.fail('There is no terminal.');
  }

  it('are named after the Dockerfile, and not there in the next window, which has nothing to show', () => {
    const { name, isTransient, iconPath } = say('one').options;
    assert.equal(name, 'SageMaker Images: Dockerfile');
    assert.equal(isTransient, true);
    assert.deepEqual(iconPath, new vscode.ThemeIcon('package'));
  });

  it('are shown with each run, and leave the focus where it is', () => {
    say('one');
    assert.deepEqual(say('two').shown, [true, true]);
  });

  it('are one for each Dockerfile, in which each run begins with an empty screen', () => {
    say('one');
    const { text } = say('two');
    assert.equal(made.length, 1);
    assert.equal(text, 'one\r\n\u001B[2J\u001B[3J\u001B[Htwo\r\n');
    terminals.begin(placeOf(fileNamed('gpu.Dockerfile')));
    assert.deepEqual(
      made.map(({ options }) => options.name),
      ['SageMaker Images: Dockerfile', 'SageMaker Images: gpu.Dockerfile'],
    );
  });

  it('come back with what the last run has said when they were closed', () => {
    say('of an earlier run');
    say('one').dispose();
    assert.equal(made.length, 1);
    terminals.show(place);
    assert.equal(made.length, 2);
    assert.equal(made[1]?.text, 'one\r\n');
    assert.deepEqual(made[1].shown, [true]);
  });

  it('come back with the next run when they were closed', () => {
    say('one').dispose();
    assert.equal(say('two').text, 'two\r\n');
    assert.equal(made.length, 2);
  });

  it('are none of a Dockerfile that was not built', () => {
    terminals.show(place);
    assert.deepEqual(made, []);
  });

  it('are closed with all that they hold', () => {
    const terminal = say('one');
    terminals.dispose();
    assert.equal(terminal.isClosed, true);
    terminals.show(place);
    assert.equal(made.length, 1);
  });
});

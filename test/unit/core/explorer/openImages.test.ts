import assert from 'node:assert/strict';
import { OpenImages } from '../../../../src/core/explorer/openImages.ts';

describe('open images', () => {
  let open: OpenImages;
  beforeEach(() => {
    open = new OpenImages();
    open.open('a');
    open.open('b');
  });

  it('stay open when they are opened once more', () => {
    const signal = open.signalOf('a');
    open.open('a');
    assert.equal(open.signalOf('a'), signal);
    assert.deepEqual(open.names, ['a', 'b']);
  });

  it('end what is fetched for them when they are closed', () => {
    const [a, b] = [open.signalOf('a'), open.signalOf('b')];
    open.close('a');
    assert.ok(a?.aborted);
    assert.ok(!b?.aborted);
    assert.equal(open.signalOf('a'), undefined);
    open.open('a');
    assert.equal(open.signalOf('a')?.aborted, false, 'it begins anew');
  });

  it('are closed all at once', () => {
    const signals = [open.signalOf('a'), open.signalOf('b')];
    open.closeAll();
    assert.ok(signals.every((signal) => signal?.aborted));
    assert.deepEqual(open.names, []);
  });
});

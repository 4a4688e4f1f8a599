import type { Report } from '../../core/build/engine.ts';
import type { PushReader } from '../dialects/dialect.ts';

const layerPattern =
  /^([0-9a-f]{12}): (Preparing|Waiting|Pushing|Pushed|Layer already exists|Mounted from)\b/;
const digestPattern = /^\S+: digest: (sha256:[0-9a-f]{64}) size: \d+$/;

/** What `docker push` prints where there is no terminal: each layer's states, without bytes, then the digest. */
export function dockerPush(report: Report): PushReader {
  const begun = new Set<string>();
  let digest: string | undefined;
  const layer = (id: string, state: string): void => {
    const step = { kind: 'step', id, name: id } as const;
    if (!begun.has(id)) report({ ...step, state: 'started' });
    begun.add(id);
    if (state === 'Pushed') report({ ...step, state: 'done' });
    else if (state === 'Layer already exists' || state === 'Mounted from')
      report({ ...step, state: 'cached' });
  };
  return {
    get digest() {
      return digest;
    },
    line(text) {
      report({ kind: 'output', text });
      const found = layerPattern.exec(text);
      if (found?.[1] && found[2]) layer(found[1], found[2]);
      digest = digestPattern.exec(text)?.[1] ?? digest;
    },
    end: () => undefined,
  };
}

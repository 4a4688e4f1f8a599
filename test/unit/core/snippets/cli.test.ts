import { existsSync } from 'node:fs';
import path from 'node:path';
import { itCreates } from './workplace.ts';

describe('snippet: AWS CLI', function () {
  // A program in Python that starts several times.
  this.timeout(120_000);
  const executable = '/usr/bin/aws';
  if (!existsSync(executable)) {
    it.skip(`is not run: ${executable} is missing`);
    return;
  }

  itCreates('cli', async (snippet, { profile }, workplace) => {
    // Version 2.9 does not know AWS_ENDPOINT_URL.
    workplace.add(
      'bin/aws',
      `#!/bin/sh\nexec ${executable} --endpoint-url "$AWS_ENDPOINT_URL" "$@"\n`,
      0o755,
    );
    workplace.add('bin/sleep', '#!/bin/sh\n', 0o755);
    const script = workplace.add('create.sh', snippet);
    const programs = [path.join(workplace.tools, 'bin'), process.env['PATH']].join(path.delimiter);
    return workplace.run('/bin/sh', [script], profile, { PATH: programs });
  });
});

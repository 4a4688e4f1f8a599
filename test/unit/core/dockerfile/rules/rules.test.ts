import assert from 'node:assert/strict';
import type { CheckOptions } from '../../../../../src/core/dockerfile/rules/check.ts';
import { expect } from '../../../../support/expectRules.ts';
import { checkLines, edited, rowsOf, textAt } from '../../../../support/dockerfileChecks.ts';

const plain = 'FROM python:3.12';
const distribution = 'FROM public.ecr.aws/sagemaker/sagemaker-distribution:4.1-cpu';
const unknown = 'FROM 123456789012.dkr.ecr.eu-central-1.amazonaws.com/base:1';
const me = 'RUN useradd -m -u 1000 -g 100 me';
const lab = (options: string): string =>
  `CMD jupyter lab --ip 0.0.0.0 --ServerApp.base_url=/jupyterlab/default ${options}`;

describe('The rule user-id', () => {
  const { speaks, isSilent } = expect('user-id', 'jupyterlab');
  speaks('of root', [plain, 'USER root'], 'root');
  speaks('of a base image that root runs', [plain], 'python:3.12');
  speaks('of a number in quotes', [plain, 'USER "1001"'], '"1001"');
  speaks('of a user of another number', [plain, 'RUN sudo -E useradd -u1001 a && true', 'USER a'], 'a');
  speaks('of one of Alpine’s', [plain, 'RUN adduser -D -u 1001 a', 'USER a'], 'a');
  speaks(
    'of root above an unknown image that has its entrypoint here',
    [unknown, 'USER 0', 'ENTRYPOINT ["jupyter", "lab"]'],
    '0',
  );
  isSilent('about an unknown base image', [unknown]);
  isSilent('about root above one, whose entrypoint may go on as another user', [unknown, 'USER 0']);
  isSilent('about a user that nobody has described', [plain, 'USER somebody']);
  isSilent('about a number that is computed', [plain, 'RUN useradd -u $(id -u) a', 'USER a']);
  isSilent('about a user that is made twice', [plain, 'RUN useradd -u 1 a || useradd -u 1000 a', 'USER a']);
  isSilent('about a name that a script sets', [plain, 'ARG N=a', 'RUN N=b; useradd -u 7 $N', 'USER a']);
  isSilent('about users that are renamed', [plain, 'RUN useradd -u 7 a', 'RUN usermod -u 1000 a', 'USER a']);
  isSilent('about an unset variable', [plain, 'USER $X']);
  isSilent('about a default of a variable that the base image may set', [plain, 'USER ${NB_UID:-0}']);
  speaks(
    'of a default of an argument that is not set',
    [plain, 'ARG NB_UID', 'USER ${NB_UID:-5}'],
    '${NB_UID:-5}',
  );
  speaks('of more groups of a user', [plain, 'RUN useradd -u 7 a && usermod -aG sudo a', 'USER a'], 'a');
  isSilent('about root that becomes somebody else', [
    plain,
    'ENTRYPOINT ["/usr/bin/tini", "--", "gosu", "me", "x"]',
  ]);
  isSilent('about root that starts a script', [plain, 'CMD ["python3", "/app/start_all.py"]']);
  isSilent('about root that starts others', [plain, 'CMD ["supervisord", "-n"]']);
  speaks('of root that starts a shell', [plain, 'USER root', 'CMD ["/bin/bash"]'], 'root');
  isSilent('in builders', [`${plain} AS b`, 'USER 7', distribution, 'COPY --from=b a /b']);

  it('lets kernels be root’s, and those who are asked for nothing in particular', () => {
    for (const target of ['kernel-gateway', 'studio'] as const) {
      assert.deepEqual(rowsOf(checkLines(target, [distribution, 'USER root'])), []);
      assert.deepEqual(rowsOf(checkLines(target, [distribution, 'USER 7'])), ['2 user-id']);
    }
  });

  it('has a fix only where the image has the user', () => {
    assert.deepEqual(fixesOf([distribution, 'USER root', 'RUN a']), ['add', 'ignore', 'ignoreFile']);
    assert.deepEqual(fixesOf([plain, me, 'USER root']), ['replace', 'ignore', 'ignoreFile']);
    assert.deepEqual(fixesOf([plain, 'RUN useradd -u 1000 me', 'USER root']), ['ignore', 'ignoreFile']);
    assert.deepEqual(fixesOf([plain, 'USER root']), ['ignore', 'ignoreFile']);
  });
});

describe('The rule group-id', () => {
  const { speaks, isSilent } = expect('group-id', 'code-editor');
  speaks('of another group', [plain, 'USER 1000:1000'], '1000:1000');
  speaks('of a user’s own', [plain, 'RUN useradd -u 1000 -g 5 me', 'USER 1000'], '1000');
  isSilent('about a group that is not known', [plain, 'USER 1000:team']);
  isSilent('about group 100 by its name', [plain, 'USER 1000:users']);
  isSilent('about the number of an unknown user', [plain, 'USER 1000']);
});

const codeServer = (options: string): string => `CMD ["code-server", "--bind-addr", ${options}]`;

describe('The rule server-address', () => {
  const { speaks, isSilent } = expect('server-address', 'jupyterlab');
  speaks('of another port', [plain, me, 'USER me', lab('--port=9999')], '9999');
  speaks('of the last of two', [plain, me, 'USER me', lab('--port=8888 --port 1')], '1');
  speaks('of an address within', [plain, me, 'USER me', lab('--ip=::1')], '::1');
  speaks(
    'of no address at all',
    [plain, me, 'USER me', 'CMD jupyter-lab --ServerApp.base_url=/jupyterlab/default'],
    'jupyter-lab',
  );
  isSilent('about a configuration file', [plain, 'CMD jupyter lab --config=/x.py']);
  isSilent('about one that a script may write', [plain, 'RUN ./setup.sh', 'CMD jupyter lab']);
  isSilent('about one that may be copied', [plain, 'COPY files /', 'CMD jupyter lab']);
  isSilent('about an unknown base image', [unknown, lab('--port=1')]);
  isSilent('about an unknown entrypoint', [plain, 'ENTRYPOINT ["/start.sh"]', lab('--port=1')]);
  isSilent('about an argument, which a container has not', [plain, 'ARG P=1', lab('--port=$P')]);
  isSilent('about a variable in the exec form, which is none', [
    plain,
    'ENV P=1',
    'CMD ["jupyter", "lab", "--ip=*", "--port=$P"]',
  ]);
  isSilent('about a CMD that a later ENTRYPOINT of a stage does away with', [
    `${plain} AS a`,
    lab('--port=1'),
    'FROM a',
    'ENTRYPOINT ["bash"]',
  ]);
  const editor = expect('server-address', 'code-editor');
  editor.speaks('of an address with its port', [plain, codeServer('"127.0.0.1:8888"')], '127.0.0.1');
  editor.speaks('of a port in an option', [plain, 'CMD code-server --bind-addr=:80'], '80');
  editor.isSilent('about another option, which goes first', [plain, codeServer('":80", "--port", "8888"')]);
  editor.isSilent('about a port of the environment', [plain, 'ENV PORT=8888', codeServer('"0.0.0.0:80"')]);
});

describe('The rule base-url', () => {
  const { speaks, isSilent } = expect('base-url', 'jupyterlab');
  speaks('of another one', [plain, 'CMD ["jupyter", "lab", "--NotebookApp.base_url=/x"]'], '/x');
  speaks('of one in quotes', [plain, "CMD jupyter lab --ServerApp.base_url='/x'"], "'/x'");
  speaks(
    'of another case',
    [plain, 'CMD jupyter lab --ServerApp.base_url=/JupyterLab/default'],
    '/JupyterLab/default',
  );
  isSilent('about slashes around it', [plain, 'CMD jupyter lab --ServerApp.base_url=jupyterlab/default/']);
  isSilent('about none where a value is not known', [plain, 'CMD jupyter lab $OPTIONS']);
  isSilent('about none where the environment may say it', [
    plain,
    'ENV JUPYTER_CONFIG_DIR=/x',
    'CMD jupyter lab',
  ]);
  isSilent('about none where options are given elsewhere', [plain, 'ENTRYPOINT ["jupyter", "lab"]']);
  isSilent('about Jupyter beside another server', [plain, 'CMD nginx && jupyter lab']);

  it('puts a missing one where the options begin', () => {
    for (const [before, after] of [
      [
        'CMD ["jupyter", "lab", "--ip=*"]',
        'CMD ["jupyter", "lab", "--ServerApp.base_url=/jupyterlab/default", "--ip=*"]',
      ],
      ['CMD exec jupyter lab --ip=*', 'CMD exec jupyter lab --ServerApp.base_url=/jupyterlab/default --ip=*'],
    ] as const) {
      const lines = [plain, before];
      const finding = checkLines('jupyterlab', lines).findings.find(({ rule }) => rule === 'base-url');
      assert.equal(edited(lines.join('\n'), finding?.fixes[0]?.edits ?? []), `${plain}\n${after}`);
    }
  });
});

describe('The rule app-entrypoint', () => {
  const { speaks, isSilent } = expect('app-entrypoint', 'code-editor');
  speaks(
    'of the other app',
    [distribution, 'CMD ["entrypoint-jupyter-server"]'],
    'entrypoint-jupyter-server',
  );
  isSilent('about an image that may have another script of that name', [
    unknown,
    'CMD ["entrypoint-jupyter-server"]',
  ]);
});

describe('The rule reserved-path', () => {
  const { speaks, isSilent } = expect('reserved-path', 'jupyterlab');
  speaks('of a copy', [distribution, 'COPY a /opt/ml/'], '/opt/ml/');
  speaks('of a folder by a variable', [distribution, 'ENV D=/opt', 'WORKDIR $D/ml/x'], '$D/ml/x');
  speaks(
    'of a folder once',
    [distribution, 'WORKDIR /var/log/studio', 'COPY a .', 'COPY b c/'],
    '/var/log/studio',
  );
  isSilent('about a name that begins alike', [distribution, 'COPY a /opt/mlflow/']);
  isSilent('about a folder that is not known', [unknown, 'COPY a ml']);

  it('lets jobs have their data', () => {
    assert.deepEqual(rowsOf(checkLines(undefined, [distribution, 'COPY a /opt/ml/code/'])), []);
    assert.deepEqual(rowsOf(checkLines('training', [plain, 'COPY a /opt/ml/code/'])), []);
  });
});

describe('The rule home-content', () => {
  const { speaks, isSilent } = expect('home-content', 'jupyterlab');
  speaks('of files', [distribution, 'RUN a', 'ADD a /home/sagemaker-user/x'], '/home/sagemaker-user/x');
  speaks(
    'of files that nothing uses',
    [distribution, 'WORKDIR /tmp', 'COPY a.txt /home/sagemaker-user', 'RUN pip install x'],
    '/home/sagemaker-user',
  );
  isSilent('about files that are used', [
    distribution,
    'WORKDIR /tmp',
    'COPY a.txt /home/sagemaker-user',
    'RUN pip install -r ../home/*/a.txt',
  ]);
  isSilent('about other homes', [distribution, 'COPY a /home/sagemaker-user2/']);
});

describe('The rule platform', () => {
  const { speaks, isSilent } = expect('platform', 'kernel-gateway');
  speaks('of ARM', ['FROM --platform=linux/arm64 python'], 'linux/arm64');
  speaks('of Windows', ['FROM --platform=windows/amd64 python'], 'windows/amd64');
  speaks('of the builder’s', ['FROM --platform=${BUILDPLATFORM} python'], '${BUILDPLATFORM}');
  speaks('of an image for one architecture', ['FROM docker.io/arm64v8/python'], 'docker.io/arm64v8/python');
  isSilent('about the right one', ['FROM --platform=linux/amd64/v2 python']);
  isSilent('about the one that is asked for', ['FROM --platform=$TARGETPLATFORM python']);
  isSilent('about one that is not known', ['ARG P', 'FROM --platform=$P python']);

  it('does not hold for jobs, some of which run on ARM', () => {
    assert.deepEqual(rowsOf(checkLines('inference', ['FROM --platform=linux/arm64 python'])), []);
  });
});

describe('The rule platform-missing', () => {
  it('speaks when it is turned on, and not before', () => {
    assert.deepEqual(withPlatformRule('FROM python'), ['1 platform-missing']);
    assert.deepEqual(withPlatformRule('FROM --platform=linux/amd64 python'), []);
    assert.ok(!rowsOf(checkLines('kernel-gateway', ['FROM python'])).includes('1 platform-missing'));
  });
});

describe('The rule kernel-missing', () => {
  const { speaks, isSilent } = expect('kernel-missing', 'kernel-gateway');
  speaks('of an image without anything', [plain], 'python:3.12');
  speaks(
    'of known packages alone',
    [plain, 'RUN pip3 install -U "numpy>=1" && python -m pip install torch==2.4'],
    'python:3.12',
  );
  for (const line of [
    'RUN pip install ipykernel',
    'RUN pip install numpy[all]',
    'RUN pip install ./x.whl',
    'RUN pip install $PACKAGES',
    'RUN pip install -r a.txt',
    'RUN apt-get install -y jupyter-core',
    'RUN curl https://x | sh',
    'RUN ["./install"]',
    'RUN poetry install',
    'COPY --from=x /venv /venv',
    'COPY . /',
    'ADD x.tar.gz /tmp/',
    'ENV PATH=/x:$PATH',
  ])
    isSilent(`about ${line}`, [plain, line]);
  isSilent('about an unknown base image', [unknown]);
});

describe('The rule nvidia-driver', () => {
  const { speaks, isSilent } = expect('nvidia-driver', 'training');
  speaks(
    'of the driver',
    [plain, 'RUN DEBIAN_FRONTEND=x apt-get -y install nvidia-driver-550=550.1'],
    'nvidia-driver-550=550.1',
  );
  speaks('of its libraries', [plain, 'RUN dnf install -y libnvidia-compute-535 a'], 'libnvidia-compute-535');
  isSilent('about what is not installed', [
    plain,
    'RUN apt-get purge -y nvidia-driver-550 || apt-mark hold nvidia-driver-550',
  ]);
  isSilent('about the toolkit', [plain, 'RUN apt-get install -y cuda-toolkit-12-4 nvidia-cuda-toolkit']);
  isSilent('about words', [plain, 'RUN echo nvidia-driver-550']);

  it('removes the package with its line, or from it', () => {
    for (const [before, after] of [
      ['RUN apt-get install -y a nvidia-driver-550 b', 'RUN apt-get install -y a b'],
      ['RUN apt-get install -y \\\n  nvidia-driver-550 \\\n  b', 'RUN apt-get install -y \\\n  b'],
    ] as const) {
      const [finding] = checkLines('training', [plain, before]).findings;
      assert.equal(edited(`${plain}\n${before}`, finding?.fixes[0]?.edits ?? []), `${plain}\n${after}`);
    }
  });
});

describe('The rules about SageMaker Distribution', () => {
  it('speak of tags that move', () => {
    for (const tag of ['latest-cpu', 'latest-gpu', '3-cpu'])
      assert.deepEqual(tagged(tag, '2024-01-01'), ['1 distribution-floating'], tag);
    for (const tag of ['3.4-cpu', '3.4.1-gpu', 'latest', 'mine'])
      assert.deepEqual(tagged(tag, '2024-01-01'), [], tag);
  });
  it('speak of the end of support once it is over everywhere', () => {
    assert.deepEqual(tagged('1.9-cpu', '2025-01-15T23:59:59Z'), []);
    assert.deepEqual(tagged('1.9-cpu', '2025-01-16T11:59:59Z'), []);
    assert.deepEqual(tagged('1.9-cpu', '2025-01-17T00:00:00Z'), ['1 distribution-unsupported']);
    assert.deepEqual(tagged('9.9-cpu', '2099-01-01'), []);
  });
});

describe('The rules for Unified Studio', () => {
  const { speaks, isSilent } = expect('unified-studio-base', 'unified-studio');
  speaks(
    'of an older version',
    ['FROM public.ecr.aws/sagemaker/sagemaker-distribution:2.5.1-cpu'],
    'public.ecr.aws/sagemaker/sagemaker-distribution:2.5.1-cpu',
  );
  isSilent('about the first that will do', ['FROM public.ecr.aws/sagemaker/sagemaker-distribution:2.6-gpu']);
  isSilent('about a private image', [unknown]);
  expect('unified-studio-entrypoint', 'unified-studio').speaks(
    'of an inherited one',
    [`${distribution} AS a`, 'ENTRYPOINT x', 'FROM a'],
    'ENTRYPOINT x',
  );
});

describe('The rule file-ids', () => {
  const { speaks, isSilent } = expect('file-ids', 'kernel-gateway');
  speaks('of an owner', [unknown, 'RUN chown -R user:65536 /x'], 'user:65536');
  isSilent('about the highest', [unknown, 'RUN chown 65535:65535 /x']);
  isSilent('about a user without files', [unknown, 'RUN useradd -M -u 70000 x']);
});

describe('The rules for inference', () => {
  const port = expect('inference-port', 'inference');
  port.speaks('of another port', [plain, 'ENTRYPOINT ["uvicorn", "a:b", "--port", "80"]'], '80');
  port.speaks('of one behind a host', [plain, 'ENTRYPOINT exec gunicorn -b 0.0.0.0:80 a'], '0.0.0.0:80');
  port.isSilent('about a CMD, which is replaced', [
    plain,
    'ENTRYPOINT ["x"]',
    'CMD ["uvicorn", "--port", "80"]',
  ]);
  port.isSilent('about one of several', [plain, 'ENTRYPOINT nginx && gunicorn -b :80 a']);
  port.isSilent('about a container that does with any port', [
    plain,
    'LABEL com.amazonaws.sagemaker.capabilities.accept-bind-to-port=true',
    'ENTRYPOINT ["uvicorn", "a:b", "--port", "80"]',
  ]);
  port.isSilent('about two addresses', [plain, 'ENTRYPOINT gunicorn -b :80 -b :8080 a']);
  const serve = expect('serve-command', 'inference');
  serve.speaks('of a CMD alone', [plain, 'COPY a.py /app/', 'CMD python /app/a.py'], 'CMD python /app/a.py');
  serve.isSilent('about a program of that name', [plain, 'RUN ln -s /app/a /usr/bin/serve', 'CMD a']);
  serve.isSilent('about an ENTRYPOINT', [plain, 'ENTRYPOINT a', 'CMD b']);
  serve.speaks(
    'of a server that refuses the word',
    [unknown, 'ENTRYPOINT ["/opt/bin/flask", "run"]'],
    '/opt/bin/flask',
  );
  serve.speaks(
    'of one that Python starts',
    [plain, 'ENTRYPOINT ["python3", "-m", "uvicorn", "a:b"]'],
    'uvicorn',
  );
  serve.isSilent('about one in a shell', [plain, 'ENTRYPOINT uvicorn a:b']);
  serve.isSilent('about one in the text of a shell', [plain, 'ENTRYPOINT ["sh", "-c", "uvicorn a:b"]']);
  serve.isSilent('about one that takes more words', [plain, 'ENTRYPOINT ["gunicorn", "a:b"]']);
  serve.isSilent('about what may be there', [plain, 'COPY . /usr/local/bin/', 'CMD b']);
  expect('root-user', 'inference').isSilent('about root', [plain, 'USER 0']);
});

describe('A target', () => {
  const lines = [distribution, 'USER 7'];
  it('is what the Dockerfile says, before the settings, before the last build, before the base image', () => {
    assert.equal(targetOf(lines), 'studio');
    assert.equal(targetOf(lines, { remembered: 'training' }), 'training');
    assert.equal(targetOf(lines, { remembered: 'training', target: 'inference' }), 'inference');
    assert.equal(targetOf(['# sagemaker-images: target=none', ...lines], { target: 'inference' }), 'none');
    assert.equal(targetOf([plain]), undefined);
  });

  it('is looked for in the stage and with the arguments of the last build', () => {
    const staged = ['ARG B=python', 'FROM $B AS dev', 'USER 7', 'FROM python'];
    const buildArgs = { B: 'public.ecr.aws/sagemaker/sagemaker-distribution:4.1-cpu' };
    assert.deepEqual(rowsOf(checkLines(undefined, staged, { stage: 'DEV', buildArgs, target: 'studio' })), [
      '3 user-id',
    ]);
    assert.deepEqual(rowsOf(checkLines('studio', staged, { stage: 'nowhere' })), []);
  });
});

describe('A comment for the rules', () => {
  it('silences the next instruction, over other comments and empty lines', () => {
    assert.deepEqual(rows(plain, '# sagemaker-images: ignore=user-id', '', '# because', 'USER 7'), []);
    assert.deepEqual(rows(plain, '# sagemaker-images: ignore=user-id', 'RUN a', 'USER 7'), ['4 user-id']);
    assert.deepEqual(rows(plain, '#sagemaker-images:ignore=group-id,user-id', 'USER 7:7'), []);
  });
  it('silences the instruction that it is in', () => {
    assert.deepEqual(rows(plain, 'USER \\', '# sagemaker-images: ignore=user-id', '  7'), []);
  });
  it('is none in a heredoc, nor behind an instruction', () => {
    assert.deepEqual(rows(plain, 'COPY <<E /x', '# sagemaker-images: ignore-file=user-id', 'E', 'USER 7'), [
      '5 user-id',
    ]);
    assert.deepEqual(rows(plain, 'USER 7 # sagemaker-images: ignore=user-id'), []);
    assert.deepEqual(rows(plain, 'RUN a # sagemaker-images: ignore-file=user-id', 'USER 7'), ['3 user-id']);
  });
  it('is told when it means nothing, unless that is silenced', () => {
    assert.deepEqual(rows('# sagemaker-images: ignore=x', 'FROM a'), ['1 directive']);
    assert.deepEqual(rows('# sagemaker-images: ignore=x ignore-file=directive', 'FROM a'), []);
  });
  it('is added to one that is there', () => {
    const text = [plain, '# sagemaker-images: ignore=group-id', 'USER 7'].join('\n');
    const [finding] = checkLines('jupyterlab', text.split('\n')).findings;
    assert.equal(finding && textAt(text, finding), '7');
    const ignoring = finding?.fixes.find(({ kind }) => kind.code === 'ignore');
    assert.equal(edited(text, ignoring?.edits ?? []), text.replace('group-id', 'group-id,user-id'));
  });
});

function fixesOf(lines: readonly string[]): unknown {
  return checkLines('jupyterlab', lines).findings[0]?.fixes.map(({ kind }) => kind.code);
}

function withPlatformRule(line: string): readonly string[] {
  const severities = { 'platform-missing': 'warning' } as const;
  const found = rowsOf(checkLines('kernel-gateway', [line], { severities }));
  return found.filter((row) => row.endsWith('platform-missing'));
}

function tagged(tag: string, today: string): readonly string[] {
  const from = `FROM public.ecr.aws/sagemaker/sagemaker-distribution:${tag}`;
  return rowsOf(checkLines(undefined, [from], { today: new Date(today) }));
}

function targetOf(lines: readonly string[], options: Partial<CheckOptions> = {}): unknown {
  return checkLines(undefined, lines, options).target;
}

function rows(...lines: readonly string[]): readonly string[] {
  return rowsOf(checkLines('jupyterlab', lines));
}

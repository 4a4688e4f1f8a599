import { argumentsOf, programOf, withoutPrefix, type Command, type CommandWord } from '../facts/commands.ts';
import type { ImageFacts } from '../facts/imageFacts.ts';
import { basename, isWithin } from '../facts/paths.ts';
import type { CopyStep, RunStep } from '../facts/steps.ts';

/** Commands that bring no programs into an image. */
const harmless = new Set(
  (
    'addgroup adduser apk-key apt-key apt-mark cat cd chgrp chmod chown chsh date dpkg-reconfigure echo export ' +
    'false find getent groupadd groupdel groupmod grep hash id install-info ldconfig ln locale-gen ls mkdir mktemp printf pwd rm ' +
    'rmdir sed set sleep sync test touch true umask uname unset update-ca-certificates update-locale useradd ' +
    'userdel usermod whoami [ } done fi esac for in'
  ).split(' '),
);
const osManagers = new Set(['apk', 'apt', 'apt-get', 'dnf', 'microdnf', 'yum']);
const pipOptions = new Set(
  (
    '-c --constraint --extra-index-url -f --find-links -i --index-url --only-binary --no-binary --platform --prefix ' +
    '--progress-bar --proxy --python-version --retries --root-user-action -t --target --timeout --trusted-host ' +
    '--upgrade-strategy --cache-dir'
  ).split(' '),
);
const condaOptions = new Set('-c --channel -n --name -p --prefix --solver --override-frozen-env'.split(' '));

/** Packages that bring neither a notebook's kernel nor a server, nor do those that they need. */
const plainPackages = new Set(
  (
    'beautifulsoup4 boto3 botocore awscli catboost click cryptography cython dask datasets duckdb fastapi flask gunicorn ' +
    'gevent h5py httpx huggingface-hub imbalanced-learn jinja2 joblib jsonschema keras lightgbm lxml matplotlib mlflow ' +
    'networkx nltk numba numpy onnx onnxruntime opencv-python opencv-python-headless openpyxl pandas pillow pip plotly polars ' +
    'protobuf psycopg2 psycopg2-binary pyarrow pydantic pymysql pytest python-dotenv pyyaml redis regex requests s3fs ' +
    'sagemaker scikit-image scikit-learn scipy seaborn sentencepiece setuptools shap six sqlalchemy statsmodels tabulate ' +
    'tensorboard tensorflow tensorflow-cpu tokenizers torch torchaudio torchvision tqdm transformers typing-extensions ' +
    'urllib3 uvicorn virtualenv wheel xgboost'
  ).split(' '),
);

/**
 * Whether everything that is installed is known by name and brings neither kernels nor servers: only then can something
 * be said to be missing.
 */
export function hasPlainContents({ base, steps, environment }: ImageFacts): boolean {
  if (base.image?.kind !== 'plain' || environment.has('PATH')) return false;
  return steps.every((step) => {
    if (step.kind === 'run')
      return step.isComplete && step.commands.every((command) => isPlain(withoutPrefix(command)));
    return step.kind === 'copy' ? isCopyOfData(step) : true;
  });
}

function isPlain(command: Command): boolean {
  const program = programOf(command);
  if (program === undefined) return command.length === 0;
  if (harmless.has(program)) return true;
  if (osManagers.has(program)) return packagesOf(command)?.every(isOsPackage) ?? false;
  if (isPip(command)) return packagesOf(command)?.every(isPlainPackage) ?? false;
  if (isEnvironment(command)) return true;
  if (program === 'conda' || program === 'mamba') return packagesOf(command)?.every(isPlainPackage) ?? false;
  return false;
}

/**
 * The packages that a command installs, by name.
 * @returns undefined when they are not all known; none for commands that install nothing.
 */
export function packagesOf(command: Command): readonly CommandWord[] | undefined {
  const program = programOf(command) ?? '';
  const isPython = isPip(command);
  const rest = isPython && !program.startsWith('pip') ? command.slice(2) : command;
  const isConda = program === 'conda' || program === 'mamba' || program === 'micromamba';
  const takesValue = isPython ? pipOptions : isConda ? condaOptions : noOptions;
  const { options, others } = argumentsOf(rest, takesValue);
  const [verb, ...packages] = others;
  if (verb?.value === undefined) return undefined;
  if (!/^(?:install|add|localinstall|reinstall)$/.test(verb.value)) {
    return /^(?:clean|update|upgrade|remove|purge|autoremove|autoclean|config|cache|makecache|list|show|check|search|uninstall|download)$/.test(
      verb.value,
    )
      ? []
      : undefined;
  }
  const fromFiles = options.some(({ name }) =>
    /^(?:-r|--requirement|-e|--editable|--file|--group)$/.test(name),
  );
  return fromFiles || packages.some(({ value }) => value === undefined) ? undefined : packages;
}

const noOptions: ReadonlySet<string> = new Set(['-t', '-o', '--option', '--repo', '--repository', '-c']);

function isPip(command: Command): boolean {
  const program = programOf(command) ?? '';
  if (/^pip[\d.]*$/.test(program)) return true;
  return /^python[\d.]*$/.test(program) && command[1]?.value === '-m' && command[2]?.value === 'pip';
}

/** An environment of Python's own, in which there is nothing yet but pip. */
function isEnvironment(command: Command): boolean {
  const program = programOf(command) ?? '';
  if (program === 'virtualenv') return true;
  return /^python[\d.]*$/.test(program) && command[1]?.value === '-m' && command[2]?.value === 'venv';
}

function isOsPackage({ value = '' }: CommandWord): boolean {
  return /^[a-z0-9]/i.test(value) && !/kernel|jupyter|notebook|ipython|conda|\.(?:deb|rpm)$/i.test(value);
}

function isPlainPackage({ value = '' }: CommandWord): boolean {
  const [, name = '', rest = ''] = /^([\w.-]+)(.*)$/s.exec(value) ?? [];
  // Extras may bring anything.
  return plainPackages.has(name.toLowerCase().replaceAll('_', '-')) && /^(?:$|[=<>~!])/.test(rest);
}

/** Files that are copied out of the build's context to where nothing looks for programs or settings. */
function isCopyOfData({ from, isAdd, sources, path }: CopyStep): boolean {
  if (from !== undefined || path === undefined) return false;
  if (isAdd && sources.some(({ value = 'x.tar' }) => /\.(?:tar|t?gz|tgz|bz2|xz|zst)$|:\/\//.test(value)))
    return false;
  const isNamed = [path, ...sources.map(({ value = '' }) => value)].some((name) =>
    /jupyter|kernel|config|serve/i.test(name),
  );
  return !isNamed && dataFolders.some((folder) => isWithin(path, folder));
}

const dataFolders = [
  '/app',
  '/code',
  '/data',
  '/opt/app',
  '/opt/program',
  '/opt/ml',
  '/srv',
  '/tmp',
  '/workspace',
];

/** Whether Jupyter's settings may come from elsewhere than its command line. */
export function mayConfigureJupyter({ base, steps, environment }: ImageFacts): boolean {
  if (base.image?.kind !== 'plain') return true;
  if ([...environment.keys()].some((name) => name.startsWith('JUPYTER'))) return true;
  return steps.some((step) => {
    if (step.kind === 'run') return mayWriteSettings(step);
    return step.kind === 'copy' && !isCopyOfData(step) && !isCopyOfFiles(step);
  });
}

/** Installing packages writes none, whatever they are called; scripts may do anything. */
function mayWriteSettings({ text, isComplete, commands }: RunStep): boolean {
  if (!isComplete || /config|base_url|\.jupyter|etc\/jupyter|settings/i.test(text)) return true;
  return !commands.every((one) => {
    const command = withoutPrefix(one);
    const program = programOf(command);
    if (program === undefined) return command.length === 0;
    if (harmless.has(program) || osManagers.has(program) || isPip(command) || isEnvironment(command))
      return true;
    return /^(?:conda|mamba|micromamba|uv|npm|npx|poetry|pipx)$/.test(program);
  });
}

/** Files that are no settings of Jupyter's, by their names. */
function isCopyOfFiles({ from, isAdd, sources, path = '' }: CopyStep): boolean {
  if (from !== undefined || isAdd || /jupyter|config/i.test(path)) return false;
  return sources.every(({ value = '' }) => {
    const name = basename(value);
    return /^[\w-]+\.(?:txt|ya?ml|toml|lock|ipynb|csv|md|whl)$/.test(name) && !/jupyter|config/i.test(name);
  });
}

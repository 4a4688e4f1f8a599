/** A Dockerfile of 2,000 lines, for what is done with every key that is pressed in one. */

const LINES = 2_000;

/** One stage of the kind that is found in notebook images: 40 lines. */
const STAGE = [
  'FROM python:3.12-slim AS stage$',
  'ARG VERSION=$',
  'ENV PYTHONUNBUFFERED=1 \\',
  '    PIP_NO_CACHE_DIR=1 \\',
  '    VERSION=${VERSION}',
  '# What the notebooks need of the system.',
  'RUN apt-get update \\',
  ' && apt-get install -y --no-install-recommends \\',
  ...Array.from({ length: 20 }, (_, index) => `    library-${index}=1.${index}.$ \\`),
  ' && rm -rf /var/lib/apt/lists/*',
  'COPY --chown=1000:100 requirements.txt /tmp/requirements.txt',
  'RUN --mount=type=cache,target=/root/.cache pip install -r /tmp/requirements.txt',
  '',
  'RUN <<EOF',
  'set -e',
  'useradd --uid 1000 --gid 100 --create-home sagemaker-user',
  'EOF',
  'WORKDIR /home/sagemaker-user',
  'LABEL team="data science" build="$"',
  'USER 1000:100',
  'CMD ["jupyter", "lab", "--ip", "0.0.0.0", "--port", "8888"]',
];

/** @param seed makes it another text */
export function longDockerfile(seed: number): string {
  const stages = Math.ceil(LINES / STAGE.length);
  const lines = Array.from({ length: stages }, (_, stage) =>
    STAGE.map((line) => line.replace(/\$(?!\{)/, `${seed}${stage}`)),
  );
  return lines.flat().slice(-LINES).join('\n');
}

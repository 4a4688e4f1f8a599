import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFile, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { findExecutable } from '../../vscode/findExecutable.ts';

const run = promisify(execFile);
const types = {
  config: 'application/vnd.docker.container.image.v1+json',
  layer: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
  manifest: 'application/vnd.docker.distribution.manifest.v2+json',
};

/** @returns where BusyBox is; undefined where it is not installed */
export function busybox(): string | undefined {
  return findExecutable(['busybox']);
}

/**
 * Puts an image into a registry that Dockerfiles can begin with: a root file system of BusyBox alone.
 * @param url of the registry, which lets everybody in
 */
export async function pushBaseImage(
  url: string,
  repository: string,
  tag: string,
  folder: string,
): Promise<void> {
  const tar = await packRoot(folder);
  const layer = gzipSync(tar);
  const config = Buffer.from(
    JSON.stringify({
      architecture: 'amd64',
      os: 'linux',
      config: { Env: ['PATH=/bin'], Cmd: ['sh'] },
      rootfs: { type: 'layers', diff_ids: [sha256(tar)] },
      history: [{ created: '2026-01-01T00:00:00Z', created_by: 'test rig' }],
    }),
  );
  const manifest = {
    schemaVersion: 2,
    mediaType: types.manifest,
    config: { mediaType: types.config, size: config.length, digest: sha256(config) },
    layers: [{ mediaType: types.layer, size: layer.length, digest: sha256(layer) }],
  };
  const base = `${url}/v2/${repository}`;
  for (const blob of [config, layer]) {
    const { headers } = await fetch(`${base}/blobs/uploads/`, { method: 'POST' });
    const target = new URL(headers.get('location') ?? '', url);
    target.searchParams.set('digest', sha256(blob));
    await put(target.href, blob, 'application/octet-stream');
  }
  await put(`${base}/manifests/${tag}`, Buffer.from(JSON.stringify(manifest)), types.manifest);
}

async function packRoot(folder: string): Promise<Buffer> {
  const root = join(folder, 'root');
  for (const name of ['bin', 'etc', 'root', 'tmp']) await mkdir(join(root, name), { recursive: true });
  await writeFile(join(root, 'etc/passwd'), 'root:x:0:0:root:/root:/bin/sh\n');
  await copyFile(busybox() ?? 'busybox', join(root, 'bin/busybox'));
  const { stdout: applets } = await run('busybox', ['--list']);
  const others = applets.split('\n').filter((name) => name !== '' && name !== 'busybox');
  await Promise.all(others.map((name) => symlink('busybox', join(root, 'bin', name))));
  const { stdout: tar } = await run('tar', ['-C', root, '--owner=0', '--group=0', '--sort=name', '-c', '.'], {
    encoding: 'buffer',
    maxBuffer: 2 ** 26,
  });
  return tar;
}

async function put(url: string, body: Buffer<ArrayBuffer>, type: string): Promise<void> {
  const response = await fetch(url, { method: 'PUT', body, headers: { 'content-type': type } });
  if (!response.ok) throw new Error(`PUT ${url}: ${response.status} ${await response.text()}`);
}

function sha256(content: Buffer): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}

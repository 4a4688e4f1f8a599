import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * What Podman needs in its environment to keep everything in a folder, and to run what Dockerfiles run on a machine without
 * systemd and without its network tools.
 */
export async function podmanSettings(folder: string): Promise<Readonly<Record<string, string>>> {
  const file = (name: string): string => join(folder, name);
  await writeFile(
    file('storage.conf'),
    `[storage]\ndriver = "vfs"\ngraphroot = "${file('storage')}"\nrunroot = "${file('run')}"\n`,
  );
  await writeFile(
    file('containers.conf'),
    [
      '[containers]',
      'netns = "host"',
      '[engine]',
      'cgroup_manager = "cgroupfs"',
      'events_logger = "none"',
      'lock_type = "file"',
      `tmp_dir = "${file('tmp')}"`,
      '',
    ].join('\n'),
  );
  await writeFile(file('registries.conf'), 'unqualified-search-registries = []\n');
  return {
    CONTAINERS_STORAGE_CONF: file('storage.conf'),
    CONTAINERS_CONF: file('containers.conf'),
    CONTAINERS_REGISTRIES_CONF: file('registries.conf'),
    BUILDAH_ISOLATION: 'chroot',
  };
}

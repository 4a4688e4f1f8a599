import type { ImageVersion, VersionRef } from '../../../src/core/model.ts';

/** What the explorer is told. */
export class RecordingExplorer {
  readonly updates: ImageVersion[] = [];
  readonly reloaded: string[] = [];
  readonly shown: VersionRef[] = [];

  update(version: ImageVersion): void {
    this.updates.push(version);
  }
  reloadVersions(imageName: string): void {
    this.reloaded.push(imageName);
  }
  show(ref: VersionRef): Promise<void> {
    this.shown.push(ref);
    return Promise.resolve();
  }
}

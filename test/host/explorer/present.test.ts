import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { AppError } from '../../../src/core/errors.ts';
import type { Image, VersionDetails } from '../../../src/core/model.ts';
import { factNodes, imageNode, versionNode, type ErrorNode, type Fact } from '../../../src/core/tree.ts';
import { present } from '../../../src/ui/explorer/present.ts';
import { tooltipOf } from '../../../src/ui/explorer/tooltips.ts';
import { anImage, aVersion, digestOf, host } from '../../support/builders.ts';

const { Collapsed, None } = vscode.TreeItemCollapsibleState;

describe('A row', () => {
  describe('of an image', () => {
    it('is named like it, can be opened and gets versions', () => {
      const item = present(imageNode(yesterday()));
      assert.equal(item.label, 'notebook');
      assert.equal(item.description, 'yesterday');
      assert.equal(iconOf(item), 'package');
      assert.equal(item.collapsibleState, Collapsed);
      assert.equal(item.id, 'image/notebook');
      assert.match(item.contextValue ?? '', /^image;.*canCreateVersion;/);
    });

    it('says its display name, and more when hovered', () => {
      const node = imageNode(yesterday({ displayName: 'Notebook', description: 'For notebooks' }));
      assert.equal(present(node).description, 'Notebook · yesterday');
      assert.equal(present(node).tooltip, undefined, 'that comes when it is hovered');
      const tooltip = textOf(tooltipOf(node));
      assert.ok(tooltip.includes(`ARN: \`${anImage().arn}\``));
      assert.match(tooltip, /Description: For notebooks/);
    });

    it('says its latest version, and how many are shown while there are more', () => {
      const node = { ...imageNode(yesterday()), latest: aVersion({ number: 7 }) };
      assert.equal(present(node).description, 'v7 · yesterday');
      const failed = { ...node, latest: aVersion({ number: 8, status: 'CREATE_FAILED' }) };
      assert.equal(present(failed).description, 'v8 (creation failed) · yesterday');
      assert.equal(present({ ...node, latest: null }).description, 'no version yet · yesterday');
      const more = present({ ...node, versionsShown: 100 });
      assert.equal(more.description, 'v7 · 100 versions shown · yesterday');
      assert.match(more.contextValue ?? '', /canLoadMore;/);
    });

    it('says when it was modified in that order', () => {
      const node = imageNode(yesterday({ modifiedAt: new Date() }));
      assert.equal(present(node, 'modified').description, 'modified now');
    });

    it('is read out by VS Code as it stands while only its name and age are known', () => {
      assert.equal(present(imageNode(yesterday())).accessibilityInformation, undefined);
    });

    it('is read out as a sentence', () => {
      const node = imageNode(yesterday({ displayName: 'Notebook', status: 'UPDATING' }));
      assert.equal(
        present({ ...node, latest: aVersion({ number: 7 }) }).accessibilityInformation?.label,
        'Image notebook, updating, latest version 7, Notebook, yesterday',
      );
    });

    const statuses = {
      CREATING: ['creating', 'sync~spin'],
      CREATE_FAILED: ['creation failed', 'error'],
      UPDATING: ['updating', 'sync~spin'],
      UPDATE_FAILED: ['update failed', 'error'],
      DELETING: ['deleting', 'sync~spin'],
      DELETE_FAILED: ['deletion failed', 'error'],
      HIBERNATING: ['HIBERNATING', 'question'],
    };
    for (const [status, [text, icon]] of Object.entries(statuses)) {
      it(`says its status: ${status}`, () => {
        const item = present(imageNode(yesterday({ status, displayName: 'Notebook' })));
        assert.equal(item.description, `${text} · Notebook · yesterday`);
        assert.equal(iconOf(item), icon);
      });
    }

    it('says why it failed', () => {
      const node = imageNode(yesterday({ status: 'CREATE_FAILED', failureReason: 'No such\nrole' }));
      assert.equal(present(node).description, 'creation failed · No such role · yesterday');
      assert.match(textOf(tooltipOf(node)), /Failure reason: No such role/);
    });
  });

  describe('of a version', () => {
    const statuses = {
      CREATING: ['creating', 'sync~spin'],
      CREATE_FAILED: ['creation failed', 'error'],
      DELETING: ['deleting', 'sync~spin'],
      DELETE_FAILED: ['deletion failed', 'error'],
      HIBERNATING: ['HIBERNATING', 'question'],
    };
    for (const [status, [text, icon]] of Object.entries(statuses)) {
      it(`says its status: ${status}`, () => {
        const item = present(versionNode(aVersion({ number: 3, status })));
        assert.equal(item.label, 'Version 3');
        assert.equal(String(item.description).split(' · ')[0], text);
        assert.equal(iconOf(item), icon);
      });
    }

    it('says its age, can be opened and is no image', () => {
      const createdAt = new Date(Date.now() - 3 * 24 * 3600_000);
      const item = present(versionNode(aVersion({ createdAt })));
      assert.equal(item.description, '3 days ago', 'the icon says that it is created');
      assert.equal(iconOf(item), 'pass');
      assert.equal(item.collapsibleState, Collapsed);
      assert.equal(item.id, 'image/notebook/1');
      assert.equal(item.contextValue, 'version;canUpdate;canDelete;');
    });

    it('says why it failed', () => {
      const createdAt = new Date();
      const node = versionNode(
        aVersion({ status: 'CREATE_FAILED', failureReason: 'No such tag', createdAt }),
      );
      assert.equal(present(node).description, 'creation failed · No such tag · now');
      assert.match(textOf(tooltipOf(node)), /Failure reason: No such tag/);
    });

    it('says what is known of it', () => {
      const details = aVersion({
        createdAt: new Date(),
        jobType: 'TRAINING',
        processor: 'GPU',
        containerImage: `${host}/team/notebook@${digestOf('b')}`,
      });
      const facts = { details, aliases: ['1.0', 'latest'] };
      const item = present({ ...versionNode(details), facts });
      assert.equal(item.description, `1.0, latest · now · TRAINING · GPU · sha256:${'b'.repeat(12)}`);
      assert.equal(
        item.accessibilityInformation?.label,
        'Version 1 of image notebook, created, now, aliases 1.0, latest, job type TRAINING, processor GPU',
      );
      const tooltip = textOf(tooltipOf({ ...versionNode(details), facts }));
      assert.ok(tooltip.includes(`Container image: \`${details.containerImage}\``));
      assert.match(tooltip, /Aliases: 1\\\.0\\, latest/);
    });

    it('opens its description when it is selected', () => {
      const { command } = present(versionNode(aVersion()));
      assert.equal(command?.command, 'sagemakerImages.version.showSelected');
      assert.deepEqual(command.arguments, []);
    });
  });

  describe('of a fact', () => {
    const baseImage = `${host}/team/notebook@${digestOf('b')}`;
    const version: VersionDetails = {
      ...aVersion({ status: 'CREATE_FAILED', failureReason: 'No such tag.' }),
      baseImage,
      containerImage: baseImage,
      jobType: 'TRAINING',
      processor: 'GPU',
    };
    const items = itemsOf(version, ['latest', '1.0']);

    const rows: Readonly<
      Record<Exclude<Fact, 'created'>, readonly [label: string, text: string, icon: string]>
    > = {
      status: ['Status', 'creation failed', 'info'],
      failureReason: ['Failure reason', 'No such tag.', 'warning'],
      baseImage: ['Base image', `team/notebook@sha256:${'b'.repeat(12)} in ${host}`, 'layers'],
      containerImage: ['Container image', `sha256:${'b'.repeat(12)}`, 'file-binary'],
      aliases: ['Aliases', 'latest, 1.0', 'tag'],
      jobType: ['Job type', 'TRAINING', 'beaker'],
      processor: ['Processor', 'GPU', 'chip'],
    };
    for (const [fact, [label, text, icon]] of Object.entries(rows)) {
      it(`says what it is and its value: ${fact}`, () => {
        const item = items[fact as Fact];
        assert.ok(item);
        assert.equal(item.label, label);
        assert.equal(item.description, text);
        assert.equal(iconOf(item), icon);
        assert.equal(item.collapsibleState, None);
        assert.equal(item.contextValue, 'fact;');
        assert.equal(item.id, `image/notebook/1/${fact}`);
      });
    }

    it('says when the version was created', () => {
      assert.match(String(items.created?.description), /2026/);
    });

    it('has the whole value when hovered', () => {
      const node = factNodes(aVersion({ baseImage }), []).find(({ fact }) => fact === 'baseImage');
      assert.ok(node);
      assert.equal(tooltipOf(node), `Base image: ${baseImage}`);
    });

    it('says what is not set, and has no failure reason without a failure', () => {
      const { failureReason, aliases, jobType, processor, baseImage: base } = itemsOf(aVersion(), []);
      assert.equal(failureReason, undefined);
      for (const item of [aliases, jobType, processor, base]) assert.equal(item?.description, 'not set');
    });

    it('shows members that SageMaker added later as they are', () => {
      const item = itemsOf(aVersion({ jobType: 'TELEPORT', processor: 'QPU', status: 'HIBERNATING' }), []);
      assert.equal(item.jobType?.description, 'TELEPORT');
      assert.equal(item.processor?.description, 'QPU');
      assert.equal(item.status?.description, 'HIBERNATING');
    });
  });

  describe('of a failure', () => {
    const error = new AppError('auth.expired', { profile: 'work' });
    const node: ErrorNode = { kind: 'error', id: 'image/notebook/error', error, parentId: 'image/notebook' };
    const item = present(node);

    it('says what is wrong first, and then what to do', () => {
      assert.equal(item.label, 'The credentials of AWS profile "work" have expired');
      assert.equal(item.description, 'Renew them, then retry.');
      assert.equal(iconOf(item), 'error');
      assert.equal(item.collapsibleState, None);
    });

    it('can be retried', () => {
      assert.match(item.contextValue ?? '', /^error;/);
    });

    it('is read out as an error, whole', () => {
      assert.equal(
        item.accessibilityInformation?.label,
        'Error: The credentials of AWS profile "work" have expired: renew them, then retry.',
      );
    });

    it('says that it is unexpected when nothing is known of it', () => {
      const unknown = present({ ...node, error: new TypeError('x is not a function') });
      assert.equal(unknown.label, 'Something unexpected went wrong');
      assert.equal(unknown.description, 'X is not a function');
    });
  });
});

function itemsOf(
  version: VersionDetails,
  aliases: readonly string[],
): { readonly [F in Fact]?: vscode.TreeItem } {
  return Object.fromEntries(factNodes(version, aliases).map((node) => [node.fact, present(node)]));
}

/** An image whose age is known. */
function yesterday(has: Partial<Image> = {}): Image {
  return anImage({ createdAt: new Date(Date.now() - 25 * 3600_000), ...has });
}

function textOf(tooltip: string | vscode.MarkdownString): string {
  return typeof tooltip === 'string' ? tooltip : tooltip.value;
}

function iconOf({ iconPath }: vscode.TreeItem): string | undefined {
  return iconPath instanceof vscode.ThemeIcon ? iconPath.id : undefined;
}

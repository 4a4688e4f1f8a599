import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { jobTypes, processors, vendorGuidances } from '../../src/core/model.ts';
import { rules } from '../../src/core/dockerfile/rules/registry.ts';
import { defaultSeverities, ruleIds, severities } from '../../src/core/dockerfile/rules/ruleIds.ts';
import { targetNames } from '../../src/core/dockerfile/rules/targets.ts';
import { recipeMembers, taskMembers } from '../../src/core/build/recipeMembers.ts';
import {
  buildTask,
  commandIds,
  contextKeys,
  rowCommandIds,
  settingIds,
  settingsSection,
  views,
  type CommandId,
  type Commands,
  type SettingId,
  type Settings,
} from '../../src/ui/ids.ts';
import { keysIn, manifest, mediaFiles, root, sizeOfPng, stringsNamed, textOf, texts } from './manifest.ts';

const { contributes } = manifest;
const contributedCommands = contributes.commands.map(({ command }) => command);
const contributedViews = Object.values(contributes.views).flat();
const menuItems = Object.values(contributes.menus).flat();
const contextMenu = contributes.menus['view/item/context'] ?? [];
const isInline = ({ group }: { group?: string }): boolean => group?.startsWith('inline') ?? false;

/** VS Code's own context keys, as far as we read them. */
const keysOfVsCode = new Set([
  'view',
  'viewItem',
  'isWorkspaceTrusted',
  'virtualWorkspace',
  'resourceScheme',
  'resourceLangId',
  'customExecutionSupported',
]);

// The compiler keeps these complete.
type NeedsArgument = { [C in CommandId]: [] extends Commands[C] ? never : C }[CommandId];
const commandsOfRows: Record<NeedsArgument, true> = {
  'sagemakerImages.explorer.loadMore': true,
  'sagemakerImages.explorer.retry': true,
  'sagemakerImages.containerImage.fix': true,
};
/** What a click on a row does: from the palette it is another command that asks. */
const commandsOfSelection: readonly CommandId[] = ['sagemakerImages.version.showSelected'];
type TypeName<T> = T extends boolean
  ? 'boolean'
  : T extends number
    ? 'number'
    : T extends string
      ? 'string'
      : 'object';
const settingTypes: { [S in SettingId]: TypeName<Settings[S]> } = {
  'aws.profile': 'string',
  'aws.region': 'string',
  'aws.expectedAccount': 'string',
  'create.pinDigest': 'boolean',
  'codeLens.enabled': 'boolean',
  'docker.path': 'string',
  'dockerfile.target': 'string',
  'dockerfile.rules': 'object',
  dockerfiles: 'object',
};

describe('the ids in ui/ids.ts', () => {
  it('name each command of the typed map, and no other', () => {
    // The compiler says so, or not.
    const areComplete: Exclude<CommandId, (typeof commandIds)[number]> extends never ? true : false = true;
    assert.ok(areComplete);
  });

  it('name each setting of the typed map, and no other', () => {
    assert.deepEqual(sorted(settingIds), sorted(Object.keys(settingTypes)));
  });

  it('are the commands that package.json contributes', () => {
    assert.deepEqual(sorted(contributedCommands), sorted(commandIds));
  });

  it('name the commands that are in the menus of rows alone', () => {
    const commandsOf = (menus: typeof contributes.menus): readonly string[] =>
      Object.values(menus).flatMap((entries) => entries.map(({ command }) => command));
    const { 'view/item/context': rows = [], commandPalette: _palette, ...others } = contributes.menus;
    const elsewhere = new Set(commandsOf(others));
    const inRows = new Set(commandsOf({ rows }));
    assert.deepEqual(
      sorted([...inRows].filter((command) => !elsewhere.has(command))),
      sorted([...rowCommandIds]),
    );
  });

  it('are the views that package.json contributes', () => {
    assert.deepEqual(sorted(contributedViews.map(({ id }) => id)), sorted(Object.values(views)));
  });

  it('are the settings that package.json contributes', () => {
    assert.deepEqual(
      sorted(Object.keys(contributes.configuration.properties)),
      sorted(settingIds.map((id) => `${settingsSection}.${id}`)),
    );
  });

  it('are the context keys that package.json reads, besides VS Code’s own', () => {
    const read = stringsNamed('when').flatMap(keysIn);
    const ours = new Set(read.filter((key) => !keysOfVsCode.has(key)));
    assert.deepEqual(sorted(ours), sorted(Object.values(contextKeys)));
  });
});

describe('a command in package.json', () => {
  for (const command of contributes.commands) {
    const title = textOf(command.title);
    it(`${command.command} is well formed`, () => {
      assert.match(command.command, /^sagemakerImages\.[a-z][A-Za-z]*\.[a-z][A-Za-z]*$/);
      assert.equal(command.category, 'SageMaker Images');
      // There is "enablement"; "when" would be ignored.
      assert.ok(!('when' in command), 'has a "when"');
      assert.match(title, /^[A-Z][\p{L}, ]*…?$/u);
      assert.ok(!title.includes('SageMaker'), 'repeats its category');
      if (command.icon !== undefined) assert.match(command.icon, /^\$\([a-z-]+\)$/);
    });
  }

  it('is hidden from the palette when it needs a row of the tree, and only then', () => {
    const hidden = (contributes.menus['commandPalette'] ?? []).filter(({ when }) => when === 'false');
    const ofRows = [...Object.keys(commandsOfRows), ...commandsOfSelection];
    assert.deepEqual(sorted(hidden.map(({ command }) => command)), sorted(ofRows));
  });

  it('is contributed when a menu has it', () => {
    assertAllIn(
      menuItems.map(({ command }) => command),
      contributedCommands,
    );
  });

  it('is contributed when a text links to it', () => {
    const linked = Object.values(texts).flatMap((text) =>
      [...text.matchAll(/\(command:([\w.]+)/g)].map(([, command]) => command ?? ''),
    );
    assert.ok(linked.length > 0);
    assertAllIn(linked, [...contributedCommands, ...Object.values(views).map((view) => `${view}.focus`)]);
  });
});

describe('the rows of the tree', () => {
  it('have at most three inline actions each', () => {
    const byKind = Map.groupBy(contextMenu.filter(isInline), ({ when }) => kindOf(when));
    assert.ok(byKind.size > 0);
    for (const [kind, items] of byKind) {
      assert.ok(kind, `${items[0]?.command} is inline on every row`);
      assert.ok(items.length <= 3, `${kind} has ${items.length} inline actions`);
    }
  });

  it('have every inline action in the context menu too, where the keyboard reaches it', () => {
    assertAllIn(
      contextMenu.filter(isInline).map(actionOn),
      contextMenu.filter((item) => !isInline(item)).map(actionOn),
    );
  });
});

describe('a setting in package.json', () => {
  for (const [id, type] of Object.entries(settingTypes)) {
    it(`${id} has the type that ui/ids.ts gives it, a default and a description`, () => {
      const setting = contributes.configuration.properties[`${settingsSection}.${id}`];
      assert.equal(setting?.type, type);
      assert.equal(typeof setting.default, type);
      assert.ok(textOf(setting.markdownDescription ?? ''));
    });
  }
});

describe('the task in package.json', () => {
  const [definition, ...others] = contributes.taskDefinitions;
  const [matcher] = contributes.problemMatchers;

  it('is the one that the extension provides', () => {
    assert.deepEqual(others, []);
    assert.equal(definition?.type, buildTask.type);
  });

  it('has the properties that a task is read by, and when it ends', () => {
    assert.deepEqual(
      sorted(Object.keys(definition?.properties ?? {})),
      sorted([...Object.keys(recipeMembers), ...Object.keys(taskMembers), 'waitForCreated']),
    );
  });

  it('describes each of them, and says which cannot be left out', () => {
    assert.deepEqual(definition?.required, ['dockerfile']);
    for (const [name, { description = '' }] of Object.entries(definition.properties)) {
      assert.match(textOf(description), /^[A-Z].*\.$/, name);
    }
  });

  it('has the choices that SageMaker has', () => {
    const choices = { jobType: jobTypes, processor: processors, vendorGuidance: vendorGuidances };
    for (const [name, values] of Object.entries(choices)) {
      assert.deepEqual(definition?.properties[name]?.enum, [...values, null], name);
    }
  });

  it('is what the setting remembers of a Dockerfile', () => {
    const setting = contributes.configuration.properties['sagemakerImages.dockerfiles'];
    const ofOne = setting?.additionalProperties;
    const properties = typeof ofOne === 'object' ? ofOne.properties : {};
    assert.deepEqual(sorted(Object.keys(properties)), sorted(Object.keys(recipeMembers)));
    for (const [name, { description = '' }] of Object.entries(properties))
      assert.ok(textOf(description), name);
  });

  it('has a problem matcher that finds file and line in its errors', () => {
    assert.equal(`$${matcher?.name}`, buildTask.problemMatcher);
    const { regexp = '', file = 0, line = 0, message = 0 } = matcher?.pattern ?? {};
    const found = new RegExp(regexp).exec('/work/a: b/Dockerfile:12: error: The build failed: mend it.');
    assert.deepEqual(
      [file, line, message].map((group) => found?.[group]),
      ['/work/a: b/Dockerfile', '12', 'The build failed: mend it.'],
    );
    assert.equal(matcher?.fileLocation, 'absolute');
  });
});

describe('the rules for Dockerfiles', () => {
  const { properties } = contributes.configuration;
  const page = readFileSync(join(root, 'docs/dockerfile-rules.md'), 'utf8');

  it('are in the setting, with their severities', () => {
    const setting = properties['sagemakerImages.dockerfile.rules'];
    assert.equal(setting?.additionalProperties, false);
    assert.deepEqual(
      Object.entries(setting.properties ?? {}).map(([id, rule]) => [id, rule.default]),
      Object.entries(defaultSeverities),
    );
    for (const [id, rule] of Object.entries(setting.properties ?? {})) {
      assert.deepEqual(rule.enum, severities, id);
      assert.match(textOf(rule.description ?? ''), /^[A-Z].*\.$/, id);
    }
  });

  it('can be chosen for what the setting lists', () => {
    const setting = properties['sagemakerImages.dockerfile.target'];
    assert.deepEqual(setting?.enum, ['', ...targetNames]);
    assert.equal(setting.enumDescriptions?.length, setting.enum.length);
  });

  it('are checked by somebody, but for the one about our comments', () => {
    assert.deepEqual(sorted([...rules.map(({ id }) => id), 'directive']), sorted(ruleIds));
  });

  it('have a section each on the page that problems lead to', () => {
    const sections = [...page.matchAll(/^## (.+)$/gm)].map(([, title = '']) => title);
    assert.deepEqual(sorted(sections), sorted(ruleIds));
    const repository = manifest.repository.url.replace(/\.git$/, '');
    assert.ok(
      readFileSync(join(root, 'src/ui/dockerfileChecks/present.ts'), 'utf8').includes(
        `'${repository}/blob/main/docs/dockerfile-rules.md'`,
      ),
    );
  });

  it('are described there with a wrong and a right example and a source', () => {
    for (const section of page.split(/^## /m).slice(1)) {
      for (const part of [/^Wrong:$/m, /^Right:$/m, /^Source: /m, /```dockerfile/])
        assert.match(section, part);
    }
  });
});

describe('what runs what a workspace says', () => {
  const build = 'sagemakerImages.version.build';

  it('cannot be run in a workspace that is not trusted, or is on no disk', () => {
    const { enablement } = contributes.commands.find(({ command }) => command === build) ?? {};
    assert.equal(enablement, 'isWorkspaceTrusted && !virtualWorkspace');
    for (const menu of ['explorer/context', 'editor/context']) {
      const [item, ...others] = contributes.menus[menu] ?? [];
      assert.deepEqual(others, []);
      assert.equal(item?.command, build);
      assertAllIn(
        ['resourceLangId == dockerfile', 'isWorkspaceTrusted', '!virtualWorkspace'],
        item.when?.split(' && ') ?? [],
      );
    }
  });

  it('is chosen by nobody else’s settings', () => {
    assertAllIn(
      ['docker.path', 'dockerfiles'].map((id) => `${settingsSection}.${id}`),
      manifest.capabilities.untrustedWorkspaces.restrictedConfigurations,
    );
  });
});

describe('package.nls.json', () => {
  it('has the texts that package.json refers to, and no other', () => {
    const used = [...JSON.stringify(manifest).matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key ?? '');
    assert.deepEqual(sorted(new Set(used)), sorted(Object.keys(texts)));
  });

  it('has no empty text, and none with three dots for an ellipsis', () => {
    for (const [key, text] of Object.entries(texts)) {
      assert.ok(text !== '' && text.trim() === text, key);
      assert.ok(!text.includes('...'), key);
    }
  });
});

describe('package.json', () => {
  it('starts the extension only for a Dockerfile, and what VS Code infers', () => {
    assert.deepEqual(manifest.activationEvents, ['onLanguage:dockerfile']);
  });

  it('runs the extension where the workspace is', () => {
    assert.deepEqual(manifest.extensionKind, ['workspace']);
  });

  it('does not let an untrusted workspace choose the account', () => {
    const { supported, restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    assert.equal(supported, 'limited');
    assertAllIn(
      ['aws.profile', 'aws.region'].map((id) => `${settingsSection}.${id}`),
      restrictedConfigurations,
    );
    assertAllIn(restrictedConfigurations, Object.keys(contributes.configuration.properties));
  });

  it('says that not everything is there in a virtual workspace', () => {
    assert.equal(manifest.capabilities.virtualWorkspaces.supported, 'limited');
  });

  it('asks for the VS Code whose API it is compiled against', () => {
    assert.equal(manifest.engines.vscode, '^1.101.0');
    assert.match(manifest.devDependencies['@types/vscode'] ?? '', /^1\.101\.\d+$/);
  });

  it('has at most five keywords, which is what the marketplace takes', () => {
    assert.ok(manifest.keywords.length <= 5);
  });

  it('has views with icons, and welcome texts for them', () => {
    for (const { id, icon } of contributedViews) assert.ok(icon, `${id} has no icon`);
    assertAllIn(
      contributes.viewsWelcome.map(({ view }) => view),
      contributedViews.map(({ id }) => id),
    );
  });

  it('bundles everything: nothing is installed with it, and every version is pinned', () => {
    assert.ok(!('dependencies' in manifest));
    for (const [name, version] of Object.entries(manifest.devDependencies)) {
      assert.match(version, /^\d+\.\d+\.\d+$/, `${name} is not pinned`);
    }
  });
});

describe('the media that package.json names', () => {
  for (const file of mediaFiles()) {
    it(`${file} exists`, () => {
      assert.ok(existsSync(join(root, file)));
    });
  }

  it('include an icon that is large enough for the marketplace', () => {
    const { width, height } = sizeOfPng(manifest.icon);
    assert.equal(width, height);
    assert.ok(width >= 128);
  });

  it('include a picture for the activity bar that takes the theme’s colours', () => {
    const [container] = contributes.viewsContainers.activitybar;
    assert.match(readFileSync(join(root, container?.icon ?? ''), 'utf8'), /currentColor/);
  });
});

describe('a step of the walkthrough', () => {
  for (const { id, description, media, completionEvents } of contributes.walkthroughs.flatMap(
    ({ steps }) => steps,
  )) {
    it(`${id} has something to do, a described picture and an end`, () => {
      assert.match(textOf(description), /\[.+\]\(command:.+\)/);
      assert.ok(textOf(media.altText));
      assert.ok(completionEvents?.length);
      assertAllIn(completionEvents, [
        ...contributedCommands.map((command) => `onCommand:${command}`),
        ...contributedViews.map((view) => `onView:${view.id}`),
      ]);
    });
  }
});

/** The kind of row that a `when` clause is about. */
function kindOf(when = ''): string | undefined {
  return /viewItem =~ \/\^(\w+);/.exec(when)?.[1];
}

function actionOn({ command, when }: { command: string; when?: string }): string {
  return `${command} when ${when}`;
}

function sorted(ids: Iterable<string>): string[] {
  return [...ids].sort();
}

function assertAllIn(some: readonly string[], all: readonly string[]): void {
  assert.deepEqual(
    some.filter((one) => !all.includes(one)),
    [],
  );
}

import assert from 'node:assert/strict';
import { isComplete, type Draft } from '../../../../src/core/create/draft.ts';
import {
  parameters,
  reviewRows,
  reviewStep,
  type Parameter,
  type ReviewContext,
  type ReviewRow,
  type TagLookup,
} from '../../../../src/core/create/review.ts';
import { containerSteps, imageSteps, kindSteps } from '../../../../src/core/create/steps.ts';
import { AppError } from '../../../../src/core/errors.ts';
import { DraftChecks } from '../../../../src/core/preflight/draftChecks.ts';
import { formatSnippet } from '../../../../src/core/snippets/snippet.ts';
import { sourceOfDraft } from '../../../../src/core/snippets/source.ts';
import { runWizard, type WizardResult } from '../../../../src/core/wizard.ts';
import {
  aContainerImage,
  aDraft,
  anImage,
  aUri,
  digestOf,
  host,
  region,
  role,
} from '../../../support/builders.ts';
import { InstantClock } from '../../../support/clocks.ts';
import { aGoodSession } from '../../../support/goodSession.ts';
import type { InMemorySession } from '../../../support/inMemorySession.ts';
import {
  attempt,
  back,
  cancel,
  generate,
  newImage,
  notSet,
  pick,
  press,
  scriptedPrompts,
  type,
  type ScriptedPrompts,
} from '../../../support/scriptedPrompts.ts';

type ParameterRow = Extract<ReviewRow, { kind: 'parameter' }>;

const { signal } = new AbortController();
const byTag = { uri: aUri(`${host}/team/notebook:1.0`), isTyped: false };
const byBoth = { uri: aUri(`${host}/team/notebook:1.0@${digestOf('a')}`), isTyped: false };
const byDigest = { uri: aUri(`${host}/team/notebook@${digestOf('a')}`), isTyped: false };

function rowOf(rows: readonly ReviewRow[], parameter: Parameter): ParameterRow {
  const row = rows.find(
    (other): other is ParameterRow => other.kind === 'parameter' && other.parameter === parameter,
  );
  return row ?? assert.fail(`no row for ${parameter}`);
}

const canCreate = (rows: readonly ReviewRow[]): boolean => rows.some(({ kind }) => kind === 'create');

const rowsOf = (
  draft: Draft,
  { pinDigest = true, lookup }: { pinDigest?: boolean; lookup?: TagLookup } = {},
): readonly ReviewRow[] => reviewRows(draft, { pinDigest, session: { profile: 'demo', region } }, lookup);

const valueOf = (prompts: ScriptedPrompts, parameter: Parameter): string | null =>
  rowOf(prompts.list('review').rows, parameter).value;

describe('review rows', () => {
  it('are the eleven parameters, after the one that creates', () => {
    const rows = rowsOf(aDraft());
    assert.equal(rows[0]?.kind, 'create');
    assert.deepEqual(
      rows.slice(1).map((row) => row.kind === 'parameter' && row.parameter),
      [...parameters],
    );
    assert.equal(parameters.length, 11);
  });

  it('say what will be sent', () => {
    const rows = rowsOf(
      aDraft({
        container: byBoth,
        jobType: 'TRAINING',
        processor: 'GPU',
        aliases: ['latest', '1.0'],
        vendorGuidance: 'STABLE',
        mlFramework: 'PyTorch 2.4',
        programmingLang: 'Python 3.12',
        horovod: false,
        releaseNotes: 'First.',
      }),
    );
    assert.deepEqual(Object.fromEntries(parameters.map((name) => [name, rowOf(rows, name).value])), {
      ImageName: 'notebook',
      BaseImage: `${host}/team/notebook@${digestOf('a')}`,
      JobType: 'TRAINING',
      Processor: 'GPU',
      Aliases: 'latest, 1.0',
      VendorGuidance: 'STABLE',
      MLFramework: 'PyTorch 2.4',
      ProgrammingLang: 'Python 3.12',
      Horovod: 'false',
      ReleaseNotes: 'First.',
      ClientToken: 'token-1',
    });
  });

  it('say what is not set', () => {
    const rows = rowsOf(aDraft());
    const unset = parameters.filter((name) => rowOf(rows, name).value === null);
    assert.deepEqual(unset, [
      'JobType',
      'Processor',
      'Aliases',
      'VendorGuidance',
      'MLFramework',
      'ProgrammingLang',
      'Horovod',
      'ReleaseNotes',
    ]);
  });

  describe('note', () => {
    const digest: TagLookup = { kind: 'digest', digest: digestOf('a') };
    for (const [title, container, pinDigest, lookup, expected] of [
      ['the tag that a pinned digest stands for', byBoth, true, digest, { kind: 'pinned', tag: '1.0' }],
      [
        'the digest of a tag that is not pinned',
        byBoth,
        false,
        digest,
        { kind: 'notPinned', digest: digestOf('a') },
      ],
      ['that there is no such tag', byTag, true, { kind: 'missing' }, { kind: 'tagNotFound' }],
      [
        'that there is no such tag, pinned or not',
        byTag,
        false,
        { kind: 'missing' },
        { kind: 'tagNotFound' },
      ],
      [
        'that a tag to be pinned could not be looked up',
        byTag,
        true,
        { kind: 'unknown' },
        { kind: 'tagUnknown' },
      ],
      ['nothing of a tag that need not be looked up', byTag, false, { kind: 'unknown' }, undefined],
      ['nothing of a digest without a tag', byDigest, true, undefined, undefined],
    ] as const) {
      it(title, () => {
        const rows = rowsOf(aDraft({ container }), { pinDigest, ...(lookup && { lookup }) });
        assert.deepEqual(rowOf(rows, 'BaseImage').note, expected);
        assert.ok(canCreate(rows), 'a note is no reason not to create');
      });
    }

    it('that the image is new, and with which role', () => {
      const rows = rowsOf(aDraft({ image: { name: 'fresh', isNew: true, roleArn: role } }));
      assert.deepEqual(rowOf(rows, 'ImageName').note, { kind: 'newImage', roleArn: role });
      assert.equal(rowOf(rowsOf(aDraft()), 'ImageName').note, undefined);
    });

    it('that aliases come later, when there are any', () => {
      assert.deepEqual(rowOf(rowsOf(aDraft({ aliases: ['a'] })), 'Aliases').note, { kind: 'aliasesLater' });
      assert.equal(rowOf(rowsOf(aDraft()), 'Aliases').note, undefined);
    });
  });

  describe('do not create', () => {
    it('before the image and the container image are chosen', () => {
      const { image: _image, ...withoutImage } = aDraft();
      const { container: _container, ...withoutContainer } = aDraft();
      assert.ok(!canCreate(rowsOf(withoutImage)));
      assert.ok(!canCreate(rowsOf(withoutContainer)));
      assert.equal(rowOf(rowsOf(withoutContainer), 'BaseImage').value, null);
    });

    for (const [title, has, parameter, code] of [
      ['with an image name that is wrong', { image: { name: 'a_b', isNew: false } }, 'ImageName', 'value'],
      ['with a token that is wrong', { clientToken: 't'.repeat(37) }, 'ClientToken', 'value'],
      [
        'with a container image of another region, as after a switch',
        { container: { uri: aUri(`${host.replace(region, 'eu-west-1')}/notebook:1.0`), isTyped: false } },
        'BaseImage',
        'uri.region',
      ],
    ] as const satisfies readonly (readonly [string, Partial<Draft>, Parameter, string])[]) {
      it(title, () => {
        const rows = rowsOf(aDraft(has));
        assert.ok(!canCreate(rows));
        assert.equal(rowOf(rows, parameter).problem?.code, code);
        assert.equal(rows.filter((row) => row.kind === 'parameter' && row.problem).length, 1);
      });
    }

    it('with a container image that is too long in the form that will be sent', () => {
      const spare = 255 - `${host}/`.length;
      const longByDigest = `${host}/${'r'.repeat(spare - 20)}`;
      const longByTag = `${host}/${'r'.repeat(spare - 80)}`;
      for (const [repository, tag, pinned, notPinned] of [
        [longByDigest, '1.0', false, true],
        [longByTag, 't'.repeat(100), true, false],
      ] as const) {
        const uri = { ...aUri(repository), tag, digest: digestOf('a') };
        const draft = aDraft({ container: { uri, isTyped: false } });
        assert.equal(canCreate(rowsOf(draft, { pinDigest: true })), pinned);
        assert.equal(canCreate(rowsOf(draft, { pinDigest: false })), notPinned);
      }
    });
  });
});

describe('review', () => {
  let session: InMemorySession;
  let made: number;
  let copied: string[];
  beforeEach(() => {
    made = 1;
    copied = [];
    session = aGoodSession();
    session.images.add(anImage({ name: 'processing' }));
    session.registry.add(aContainerImage({ tags: ['2.0'], digest: digestOf('b') }));
  });

  async function walk(
    prompts: ScriptedPrompts,
    draft: Draft = aDraft(),
    { pinDigest = true, earlier }: { pinDigest?: boolean; earlier?: Draft } = {},
  ): Promise<WizardResult<Draft>> {
    const checks = new DraftChecks(session, pinDigest, signal);
    const context: ReviewContext = {
      session,
      prompts,
      pinDigest,
      knownImages: new Set(),
      newToken: () => `token-${(made += 1)}`,
      earlier,
      copy: (text) => Promise.resolve(void copied.push(text)),
      clock: new InstantClock(),
      checks: () => checks,
      openPolicy: () => assert.fail('no policy is wanted'),
    };
    const steps = [
      ...imageSteps(context),
      ...containerSteps(context),
      ...kindSteps(context),
      reviewStep(context),
    ];
    const result = await runWizard(steps, draft, signal, { startAt: 'review' });
    prompts.assertDone();
    return result;
  }

  describe('that is copied', () => {
    it('gives code for what would be created, and stays as it was', async () => {
      const prompts = scriptedPrompts(press('review', 'create'), pick('snippet', 'boto3'), cancel('review'));
      const { kind } = await walk(prompts);
      assert.equal(kind, 'cancelled');
      const source = { ...aDraft(), container: byBoth };
      assert.deepEqual(copied, [
        formatSnippet('boto3', sourceOfDraft(source, true, { profile: 'default', region })),
      ]);
      assert.deepEqual(prompts.lists('review')[1]?.rows, prompts.lists('review')[0]?.rows);
    });

    it('gives nothing when Back is pressed', async () => {
      const prompts = scriptedPrompts(press('review', 'create'), back('snippet'), pick('review', 'create'));
      const { kind } = await walk(prompts);
      assert.equal(kind, 'done');
      assert.deepEqual(copied, []);
    });
  });

  describe('of a tag', () => {
    it('looks its digest up and creates from that', async () => {
      const prompts = scriptedPrompts(pick('review', 'create'));
      const { kind, state } = await walk(prompts);
      assert.equal(kind, 'done');
      assert.deepEqual(state.container?.uri, byBoth.uri);
      assert.equal(valueOf(prompts, 'BaseImage'), `${host}/team/notebook@${digestOf('a')}`);
      assert.deepEqual(rowOf(prompts.list('review').rows, 'BaseImage').note, { kind: 'pinned', tag: '1.0' });
    });

    it('shows the digest beside the tag when it is not to be pinned', async () => {
      const prompts = scriptedPrompts(pick('review', 'create'));
      await walk(prompts, aDraft(), { pinDigest: false });
      assert.equal(valueOf(prompts, 'BaseImage'), `${host}/team/notebook:1.0`);
      assert.deepEqual(rowOf(prompts.list('review').rows, 'BaseImage').note, {
        kind: 'notPinned',
        digest: digestOf('a'),
      });
    });

    it('says when the registry does not have it', async () => {
      const prompts = scriptedPrompts(cancel('review'));
      const draft = aDraft({ container: { uri: aUri(`${host}/team/notebook:9`), isTyped: true } });
      const { state } = await walk(prompts, draft);
      assert.deepEqual(rowOf(prompts.list('review').rows, 'BaseImage').note, { kind: 'tagNotFound' });
      assert.deepEqual(state.container, draft.container);
    });

    it('says when it could not be looked up, and creates all the same', async () => {
      session.registry.calls.fail('findDigest', new AppError('network.unreachable', { host: undefined }));
      const prompts = scriptedPrompts(pick('review', 'create'));
      const { kind, state } = await walk(prompts);
      assert.deepEqual(rowOf(prompts.list('review').rows, 'BaseImage').note, { kind: 'tagUnknown' });
      assert.equal(kind, 'done');
      assert.deepEqual(state.container?.uri, byTag.uri);
    });

    it('is not looked up again when its digest is known', async () => {
      await walk(scriptedPrompts(pick('review', 'create')), aDraft({ container: byBoth }));
      assert.deepEqual(session.registry.calls.to('findDigest'), []);
    });

    it('looks in the registry of another account', async () => {
      const uri = { ...byTag.uri, accountId: '999999999999' };
      const prompts = scriptedPrompts(cancel('review'));
      await walk(prompts, aDraft({ container: { uri, isTyped: true } }));
      const [[reference] = assert.fail()] = session.registry.calls.to('findDigest');
      assert.deepEqual(reference, { accountId: '999999999999', repository: 'team/notebook', tag: '1.0' });
    });
  });

  it('has the row that creates active, or the first with a problem', async () => {
    const good = scriptedPrompts(cancel('review'));
    await walk(good);
    assert.equal(good.list('review').active?.kind, 'create');
    const bad = scriptedPrompts(cancel('review'));
    await walk(bad, aDraft({ clientToken: '' }));
    const { active } = bad.list('review');
    assert.equal(active?.kind === 'parameter' && active.parameter, 'ClientToken');
  });

  it('has no row that creates until every problem is cured', async () => {
    const eu = host.replace(region, 'eu-west-1');
    const prompts = scriptedPrompts(
      pick('review', 'BaseImage'),
      type('repository', `${host}/team/notebook:2.0`),
      pick('review', 'create'),
    );
    const draft = aDraft({ container: { uri: aUri(`${eu}/team/notebook:1.0`), isTyped: false } });
    const { kind, state } = await walk(prompts, draft);
    assert.ok(!canCreate(prompts.lists('review')[0]?.rows ?? []));
    assert.equal(kind, 'done');
    assert.equal(state.container?.uri.digest, digestOf('b'));
  });

  describe('edits', () => {
    for (const [parameter, act, expected] of [
      ['JobType', pick('jobType', 'INFERENCE'), { jobType: 'INFERENCE' }],
      ['Processor', pick('processor', 'CPU'), { processor: 'CPU' }],
      ['Aliases', type('aliases', ' latest,  1.0 '), { aliases: ['latest', '1.0'] }],
      ['VendorGuidance', pick('vendorGuidance', 'TO_BE_ARCHIVED'), { vendorGuidance: 'TO_BE_ARCHIVED' }],
      ['MLFramework', type('mlFramework', ' PyTorch 2.4 '), { mlFramework: 'PyTorch 2.4' }],
      ['ProgrammingLang', type('programmingLang', 'R 4.4.1'), { programmingLang: 'R 4.4.1' }],
      ['Horovod', pick('horovod', true), { horovod: true }],
      ['Horovod', pick('horovod', false), { horovod: false }],
      ['ReleaseNotes', type('releaseNotes', 'Fixed & faster.'), { releaseNotes: 'Fixed & faster.' }],
      ['ClientToken', type('clientToken', 'my-token'), { clientToken: 'my-token' }],
      ['ClientToken', generate('clientToken'), { clientToken: 'token-2' }],
    ] as const satisfies readonly (readonly [Parameter, ReturnType<typeof pick>, Partial<Draft>])[]) {
      it(`${parameter} to ${JSON.stringify(Object.values(expected)[0])}, and nothing else`, async () => {
        const prompts = scriptedPrompts(pick('review', parameter), act, pick('review', 'create'));
        const { state } = await walk(prompts, aDraft({ container: byBoth }));
        assert.deepEqual(state, { ...aDraft({ container: byBoth }), ...expected });
      });
    }

    const filled = aDraft({
      container: byBoth,
      jobType: 'TRAINING',
      processor: 'GPU',
      aliases: ['latest'],
      vendorGuidance: 'STABLE',
      mlFramework: 'PyTorch 2.4',
      programmingLang: 'Python 3.12',
      horovod: true,
      releaseNotes: 'First.',
    });

    for (const [parameter, act, expected] of [
      ['JobType', pick('jobType', null), { jobType: null }],
      ['Processor', pick('processor', null), { processor: null }],
      ['Aliases', notSet('aliases'), { aliases: [] }],
      ['Aliases', type('aliases', ' '), { aliases: [] }],
      ['VendorGuidance', pick('vendorGuidance', null), { vendorGuidance: null }],
      ['MLFramework', notSet('mlFramework'), { mlFramework: null }],
      ['ProgrammingLang', notSet('programmingLang'), { programmingLang: null }],
      ['Horovod', pick('horovod', null), { horovod: null }],
      ['ReleaseNotes', notSet('releaseNotes'), { releaseNotes: null }],
      ['ReleaseNotes', type('releaseNotes', ''), { releaseNotes: null }],
    ] as const satisfies readonly (readonly [Parameter, ReturnType<typeof pick>, Partial<Draft>])[]) {
      it(`${parameter} to "Not set" by ${act.kind}, and nothing else`, async () => {
        const prompts = scriptedPrompts(pick('review', parameter), act, pick('review', 'create'));
        const { state } = await walk(prompts, filled);
        assert.deepEqual(state, { ...filled, ...expected });
        assert.equal(valueOf(prompts, parameter), null);
      });
    }

    it('begin with the former value', async () => {
      const prompts = scriptedPrompts(
        ...(
          [
            ['Aliases', 'aliases'],
            ['MLFramework', 'mlFramework'],
            ['ProgrammingLang', 'programmingLang'],
            ['ReleaseNotes', 'releaseNotes'],
            ['ClientToken', 'clientToken'],
            ['JobType', 'jobType'],
            ['Processor', 'processor'],
            ['VendorGuidance', 'vendorGuidance'],
            ['Horovod', 'horovod'],
          ] as const
        ).flatMap(([parameter, id]) => [pick('review', parameter), back(id)]),
        cancel('review'),
      );
      await walk(prompts, filled);
      assert.deepEqual(
        prompts.asked.flatMap((asked) => (asked.kind === 'text' ? [asked.question.value] : [])),
        ['latest', 'PyTorch 2.4', 'Python 3.12', 'First.', 'token-1'],
      );
      assert.deepEqual(
        prompts.asked.flatMap((asked) =>
          asked.kind === 'list' && asked.id !== 'review' ? [asked.active] : [],
        ),
        ['TRAINING', 'GPU', 'STABLE', true],
      );
    });

    it('say what is wrong while it is typed', async () => {
      const prompts = scriptedPrompts(
        pick('review', 'Aliases'),
        attempt('aliases', 'ok, .bad'),
        attempt('aliases', 'a a'),
        back('aliases'),
        pick('review', 'MLFramework'),
        attempt('mlFramework', 'PyTorch'),
        attempt('mlFramework', ' '),
        back('mlFramework'),
        pick('review', 'ReleaseNotes'),
        attempt('releaseNotes', 'one\ntwo'),
        attempt('releaseNotes', 'n'.repeat(256)),
        back('releaseNotes'),
        pick('review', 'ClientToken'),
        attempt('clientToken', ''),
        cancel('clientToken'),
      );
      await walk(prompts);
      const codes = (id: 'aliases' | 'mlFramework' | 'releaseNotes' | 'clientToken'): unknown[] =>
        prompts.text(id).problems.map((problem) => problem?.code);
      assert.deepEqual(codes('aliases'), ['value', 'alias.twice']);
      assert.deepEqual(codes('mlFramework'), ['value', undefined]);
      assert.deepEqual(codes('releaseNotes'), ['value', 'value']);
      assert.deepEqual(codes('clientToken'), ['value']);
    });

    it('are all kept, one after the other', async () => {
      const prompts = scriptedPrompts(
        pick('review', 'Horovod'),
        pick('horovod', true),
        pick('review', 'ReleaseNotes'),
        type('releaseNotes', 'First.'),
        pick('review', 'JobType'),
        pick('jobType', 'TRAINING'),
        pick('review', 'create'),
      );
      const { state } = await walk(prompts);
      assert.deepEqual([state.horovod, state.releaseNotes, state.jobType], [true, 'First.', 'TRAINING']);
    });

    it('the image to an existing one', async () => {
      const prompts = scriptedPrompts(
        pick('review', 'ImageName'),
        pick('image', 'processing'),
        pick('review', 'create'),
      );
      assert.deepEqual((await walk(prompts)).state.image, { name: 'processing', isNew: false });
    });

    it('the image to a new one', async () => {
      const prompts = scriptedPrompts(
        pick('review', 'ImageName'),
        pick('image', newImage),
        type('newImageName', 'fresh'),
        type('role', role),
        pick('review', 'create'),
      );
      const { state } = await walk(prompts);
      assert.deepEqual(state.image, { name: 'fresh', isNew: true, roleArn: role });
    });

    it('the container image, with another digest for another tag', async () => {
      const prompts = scriptedPrompts(
        pick('review', 'BaseImage'),
        pick('repository', 'team/notebook'),
        pick('containerImage', '2.0'),
        pick('review', 'create'),
      );
      const { state } = await walk(prompts);
      assert.deepEqual(state.container?.uri, aUri(`${host}/team/notebook:2.0@${digestOf('b')}`));
    });

    it('the container image to a typed tag, whose digest is then looked up', async () => {
      const prompts = scriptedPrompts(
        pick('review', 'BaseImage'),
        pick('repository', 'team/notebook'),
        type('containerImage', ':2.0'),
        pick('review', 'create'),
      );
      const { state } = await walk(prompts, aDraft({ container: byBoth }));
      assert.equal(state.container?.uri.digest, digestOf('b'));
    });
  });

  describe('Back', () => {
    it('from an editor returns to the review with the edits until then', async () => {
      const prompts = scriptedPrompts(
        pick('review', 'ReleaseNotes'),
        type('releaseNotes', 'First.'),
        pick('review', 'Horovod'),
        back('horovod'),
        pick('review', 'JobType'),
        back('jobType'),
        pick('review', 'ImageName'),
        back('image'),
        pick('review', 'create'),
      );
      const { state } = await walk(prompts, aDraft({ container: byBoth }));
      assert.deepEqual(state, { ...aDraft({ container: byBoth }), releaseNotes: 'First.' });
    });

    it('from an editor keeps what was typed into it', async () => {
      for (const [parameter, id, typed] of [
        ['ReleaseNotes', 'releaseNotes', 'Half of a sen'],
        ['Aliases', 'aliases', 'latest, .x'],
        ['MLFramework', 'mlFramework', 'PyTorch'],
        ['ProgrammingLang', 'programmingLang', 'R'],
        ['ClientToken', 'clientToken', 'a b'],
      ] as const) {
        const prompts = scriptedPrompts(
          pick('review', parameter),
          back(id, typed),
          pick('review', parameter),
          cancel(id),
        );
        await walk(prompts);
        assert.equal(prompts.text(id).question.value, typed);
      }
    });

    it('from an editor forgets what was typed once another value is entered', async () => {
      const prompts = scriptedPrompts(
        pick('review', 'ReleaseNotes'),
        back('releaseNotes', 'Half'),
        pick('review', 'ReleaseNotes'),
        type('releaseNotes', 'Whole.'),
        pick('review', 'ReleaseNotes'),
        cancel('releaseNotes'),
      );
      await walk(prompts);
      assert.equal(prompts.text('releaseNotes').question.value, 'Whole.');
    });

    it('within an editor of several steps goes to the one before', async () => {
      const prompts = scriptedPrompts(
        pick('review', 'ImageName'),
        pick('image', newImage),
        type('newImageName', 'fresh'),
        back('role'),
        back('newImageName'),
        back('image'),
        pick('review', 'create'),
      );
      const { state } = await walk(prompts);
      assert.deepEqual(state.image, { name: 'notebook', isNew: false });
    });

    it('from the review goes to the processor and keeps every edit', async () => {
      const prompts = scriptedPrompts(
        pick('review', 'ReleaseNotes'),
        type('releaseNotes', 'First.'),
        pick('review', 'Aliases'),
        type('aliases', 'latest'),
        back('review'),
        pick('processor', 'GPU'),
        pick('review', 'create'),
      );
      const { state } = await walk(prompts);
      assert.deepEqual([state.releaseNotes, state.aliases, state.processor], ['First.', ['latest'], 'GPU']);
    });

    it('from the review does not ask a new name of an image that was changed to an existing one', async () => {
      const prompts = scriptedPrompts(
        pick('review', 'ImageName'),
        pick('image', 'notebook'),
        back('review'),
        back('processor'),
        back('jobType'),
        back('containerImage'),
        back('repository'),
        cancel('image'),
      );
      await walk(prompts, aDraft({ image: { name: 'fresh', isNew: true, roleArn: role } }));
      assert.equal(prompts.list('repository').place.step, 2);
    });
  });

  it('is cancelled by Escape in an editor too, and keeps the edits until then', async () => {
    const prompts = scriptedPrompts(
      pick('review', 'ReleaseNotes'),
      type('releaseNotes', 'First.'),
      pick('review', 'ImageName'),
      cancel('image'),
    );
    const { kind, state } = await walk(prompts);
    assert.equal(kind, 'cancelled');
    assert.equal(state.releaseNotes, 'First.');
    assert.ok(isComplete(state));
  });

  it('keeps the token through edits and Back', async () => {
    const prompts = scriptedPrompts(
      pick('review', 'ReleaseNotes'),
      type('releaseNotes', 'First.'),
      back('review'),
      pick('processor', null),
      pick('review', 'create'),
    );
    const { state } = await walk(prompts);
    assert.equal(state.clientToken, 'token-1');
    assert.equal(made, 1);
  });

  it('keeps the token of an earlier walk for the same version', async () => {
    const earlier = aDraft();
    const { state } = await walk(scriptedPrompts(pick('review', 'create')), earlier, { earlier });
    assert.equal(state.clientToken, earlier.clientToken);
  });

  it('shows a token of its own when the earlier walk was about another image', async () => {
    const earlier = aDraft();
    const prompts = scriptedPrompts(pick('review', 'create'));
    const draft = { ...earlier, image: { name: 'processing', isNew: false } };
    const { state } = await walk(prompts, draft, { earlier });
    assert.equal(state.clientToken, 'token-2');
    assert.equal(valueOf(prompts, 'ClientToken'), 'token-2');
  });
});

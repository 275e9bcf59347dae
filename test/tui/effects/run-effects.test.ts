import { describe, expect, test } from 'vitest';

import { FailureError } from '../../../src/base/errors.ts';
import { readBar } from '../../../src/filters/expression/reading.ts';
import type { GetFlowsResponse } from '../../../src/flow/messages.ts';
import { createEffectRunner, type EffectPorts } from '../../../src/tui/effects/run-effects.ts';
import type { Effect } from '../../../src/tui/state/effects.ts';
import { createTimeline } from '../../../src/tui/state/timeline.ts';
import type { UiAction } from '../../../src/tui/state/ui-state.ts';
import type { FlowOrigin, TuiPorts } from '../../../src/tui/tui-options.ts';
import { eventually } from '../../helpers/eventually.ts';
import { aFlowResponse } from '../../output/a-flow.ts';

const edge = { source: 'a', destination: 'b', port: '80/TCP', key: 'a -> b 80/TCP' };
const origin: FlowOrigin = {
  kind: 'demo',
  name: 'demo',
  cluster: undefined,
  isTls: undefined,
  open: () => Promise.reject(new Error('not opened here')),
};
const unwritable = new FailureError('cannot write edges.txt', { code: 'file/write', hint: 'check its mode' });

/** Ports that note what they are asked for. */
function anOutside(changes: Partial<TuiPorts> = {}) {
  const log: unknown[] = [];
  const keys = new Set<string>();
  const outside: TuiPorts = {
    findOrigin: (wish) => Promise.resolve(log.push(['find', wish]) > 0 ? origin : origin),
    acknowledged: {
      path: '/home/edges.txt',
      keys,
      add: async ({ key }) => void keys.add(key),
      remove: async ({ key }) => void keys.delete(key),
    },
    settings: {
      path: '/home/settings.json',
      last: undefined,
      views: new Map(),
      save: async (name, settings) => void log.push(['settings', name, settings]),
    },
    lookAt: (path) => ({ path: `/home/${path}`, exists: path.startsWith('old') }),
    saveFlows: async (path, format, responses: readonly GetFlowsResponse[]) => {
      log.push(['save', path, format, responses.length]);
      return 1234;
    },
    commandWith: (flags) => `observe ${flags.join(' ')}`,
    suspend: undefined,
    ...changes,
  };
  return { outside, log };
}

/** Runs effects and returns the actions that came of them. */
async function run(
  effects: readonly Effect[],
  changes: Partial<TuiPorts> = {},
  terminal: Partial<EffectPorts['terminal']> = {},
) {
  const { outside, log } = anOutside(changes);
  const actions: UiAction[] = [];
  const timeline = createTimeline({ capacity: 10 });
  timeline.add([aFlowResponse({ uuid: 'a' }), aFlowResponse({ uuid: 'b', verdict: 1 })]);
  const perform = createEffectRunner({
    session: { ask: (query) => log.push(['ask', query]), open: ({ name }) => log.push(['open', name]) },
    timeline,
    terminal: {
      copy: (text) => (log.push(['copy', text]) > 0 ? { ok: true, note: undefined } : { ok: true, note: undefined }),
      redraw: () => log.push(['redraw']),
      setMouse: (isOn) => log.push(['mouse', isOn]),
      suspend: undefined,
      ...terminal,
    },
    outside,
    quit: (fault) => log.push(['quit', fault]),
  });
  for (const effect of effects) perform(effect, (action) => actions.push(action));
  // Compiling loads a module; all else takes a few turns of the event loop.
  if (effects.some(({ kind }) => kind === 'check-terms')) await eventually(() => actions.length).toBeGreaterThan(0);
  for (let turn = 0; turn < 10; turn += 1) await new Promise((done) => setImmediate(done));
  return { actions, log, timeline };
}

async function check(text: string): Promise<readonly UiAction[]> {
  const reading = readBar(text);
  const { actions } = await run([{ kind: 'check-terms', text, terms: reading.ok ? reading.terms : [] }]);
  return actions;
}

const rows = { from: 0, end: 9, marks: new Set<number>() };
const save = (path: string, overwrite: boolean): Effect => ({
  kind: 'save-file',
  path,
  format: 'csv',
  overwrite,
  rows,
});
const said = (text: string): UiAction => ({ kind: 'say', tone: 'info', text });
const failed = (text: string): UiAction => ({ kind: 'say', tone: 'error', text });

describe('effects', () => {
  test('ask the session', async () => {
    const around = { seconds: 1, nanos: 0 };
    const { log } = await run([
      { kind: 'query', terms: ['audited'], around: undefined },
      { kind: 'query', terms: [], around },
    ]);
    expect(log).toEqual([
      ['ask', { terms: ['audited'] }],
      ['ask', { terms: [], around }],
    ]);
  });

  test('compile the filter', async () => {
    expect(await check('audited')).toEqual([
      { kind: 'checked', text: 'audited', terms: ['audited'], fault: undefined },
    ]);
    expect(await check('dns:"("')).toEqual([
      { kind: 'checked', text: 'dns:"("', terms: ['dns:"("'], fault: expect.stringMatching(/.+: .+/u) },
    ]);
  });

  test('copy, and say what was copied and how', async () => {
    const { actions, log } = await run([
      { kind: 'copy', text: 'é', what: 'the row' },
      { kind: 'copy-command', flags: ['--verdict', 'AUDIT'] },
    ]);
    expect(log).toEqual([
      ['copy', 'é'],
      ['copy', 'observe --verdict AUDIT'],
    ]);
    expect(actions).toEqual([
      said("copied the row to the terminal's clipboard (OSC 52, 2 bytes)"),
      said("copied the observe command to the terminal's clipboard (OSC 52, 23 bytes)"),
    ]);
  });

  test('say why nothing was copied', async () => {
    const { actions } = await run(
      [{ kind: 'copy', text: 'x', what: 'the row' }],
      {},
      { copy: () => ({ ok: false, message: 'too long' }) },
    );
    expect(actions).toEqual([failed('too long')]);
  });

  test('save flows, and ask before they replace a file', async () => {
    const fresh = await run([save('new.csv', false)]);
    expect(fresh.actions).toEqual([said('saved 2 flows to /home/new.csv (1,234 bytes)')]);
    expect(fresh.log).toEqual([['save', 'new.csv', 'csv', 2]]);
    const old = await run([save('old.csv', false)]);
    expect(old.log).toEqual([]);
    expect(old.actions).toEqual([
      {
        kind: 'ask',
        question: '/home/old.csv is there already. Replace it?',
        yes: { kind: 'save-file', path: 'old.csv', overwrite: true },
      },
    ]);
    expect((await run([save('old.csv', true)])).log).toEqual([['save', 'old.csv', 'csv', 2]]);
  });

  test('save the marked rows alone', async () => {
    const { log } = await run([
      { kind: 'save-file', path: 'a.md', format: 'md', overwrite: false, rows: { ...rows, marks: new Set([1]) } },
    ]);
    expect(log).toEqual([['save', 'a.md', 'md', 1]]);
  });

  test('tell what is at a path', async () => {
    const { actions } = await run([
      { kind: 'look-at', path: 'new.md ' },
      { kind: 'look-at', path: 'old.md' },
    ]);
    expect(actions).toEqual([
      { kind: 'note', text: 'new.md ', note: 'writes /home/new.md' },
      { kind: 'note', text: 'old.md', note: '/home/old.md is there already: you are asked before it is replaced' },
    ]);
  });

  test('keep views', async () => {
    const { actions, log } = await run([{ kind: 'save-view', name: 'night', settings: { tab: 'top' } }]);
    expect(log).toEqual([['settings', 'night', { tab: 'top' }]]);
    expect(actions).toEqual([said('view night is kept in /home/settings.json; :view night brings it back')]);
  });

  test('accept an edge and take it back, and tell the file', async () => {
    const accepted = await run([{ kind: 'acknowledge', edge, shown: false }]);
    expect(accepted.actions).toEqual([said('accepted: a -> b 80/TCP; A shows it (in /home/edges.txt)')]);
    const taken = await run([{ kind: 'unacknowledge', edge, shown: false }]);
    expect(taken.actions).toEqual([said('no longer accepted: a -> b 80/TCP')]);
  });

  test('fold accepted rows away, or show them', async () => {
    const { timeline } = await run([]);
    const entry = timeline.at(0);
    const key = entry?.kind === 'flow' ? entry.edge.key : '';
    const acknowledged = { ...anOutside().outside.acknowledged, keys: new Set([key]) };
    const hidden = await run([{ kind: 'show-acknowledged', shown: false }], { acknowledged });
    expect(hidden.timeline.nextShown(-1, 1)).toBeUndefined();
    const shown = await run([{ kind: 'show-acknowledged', shown: true }], { acknowledged });
    expect(shown.timeline.nextShown(-1, 1)).toBe(0);
  });

  test('say in plain words what failed', async () => {
    const acknowledged = { ...anOutside().outside.acknowledged, add: () => Promise.reject(unwritable) };
    const { actions } = await run([{ kind: 'acknowledge', edge, shown: false }], { acknowledged });
    expect(actions).toEqual([failed('cannot write edges.txt: check its mode')]);
  });

  test('open an origin', async () => {
    const { actions, log } = await run([{ kind: 'open', wish: { kind: 'demo' } }]);
    expect(log).toEqual([
      ['find', { kind: 'demo' }],
      ['open', 'demo'],
    ]);
    expect(actions).toEqual([said('opening'), { kind: 'opened' }, said('opened demo')]);
  });

  test('say that there is no such origin', async () => {
    const { actions } = await run([{ kind: 'open', wish: { kind: 'demo' } }], {
      findOrigin: () => Promise.reject(unwritable),
    });
    expect(actions).toEqual([said('opening'), failed('cannot write edges.txt: check its mode')]);
  });

  test('keep the settings before they quit, and quit all the same when they cannot', async () => {
    const settings = { tab: 'top' } as const;
    expect((await run([{ kind: 'quit', settings }])).log).toEqual([
      ['settings', undefined, settings],
      ['quit', undefined],
    ]);
    const failing = { ...anOutside().outside.settings, save: () => Promise.reject(unwritable) };
    expect((await run([{ kind: 'quit', settings }], { settings: failing })).log).toEqual([
      ['quit', 'the settings could not be kept: cannot write edges.txt: check its mode'],
    ]);
  });

  test('reach the terminal', async () => {
    let stopped = 0;
    const suspend = async (): Promise<void> => void (stopped += 1);
    const { log, actions } = await run(
      [{ kind: 'redraw' }, { kind: 'mouse', isOn: true }, { kind: 'suspend' }],
      {},
      { suspend },
    );
    expect([log, actions, stopped]).toEqual([[['redraw'], ['mouse', true]], [], 1]);
    expect((await run([{ kind: 'suspend' }])).actions).toEqual([failed('there is no shell to go back to here')]);
  });

  test('reach the timeline', async () => {
    const { actions, timeline } = await run([
      { kind: 'hold-folds', seq: 2 },
      { kind: 'set-folding', isFolding: false },
      { kind: 'clear' },
    ]);
    const [relaid] = actions;
    expect(relaid?.kind === 'relaid' && relaid.move(0)).toBe(timeline.first);
    timeline.add([aFlowResponse({ uuid: 'c' })]);
    expect(timeline.at(timeline.end - 1)).toMatchObject({ isNewEdge: true });
  });
});

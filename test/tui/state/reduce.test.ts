import { describe, expect, test } from 'vitest';

import { reduce, settle } from '../../../src/tui/state/reduce.ts';
import { tableBody } from '../../../src/tui/flow-rows.ts';
import type { UiState } from '../../../src/tui/state/ui-state.ts';
import { aContext, aState, checked, press, rows, timelineOf } from '../builders/key-screen.ts';
import { aFlowEntry, aSeenFlow, at } from '../builders/flow-screen.ts';

const many = Array.from({ length: 60 }, (_, index) => aFlowEntry({ flow: { time: at(index) } }));

const bar = (ui: UiState): unknown => ({ terms: ui.filter.terms, editing: ui.filter.editing?.text });

describe('the cursor of the flow table', () => {
  test('stays on the newest row while it follows, and on its row otherwise', () => {
    const [before, after] = [aContext(), aContext({ timeline: timelineOf([...rows, ...rows]) })];
    expect(settle(aState(undefined, before), after).flows.cursor?.seq).toBe(15);
    expect(settle(press(aState(), ['k']).ui, after).flows.cursor?.seq).toBe(6);
  });

  test('changes nothing where nothing is to be changed', () => {
    const ui = aState();
    expect(settle(ui, aContext())).toBe(ui);
    expect(reduce(ui, { kind: 'command', name: 'fly' }, aContext()).ui).toBe(ui);
  });

  test('goes to the nearest row when its own has left', () => {
    const ui = press(aState(), ['g']).ui;
    const after = settle(ui, aContext({ timeline: timelineOf(rows.slice(4), 4) }));
    expect([after.flows.cursor?.seq, after.flows.top]).toEqual([4, 4]);
  });

  test('stands on no row where there is none', () => {
    const empty = aContext({ timeline: timelineOf([]) });
    const ui = press(aState(), ['g']).ui;
    expect(settle(ui, empty).flows.cursor).toBeUndefined();
    for (const key of ['j', 'm', 'Enter', 'c', 'e', '+', 'a', 'r', '.', 'g', 'G']) {
      expect(press(settle(ui, empty), [key], empty).effects).toEqual([]);
    }
  });

  test('steps into the members of an expanded row', () => {
    const { ui } = press(aState(), ['g', 'j', 'j', '.', 'j', 'j']);
    expect(ui.flows.cursor).toEqual({ seq: 2, member: 1 });
    expect(press(ui, ['j', 'j']).ui.flows.cursor).toEqual({ seq: 3, member: undefined });
    expect(press(ui, ['k', 'k']).ui.flows.cursor).toEqual({ seq: 2, member: undefined });
    expect(press(ui, ['y', 'j']).effects).toMatchObject([{ kind: 'copy', what: '1 flow as JSON' }]);
    expect(press(ui, ['k', 'k', 'y', 'j']).effects).toMatchObject([{ kind: 'copy', what: '3 flows as JSON' }]);
  });

  test('brings the members of a row at the edge of the screen into sight', () => {
    const folded = aFlowEntry({ flow: { time: at(60) }, count: 5, members: [1, 2, 3, 4, 5].map(() => aSeenFlow()) });
    const context = aContext({ timeline: timelineOf([...many, folded]) });
    const before = aState(undefined, context);
    const { ui } = press(before, ['.'], context);
    expect(ui.flows.top).toBe(before.flows.top + 5);
    const settled = settle(ui, context);
    const lines = tableBody({ ui: settled, data: context.data }, 61 - before.flows.top).rows;
    expect(lines.at(-1)).toMatchObject({ entry: { seq: 60 }, member: 4 });
    expect(press(settled, ['.'], context).ui.flows.expanded.size).toBe(0);
  });

  test('scrolls no further than it has to', () => {
    const context = aContext({ timeline: timelineOf(many) });
    const { ui } = press(aState(undefined, context), ['k', 'k'], context);
    const page = 60 - ui.flows.top;
    expect(press(ui, ['PgUp'], context).ui.flows).toMatchObject({ cursor: { seq: 57 - page }, top: 57 - page });
    expect(press(ui, ['g', 'PgDn'], context).ui.flows).toMatchObject({ cursor: { seq: page }, top: 1 });
  });
});

describe('a range of marks', () => {
  test('counts as marked before it is ended, as it is drawn', () => {
    const { ui } = press(aState(), ['g', 'M', 'j', 'j']);
    expect(press(ui, ['y', 'r']).effects).toMatchObject([{ kind: 'copy', what: '3 marked rows' }]);
    expect([...press(ui, ['M']).ui.flows.marks]).toEqual([0, 1, 2]);
  });
});

describe('pausing', () => {
  test('lets later rows wait', () => {
    const { ui } = press(aState(), ['Space']);
    const later = aContext({ timeline: timelineOf([...rows, ...rows]) });
    expect(settle(ui, later).flows.cursor?.seq).toBe(7);
    expect(press(ui, ['k', 'j', 'j', 'j'], later).ui.flows.cursor?.seq).toBe(7);
    expect(press(ui, ['e'], later).ui.message?.text).toBe('no new denied or audited edge after this row');
    expect(press(ui, ['Space'], later).ui.flows.cursor?.seq).toBe(15);
  });
});

describe('a new question', () => {
  test('keeps the place: the cursor goes to its time once the answer has begun', () => {
    const { ui } = press(
      aState((one) => ({ ...one, filter: { ...one.filter, terms: ['audited'] } })),
      ['g', 'j', 'Ctrl-f'],
    );
    expect(settle(ui, aContext()).flows.cursor?.seq).toBe(1);
    const answer = aContext({ timeline: timelineOf(rows, 8) });
    const answered = settle(ui, answer);
    expect([answered.flows.cursor?.seq, answered.flows.isFollowing]).toEqual([9, false]);
    expect(press(answered, ['j'], answer).ui.flows.sought).toBeUndefined();
  });

  test('keeps the place also where it is asked again before the answer has got there', () => {
    const { ui } = press(
      aState((one) => ({ ...one, filter: { ...one.filter, terms: ['audited'] } })),
      ['g', 'j', 'Ctrl-f'],
    );
    const begun = aContext({ timeline: timelineOf(rows.slice(0, 1), 8) });
    const again = press(settle(ui, begun), ['Ctrl-f'], begun).ui;
    expect(settle(again, aContext({ timeline: timelineOf(rows, 9) })).flows.cursor?.seq).toBe(10);
  });

  test('shows what came before and after the place, once that has arrived', () => {
    const wide = aContext({ timeline: timelineOf(many) });
    const { ui } = press(aState(undefined, wide), ['g', 'PgDn', 'PgDn', 'j', 'r'], wide);
    const time = ui.flows.around?.time.seconds;
    const seqNow = 60 + many.findIndex(({ first }) => first.time?.seconds === time);
    const begun = settle(ui, aContext({ timeline: timelineOf(many.slice(0, seqNow - 59), 60) }));
    expect([begun.flows.cursor?.seq, begun.flows.sought === undefined]).toEqual([seqNow, false]);
    const answered = settle(begun, aContext({ timeline: timelineOf(many, 60) }));
    expect([answered.flows.cursor?.seq, answered.flows.sought]).toEqual([seqNow, undefined]);
    const page = 20;
    expect(answered.flows.top).toBe(seqNow - page / 2);
  });

  test('keeps following where it followed', () => {
    const { ui } = press(
      aState((one) => ({ ...one, filter: { ...one.filter, terms: ['audited'] } })),
      ['Ctrl-f'],
    );
    expect(settle(ui, aContext({ timeline: timelineOf(rows, 8) })).flows).toMatchObject({
      isFollowing: true,
      cursor: { seq: 15 },
    });
  });

  test('ends a pause and keeps its place', () => {
    const { ui } = press(aState(), ['k', 'Space', 'Right', '+']);
    expect(ui.flows.pausedAt).toBeUndefined();
    expect(press(aState(), ['Space', 'Right', 'Right', '+']).ui.flows.sought).toEqual({ time: at(7), after: 8 });
  });
});

describe('the filter bar', () => {
  test('takes what was compiled, and recalls it', () => {
    const { ui, effects } = checked(press(aState(), ['/', '"audited  port:53"', 'Enter']));
    expect(bar(ui)).toEqual({ terms: ['audited', 'port:53'], editing: undefined });
    expect(effects).toMatchObject([{ kind: 'hold-folds' }, { kind: 'query', terms: ['audited', 'port:53'] }]);
    expect(press(ui, ['/', 'Up']).ui.filter.editing?.text).toBe('audited port:53');
    expect(press(ui, ['u']).ui.filter.terms).toEqual([]);
    expect(press(ui, ['-']).ui.filter.terms).toEqual([]);
  });

  test('asks for nothing anew when nothing changed', () => {
    const { ui } = checked(press(aState(), ['/', '"audited"', 'Enter']));
    expect(checked(press(ui, ['/', 'Enter'])).effects).toEqual([]);
  });

  test('drops an answer that came too late', () => {
    const { ui } = press(aState(), ['/', '"audited"', 'Enter', '"x"']);
    const late = { kind: 'checked', text: 'audited', terms: ['audited'], fault: undefined } as const;
    expect(bar(reduce(ui, late, aContext()).ui)).toEqual({ terms: [], editing: 'auditedx' });
  });

  test('stays open with what compiling found', () => {
    const { ui } = press(aState(), ['/', '"dns:("', 'Enter']);
    const fault = { kind: 'checked', text: 'dns:(', terms: [], fault: 'missing )' } as const;
    expect(reduce(ui, fault, aContext()).ui.filter.editing?.fault).toEqual({ message: 'missing )', from: 0, to: 5 });
  });

  test('says what is wrong while it is written', () => {
    expect(press(aState(), ['/', '"verdict:audite"']).ui.filter.editing?.fault?.message).toMatch(/audite/u);
    expect(press(aState(), ['/', '"verdict:audited"']).ui.filter.editing?.fault).toBeUndefined();
  });
});

describe('prompts', () => {
  test('saves the marked rows, and only with a known ending', () => {
    const { ui } = press(aState(), ['m', 'Ctrl-s', 'Ctrl-u', '"a.txt"', 'Enter']);
    expect(ui.overlay).toMatchObject({ kind: 'prompt', note: 'the ending tells the format: .jsonl, .csv, .md' });
    expect(press(ui, ['Ctrl-u', '"a.csv"', 'Enter']).effects.at(-1)).toEqual({
      kind: 'save-file',
      path: 'a.csv',
      format: 'csv',
      overwrite: false,
      rows: { from: 0, end: 8, marks: new Set([7]) },
    });
  });

  test('shows a note only for the text it was made for', () => {
    const { ui } = press(aState(), ['Ctrl-s', 'Ctrl-u', '"a.md"']);
    const context = aContext();
    expect(reduce(ui, { kind: 'note', text: 'a.md', note: 'writes /a.md' }, context).ui.overlay).toMatchObject({
      note: 'writes /a.md',
    });
    expect(reduce(ui, { kind: 'note', text: 'b.md', note: 'writes /b.md' }, context).ui.overlay).toMatchObject({
      note: undefined,
    });
  });

  test('opens what was named on the start screen', () => {
    const start = aState((ui) => ({ ...ui, start: { tried: [] } }));
    expect(press(start, ['f', 'Enter']).ui.overlay).toMatchObject({ note: 'a path is missing' });
    expect(press(start, ['f', '"kern.log"', 'Enter']).effects).toEqual([
      { kind: 'open', wish: { kind: 'file', path: 'kern.log' } },
    ]);
    expect(press(start, ['s', '"node-1"', 'Enter']).effects).toEqual([
      { kind: 'open', wish: { kind: 'server', address: 'node-1' } },
    ]);
  });
});

const run = (text: string, ui = aState(), context = aContext()) => press(ui, [':', `"${text}"`, 'Enter'], context);

describe('the palette', () => {
  const onTop = press(aState(), ['2']).ui;

  test.each<readonly [string, (ui: UiState) => unknown, unknown]>([
    ['ns shop', (ui) => ui.filter.terms, ['ns:shop']],
    ['verdict audited', (ui) => ui.filter.terms, ['audited']],
    ['port 53', (ui) => ui.filter.terms, ['port:53']],
    ['filter audited -port:53', (ui) => ui.filter.terms, ['audited', '-port:53']],
    ['tab policies', (ui) => ui.tab, 'policies'],
    ['tab 4', (ui) => ui.tab, 'nodes'],
    ['time delta', (ui) => ui.timeStyle, 'delta'],
    ['pause', (ui) => ui.flows.pausedAt, 8],
    ['columns', (ui) => ui.overlay?.kind, 'columns'],
    ['save', (ui) => ui.overlay?.kind === 'prompt' && ui.overlay.purpose, 'save'],
    ['open', (ui) => ui.overlay?.kind === 'prompt' && ui.overlay.purpose, 'open-file'],
    ['  ', (ui) => ui.overlay, undefined],
    ['fly', (ui) => ui.overlay?.kind === 'prompt' && ui.overlay.note, 'there is no command "fly"; Tab shows them'],
    ['tab moon', (ui) => ui.overlay?.kind === 'prompt' && ui.overlay.note, 'tabs are flows, top, policies and nodes'],
    ['ns', (ui) => ui.overlay?.kind === 'prompt' && ui.overlay.note, 'ns needs a value'],
    [
      'sort total',
      (ui) => ui.overlay?.kind === 'prompt' && ui.overlay.note,
      'flows stay in the order they came; tabs 2 and 3 can be sorted',
    ],
    [
      'save a.txt',
      (ui) => ui.overlay?.kind === 'prompt' && ui.overlay.note,
      'the ending tells the format: .jsonl, .csv, .md',
    ],
    ['view', (ui) => ui.message?.text, 'no view is kept; :view save NAME keeps this one'],
    ['view night', (ui) => ui.message?.text, 'there is no view "night"; :view lists them'],
    ['view save', (ui) => ui.overlay?.kind === 'prompt' && ui.overlay.note, 'a name is missing: view save NAME'],
  ])('%s', (text, read, expected) => {
    expect(read(run(text).ui)).toEqual(expected);
  });

  test.each([
    ['q', { kind: 'quit' }],
    ['server tls://a:1', { kind: 'open', wish: { kind: 'server', address: 'tls://a:1' } }],
    ['open a b.log', { kind: 'open', wish: { kind: 'file', path: 'a b.log' } }],
    ['demo', { kind: 'open', wish: { kind: 'demo' } }],
    ['save x.md', { kind: 'save-file', path: 'x.md', format: 'md' }],
    ['view save night', { kind: 'save-view', name: 'night', settings: { tab: 'flows' } }],
  ])('%s asks for something', (text, effect) => {
    expect(run(text).effects).toMatchObject([effect]);
  });

  test('folds and sorts tables', () => {
    expect(run('group node, verdict', onTop).ui.tables.top).toMatchObject({ groupBy: ['node', 'verdict'] });
    expect(run('sort last', onTop).ui.tables.top).toMatchObject({ sortBy: 'last', isDescending: true });
    expect(run('group moon', onTop).ui.overlay).toMatchObject({ kind: 'prompt' });
  });

  test('uses a named view, and goes back from it', () => {
    const views = new Map([['night', { tab: 'top', terms: ['denied'], timeStyle: 'relative' } as const]]);
    const { ui, effects } = run('view night', aState(), aContext({ views }));
    expect(ui).toMatchObject({ tab: 'top', timeStyle: 'relative', filter: { terms: ['denied'] } });
    expect(effects).toContainEqual({ kind: 'query', terms: ['denied'], around: undefined });
    expect(press(ui, ['-']).ui).toMatchObject({ tab: 'flows', filter: { terms: [] } });
    const menu = run('view', aState(), aContext({ views })).ui;
    expect(press(menu, ['1'], aContext({ views })).ui.tab).toBe('top');
  });

  test('completes commands and their values', () => {
    expect(press(aState(), [':', '"v"']).ui.overlay).toMatchObject({ candidates: ['verdict', 'view'] });
    expect(press(aState(), [':', '"ns sh"']).ui.overlay).toMatchObject({ candidates: ['shop', 'shipping'] });
    expect(press(aState(), [':', '"ns sh"', 'Tab', 'Tab']).ui.overlay).toMatchObject({
      text: 'ns shipping',
      candidate: 1,
    });
  });
});

describe('copying', () => {
  const filtered = aState((ui) => ({ ...ui, filter: { ...ui.filter, terms: ['audited', 'port:53'] } }));

  test.each([
    ['f', { kind: 'copy', text: 'audited port:53', what: 'the filter' }],
    ['g', { kind: 'copy', what: 'the filter as flags' }],
    ['c', { kind: 'copy', what: 'the filter as CEL' }],
    ['o', { kind: 'copy-command' }],
  ])('%s', (key, effect) => {
    const { ui, effects } = press(filtered, ['y', key]);
    expect(ui.overlay).toBeUndefined();
    expect(effects).toMatchObject([effect]);
  });

  test('takes the marked rows before the selected one', () => {
    const { effects } = press(aState(), ['m', 'k', 'm', 'c']);
    expect(effects).toMatchObject([
      { kind: 'copy', what: '2 marked rows', text: expect.stringMatching(/backend.*\n.*web/u) },
    ]);
  });

  test('has nothing to copy of an empty filter', () => {
    expect(press(aState(), ['y', 'f'])).toMatchObject({ effects: [], ui: { message: { tone: 'info' } } });
  });

  test('shows control characters of the data as text', () => {
    const context = aContext({ timeline: timelineOf([aFlowEntry({ flow: { Summary: 'a\u001b[2Jb' } })]) });
    expect(press(aState(undefined, context), ['c'], context).effects).toMatchObject([
      { text: expect.stringContaining('a\\x1b[2Jb') },
    ]);
  });
});

describe('the mouse', () => {
  const ui = aState((one) => ({ ...one, isMouseOn: true }));
  const clickAt = (column: number, row: number, on = ui) => reduce(on, { kind: 'click', column, row }, aContext()).ui;

  test('selects the row under it', () => {
    expect(clickAt(5, 3).flows).toMatchObject({ cursor: { seq: 0 }, isFollowing: false });
    expect(clickAt(5, 6).flows.cursor?.seq).toBe(3);
    expect(clickAt(5, 20)).toBe(ui);
    expect(clickAt(5, 4, press(ui, ['2']).ui).tables.top.selected).toBe('shop/backend');
  });

  test('selects the row under it where there are more rows than lines', () => {
    const context = aContext({ timeline: timelineOf(many) });
    const full = aState((one) => ({ ...one, isMouseOn: true }), context);
    // The head of the table is on line 2.
    const [first, last] = [3, full.size.rows - 2].map(
      (row) => reduce(full, { kind: 'click', column: 5, row }, context).ui.flows.cursor?.seq,
    );
    expect([first, last]).toEqual([full.flows.top, 59]);
  });

  test('opens the filter bar, and nothing under an overlay', () => {
    expect(clickAt(5, 1).filter.editing).toBeDefined();
    const menu = press(ui, ['y']).ui;
    expect(clickAt(5, 3, menu)).toMatchObject({ overlay: menu.overlay, flows: menu.flows });
  });

  test('moves rows by its wheel', () => {
    expect(reduce(ui, { kind: 'wheel', rows: -3 }, aContext()).ui.flows.cursor?.seq).toBe(4);
  });
});

describe('news', () => {
  test('a message goes with the next key, not with what the stream tells', () => {
    const { ui } = reduce(aState(), { kind: 'say', tone: 'info', text: 'saved' }, aContext());
    expect(ui.message).toEqual({ tone: 'info', text: 'saved', untilMs: 5000 });
    expect(reduce(ui, { kind: 'resize', size: { columns: 80, rows: 24 } }, aContext()).ui.message?.text).toBe('saved');
    expect(press(ui, ['k']).ui.message).toBeUndefined();
  });

  test('the table goes to an entry or a time', () => {
    expect(reduce(aState(), { kind: 'go-to', seq: 2 }, aContext()).ui.flows).toMatchObject({
      cursor: { seq: 2 },
      isFollowing: false,
    });
    const ms = at(5).seconds * 1000;
    expect(reduce(aState(), { kind: 'set-time', ms }, aContext()).ui.flows.cursor?.seq).toBe(5);
    const gone = reduce(aState(), { kind: 'set-time', ms: ms + 60_000 }, aContext()).ui;
    expect(gone.message?.text).toBe('no flow of that time is held any more');
  });

  test('entries that were laid anew take everything with them', () => {
    const { ui } = press(aState(), ['k', 'm', 'M']);
    const moved = reduce(
      ui,
      { kind: 'relaid', move: (seq) => seq + 8 },
      aContext({ timeline: timelineOf(rows, 8) }),
    ).ui;
    expect(moved.flows).toMatchObject({ cursor: { seq: 14 }, rangeFrom: 14, marks: new Set([14]) });
  });

  test('another origin takes the start screen away, and is asked anew only after the flows around one', () => {
    const ui = aState((one) => ({ ...one, start: { tried: [] }, filter: { ...one.filter, terms: ['audited'] } }));
    const after = reduce(ui, { kind: 'opened' }, aContext());
    expect(after.ui.start).toBeUndefined();
    expect(after.effects).toEqual([{ kind: 'hold-folds', seq: undefined }]);
    const around = { ...ui, flows: { ...ui.flows, around: { time: at(1), seq: 1 } } };
    expect(reduce(around, { kind: 'opened' }, aContext()).effects).toContainEqual({
      kind: 'query',
      terms: ['audited'],
      around: undefined,
    });
  });

  test('the detail begins at its top for another row', () => {
    const { ui } = press(aState(), ['Enter', 'Tab', 'j', 'j']);
    expect(ui.detail.scroll).toBe(2);
    expect(press(ui, ['[']).ui.detail).toMatchObject({ scroll: 0, hasFocus: true });
  });

  test('scrolling ends where the text ends', () => {
    const context = aContext({ scrollLimit: () => 1 });
    expect(press(aState(), ['Enter', 'Tab', 'G'], context).ui.detail.scroll).toBe(1);
    expect(press(aState(), ['4', 'PgDn'], context).ui.nodesScroll).toBe(1);
    expect(press(aState(), ['?', 'PgDn'], context).ui.overlay).toMatchObject({ scroll: 1 });
  });
});

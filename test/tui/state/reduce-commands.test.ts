/** Every command of the key table, pressed with each of its keys. */

import { describe, expect, test } from 'vitest';

import { keyContext } from '../../../src/tui/keys/key-context.ts';
import { keyCommand, keyTable, type CommandName } from '../../../src/tui/keys/key-table.ts';
import type { Effect } from '../../../src/tui/state/effects.ts';
import type { UiState } from '../../../src/tui/state/ui-state.ts';
import { aContext, aState, press } from '../builders/key-screen.ts';
import { at } from '../builders/flow-screen.ts';

/** What was before the key, and what is so after it. */
interface KeyCase {
  /** Keys pressed before; a text in quotes is typed. */
  readonly before?: readonly string[];
  readonly from?: (ui: UiState) => UiState;
  readonly ui?: (ui: UiState) => unknown;
  readonly is?: unknown;
  readonly effects?: readonly Partial<Effect>[];
}

const on = (seq: number): ((ui: UiState) => UiState) => {
  return (ui) => ({ ...ui, flows: { ...ui.flows, cursor: { seq, member: undefined }, isFollowing: false } });
};
const filtered = (...terms: readonly string[]): ((ui: UiState) => UiState) => {
  return (ui) => ({ ...ui, filter: { ...ui.filter, terms } });
};
const cursor = (ui: UiState): number | undefined => ui.flows.cursor?.seq;
const overlay = (ui: UiState): unknown => ui.overlay;
const editing = (ui: UiState): unknown => [ui.filter.editing?.text, ui.filter.editing?.at];
const message = (ui: UiState): unknown => ui.message?.text;
const choosing =
  (tab: UiState['tab']): ((ui: UiState) => UiState) =>
  (ui) => ({ ...ui, tab });
const inStart = (ui: UiState): UiState => ({ ...ui, start: { tried: [] } });
const inHelp =
  (search: string, scroll: number) =>
  (ui: UiState): UiState => ({ ...ui, overlay: { kind: 'help', search, scroll } });
const query = (terms: readonly string[]): Partial<Effect> => ({ kind: 'query', terms });
const asking = (ui: UiState): UiState => ({
  ...filtered('audited')(ui),
  overlay: { kind: 'confirm', question: 'Remove the filter?', yes: { kind: 'reset-filters' } },
});

const cases: Readonly<Record<CommandName, KeyCase | readonly KeyCase[]>> = {
  'row-down': [
    { from: on(2), ui: cursor, is: 3 },
    { before: ['2'], ui: (ui) => ui.tables.top.selected, is: 'shop/backend' },
    { before: ['4'], ui: (ui) => ui.nodesScroll, is: 1 },
    { before: ['Enter', 'Tab'], ui: (ui) => ui.detail.scroll, is: 1 },
    { before: ['o'], ui: overlay, is: { kind: 'columns', selected: 1 } },
    { before: ['2', 'o'], ui: overlay, is: { kind: 'groups', selected: 1 } },
    { before: ['v'], ui: overlay, is: { kind: 'filter-forms', scroll: 1 } },
  ],
  'row-up': { ui: (ui) => [cursor(ui), ui.flows.isFollowing], is: [6, false] },
  'page-down': [
    { from: on(0), ui: cursor, is: 7 },
    { before: ['?'], ui: overlay, is: { kind: 'help', search: '', scroll: 18 } },
  ],
  'page-up': { ui: (ui) => [cursor(ui), ui.flows.isFollowing], is: [0, false] },
  'half-page-down': { before: ['4'], ui: (ui) => ui.nodesScroll, is: 10 },
  'half-page-up': { ui: (ui) => [cursor(ui), ui.flows.isFollowing], is: [0, false] },
  'first-row': [
    { ui: (ui) => [cursor(ui), ui.flows.isFollowing], is: [0, false] },
    { before: ['2', 'j', 'j'], ui: (ui) => ui.tables.top.selected, is: undefined },
    { before: ['i', 'Tab'], ui: (ui) => ui.histogram.pickedMs, is: at(-4).seconds * 1000 },
  ],
  'last-row': [
    { from: on(0), ui: (ui) => [cursor(ui), ui.flows.isFollowing], is: [7, true] },
    {
      before: ['Space', 'k'],
      ui: (ui) => ui.flows.pausedAt,
      is: undefined,
      effects: [{ kind: 'hold-folds', seq: 8 }, { kind: 'hold-folds' }],
    },
    { before: ['2'], ui: (ui) => ui.tables.top.selected, is: 'world' },
  ],
  'column-left': { before: ['Right', 'Right'], ui: (ui) => ui.column, is: 1 },
  'column-right': [
    { ui: (ui) => ui.column, is: 1 },
    { from: (ui) => ({ ...ui, column: 6 }), ui: (ui) => ui.column, is: 6 },
  ],
  'sideways-left': { before: ['l', 'l'], ui: (ui) => ui.sideways, is: 8 },
  'sideways-right': { ui: (ui) => ui.sideways, is: 8 },
  'tab-flows': { before: ['2'], ui: (ui) => [ui.tab, ui.column], is: ['flows', 0] },
  'tab-top': { before: ['Right'], ui: (ui) => [ui.tab, ui.column], is: ['top', 0] },
  'tab-policies': { ui: (ui) => ui.tab, is: 'policies' },
  'tab-nodes': { ui: (ui) => ui.tab, is: 'nodes' },
  'next-pane': [
    { before: ['Enter', 'i'], ui: (ui) => [keyContext(ui), ui.histogram.pickedMs], is: ['detail', undefined] },
    {
      before: ['Enter', 'i', 'Tab'],
      ui: (ui) => [keyContext(ui), ui.histogram.pickedMs],
      is: ['histogram', at(6).seconds * 1000],
    },
    { before: ['Enter', 'i', 'Tab', 'Tab'], ui: keyContext, is: 'flows' },
    { ui: keyContext, is: 'flows' },
  ],
  'previous-pane': { before: ['Enter', 'i'], ui: keyContext, is: 'histogram' },
  'previous-view': [
    { before: ['2', '3'], ui: (ui) => ui.tab, is: 'top' },
    { ui: message, is: 'this is the first view' },
  ],
  'next-new-edge': [
    { from: on(1), ui: cursor, is: 5 },
    { from: on(5), ui: (ui) => [cursor(ui), message(ui)], is: [5, 'no new denied or audited edge after this row'] },
  ],
  'previous-new-edge': { from: on(4), ui: cursor, is: 0 },
  'next-marker': { from: on(3), ui: cursor, is: 4 },
  'previous-marker': { from: on(6), ui: cursor, is: 4 },
  follow: { from: on(2), ui: (ui) => [cursor(ui), ui.flows.isFollowing], is: [7, true] },
  pause: [
    { ui: (ui) => ui.flows.pausedAt, is: 8, effects: [{ kind: 'hold-folds', seq: 8 }] },
    {
      before: ['Space'],
      ui: (ui) => ui.flows.pausedAt,
      is: undefined,
      effects: [{}, { kind: 'hold-folds', seq: undefined }],
    },
  ],
  clear: {
    from: on(3),
    ui: (ui) => [ui.flows.clearedBefore, cursor(ui), ui.flows.isFollowing],
    is: [8, undefined, true],
    effects: [{ kind: 'hold-folds' }, { kind: 'clear' }],
  },
  detail: [
    { ui: (ui) => [ui.detail.isOpen, ui.detail.isFull, ui.flows.isFollowing], is: [true, false, false] },
    { before: ['Enter'], ui: (ui) => [ui.detail.isOpen, ui.detail.isFull], is: [true, true] },
    { before: ['Enter', 'Enter'], ui: (ui) => [ui.detail.isOpen, ui.detail.isFull], is: [true, false] },
  ],
  'open-row': {
    before: ['2', 'j'],
    ui: (ui) => [ui.tab, ui.filter.terms],
    is: ['flows', ['from:shop/backend', 'to:shop/db', 'port:5432']],
    effects: [{ kind: 'hold-folds' }, query(['from:shop/backend', 'to:shop/db', 'port:5432'])],
  },
  expand: [
    { from: on(2), ui: (ui) => [...ui.flows.expanded], is: [2] },
    {
      from: (ui) => ({ ...on(2)(ui), flows: { ...on(2)(ui).flows, expanded: new Set([2]) } }),
      ui: (ui) => [...ui.flows.expanded],
      is: [],
    },
    { from: on(1), ui: (ui) => [...ui.flows.expanded], is: [] },
  ],
  fold: { ui: (ui) => ui.isFolding, is: false, effects: [{ kind: 'set-folding', isFolding: false }] },
  around: [
    {
      from: (ui) => filtered('audited')(on(1)(ui)),
      ui: (ui) => [ui.flows.around, ui.filter.terms],
      is: [{ time: at(1), seq: 1 }, ['audited']],
      effects: [{ kind: 'hold-folds' }, { kind: 'query', terms: [], around: at(1) }],
    },
    { from: on(3), ui: message, is: 'no flow with a time is selected' },
  ],
  connection: {
    from: on(7),
    ui: (ui) => ui.filter.terms,
    is: [
      '((from-ip:192.168.128.30 and from-port:4000 and to-ip:192.168.157.26 and to-port:53 and udp) or (to-ip:192.168.128.30 and to-port:4000 and from-ip:192.168.157.26 and from-port:53 and udp))',
    ],
  },
  mark: [
    { ui: (ui) => [[...ui.flows.marks], ui.flows.isFollowing], is: [[7], false] },
    { before: ['m'], ui: (ui) => [...ui.flows.marks], is: [] },
  ],
  'mark-range': [
    { from: on(1), ui: (ui) => ui.flows.rangeFrom, is: 1 },
    {
      from: (ui) => ({ ...on(4)(ui), flows: { ...on(4)(ui).flows, rangeFrom: 6 } }),
      ui: (ui) => [...ui.flows.marks],
      is: [4, 5, 6],
    },
  ],
  acknowledge: [
    { from: on(0), effects: [{ kind: 'acknowledge', shown: false }] },
    { from: on(1), ui: message, is: 'only a denied or audited edge can be accepted', effects: [] },
  ],
  'show-acknowledged': {
    ui: (ui) => ui.showsAcknowledged,
    is: true,
    effects: [{ kind: 'show-acknowledged', shown: true }],
  },
  'copy-row': [
    {
      from: on(1),
      effects: [
        {
          kind: 'copy',
          what: 'the row',
          text: '2024-05-18T18:42:45Z [prod-eu/node-1]: shop/backend-1:56248 -> shop/db-0:80 policy-verdict:none INGRESS ALLOWED (TCP Flags: SYN)',
        },
      ],
    },
    { before: ['2'], effects: [{ kind: 'copy', text: 'shop/frontend  shop/db  5432/TCP  3 audited' }] },
  ],
  'copy-menu': [
    { ui: (ui) => ui.overlay?.kind === 'menu' && ui.overlay.items.map(({ key }) => key).join(''), is: 'rjnfgco' },
    {
      before: ['2'],
      ui: (ui) => ui.overlay?.kind === 'menu' && ui.overlay.items.map(({ key }) => key).join(''),
      is: 'rfgco',
    },
    {
      before: ['v'],
      ui: (ui) => ui.overlay?.kind === 'menu' && ui.overlay.items.map(({ key }) => key).join(''),
      is: 'fgco',
    },
  ],
  json: [
    { ui: (ui) => [ui.detail.isOpen, ui.detail.isJsonShown], is: [true, true] },
    { before: ['J'], ui: (ui) => [ui.detail.isOpen, ui.detail.isJsonShown], is: [true, false] },
  ],
  search: { ui: (ui) => ui.overlay?.kind === 'prompt' && ui.overlay.purpose, is: 'search' },
  'search-next': [
    { before: ['*', '"cache"', 'Enter', 'g'], ui: cursor, is: 5 },
    { before: ['*', '"Policy"', 'Enter', 'g'], ui: message, is: 'no row with "Policy" after this row' },
    { before: ['2', '*', '"world"', 'Enter'], ui: (ui) => ui.tables.top.selected, is: 'world' },
    { ui: message, is: 'nothing is highlighted: * takes a text' },
  ],
  'search-previous': { before: ['*', '"policy shop"', 'Enter'], ui: cursor, is: 3 },
  filter: { from: filtered('audited'), ui: editing, is: ['audited ', 8] },
  'filter-invert': { from: filtered('audited'), ui: editing, is: ['audited -', 9] },
  'filter-in': [
    { from: (ui) => ({ ...on(0)(ui), column: 4 }), ui: (ui) => ui.filter.terms, is: ['port:80'] },
    {
      from: (ui) => filtered('from:shop/', 'audited')({ ...on(0)(ui), column: 2 }),
      ui: (ui) => ui.filter.terms,
      is: ['audited', 'from:shop/frontend-1'],
    },
    { from: (ui) => ({ ...choosing('top')(ui), column: 3 }), ui: (ui) => ui.filter.terms, is: ['audited'] },
    { from: on(0), ui: message, is: 'this cell is nothing to filter by; ← → choose another' },
  ],
  'filter-out': {
    from: (ui) => ({ ...on(0)(ui), column: 5 }),
    ui: (ui) => ui.filter.terms,
    is: ['-audited'],
    effects: [{}, query(['-audited'])],
  },
  'undo-filter': [
    {
      from: (ui) => ({ ...on(0)(ui), column: 5 }),
      before: ['+', '"x"', 'x'],
      ui: (ui) => ui.filter.terms,
      is: ['audited'],
    },
    { ui: message, is: 'no change of the filter to undo' },
  ],
  'remove-filter': [
    { from: filtered('audited'), ui: (ui) => ui.filter.terms, is: [] },
    {
      from: filtered('audited', '-dns'),
      ui: (ui) => ui.overlay?.kind === 'menu' && [ui.overlay.selected, ui.overlay.items.map(({ label }) => label)],
      is: [1, ['audited', '-dns']],
    },
  ],
  'filters-off': [
    {
      from: filtered('audited'),
      ui: (ui) => [ui.filter.isOff, ui.filter.terms],
      is: [true, ['audited']],
      effects: [{}, query([])],
    },
    {
      from: filtered('audited'),
      before: ['Ctrl-f'],
      ui: (ui) => ui.filter.isOff,
      is: false,
      effects: [{}, {}, {}, query(['audited'])],
    },
  ],
  'reset-filters': {
    from: filtered('audited', '-dns'),
    ui: overlay,
    is: { kind: 'confirm', question: 'Remove all 2 filters?', yes: { kind: 'reset-filters' } },
  },
  'filter-forms': { ui: overlay, is: { kind: 'filter-forms', scroll: 0 } },
  sort: [
    {
      from: (ui) => ({ ...choosing('top')(ui), column: 4 }),
      ui: (ui) => [ui.tables.top.sortBy, ui.tables.top.isDescending],
      is: ['denied', true],
    },
    {
      from: (ui) => ({ ...choosing('top')(ui), column: 3 }),
      ui: (ui) => [ui.tables.top.sortBy, ui.tables.top.isDescending],
      is: ['audited', false],
    },
    {
      from: choosing('policies'),
      ui: (ui) => [ui.tables.policies.sortBy, ui.tables.policies.isDescending],
      is: ['policy', false],
    },
    { ui: message, is: 'flows stay in the order they came; tabs 2 and 3 can be sorted' },
  ],
  'choose-columns': [
    { ui: overlay, is: { kind: 'columns', selected: 0 } },
    { before: ['3'], ui: overlay, is: { kind: 'groups', selected: 0 } },
  ],
  wide: { before: ['l'], ui: (ui) => [ui.isWide, ui.sideways], is: [true, 0] },
  'time-style': [
    { ui: (ui) => ui.timeStyle, is: 'relative' },
    { before: ['t', 't'], ui: (ui) => ui.timeStyle, is: 'absolute' },
  ],
  'endpoint-colors': { ui: (ui) => ui.hasEndpointColors, is: true },
  histogram: [
    { ui: (ui) => ui.histogram.isOpen, is: true },
    { before: ['i', 'Tab'], ui: (ui) => ui.histogram, is: { isOpen: false, zoom: 1, pickedMs: undefined } },
  ],
  'zoom-in': [
    { ui: (ui) => [ui.histogram.isOpen, ui.histogram.zoom], is: [true, 1] },
    { before: ['i', 'z'], ui: (ui) => ui.histogram.zoom, is: 0 },
  ],
  'zoom-out': {
    before: ['i', 'Tab'],
    ui: (ui) => [ui.histogram.zoom, ui.histogram.pickedMs],
    is: [2, at(-4 + 5).seconds * 1000],
  },
  'bar-left': { before: ['i', 'Tab'], ui: (ui) => ui.histogram.pickedMs, is: at(1).seconds * 1000 },
  'bar-right': { before: ['i', 'Tab', 'Left'], ui: (ui) => ui.histogram.pickedMs, is: at(6).seconds * 1000 },
  'bar-open': { before: ['i', 'Tab', 'Left'], ui: (ui) => [cursor(ui), keyContext(ui)], is: [1, 'flows'] },
  'pane-smaller': { before: ['Enter', '>'], ui: (ui) => ui.detail.grownBy, is: 0 },
  'pane-larger': { before: ['Enter'], ui: (ui) => ui.detail.grownBy, is: 4 },
  save: {
    ui: (ui) => ui.overlay?.kind === 'prompt' && [ui.overlay.purpose, ui.overlay.text],
    is: ['save', './observe-flows-20240518T184344Z.jsonl'],
    effects: [{ kind: 'look-at', path: './observe-flows-20240518T184344Z.jsonl' }],
  },
  command: { ui: (ui) => ui.overlay?.kind === 'prompt' && ui.overlay.purpose, is: 'command' },
  help: { ui: overlay, is: { kind: 'help', search: '', scroll: 0 } },
  back: [
    { before: ['Enter', 'Enter'], ui: (ui) => [ui.detail.isOpen, ui.detail.isFull], is: [true, false] },
    { before: ['Enter', 'Esc'], ui: (ui) => ui.detail.isOpen, is: false },
    { before: ['i', 'Tab'], ui: (ui) => [ui.histogram.isOpen, ui.histogram.pickedMs], is: [true, undefined] },
    { before: ['m', 'M'], ui: (ui) => [ui.flows.rangeFrom, ui.flows.marks.size], is: [undefined, 1] },
    { before: ['m', '*', '"shop"', 'Enter'], ui: (ui) => [ui.flows.search, ui.flows.marks.size], is: [undefined, 1] },
    { before: ['r'], ui: (ui) => ui.flows.around, is: undefined },
    { before: ['m'], ui: (ui) => ui.flows.marks.size, is: 0 },
    { ui: message, is: 'this is the top level: q quits', effects: [] },
  ],
  leave: [
    { before: ['Enter'], ui: (ui) => ui.detail.isOpen, is: false, effects: [] },
    { before: ['r'], ui: (ui) => ui.flows.around, is: undefined },
    {
      from: filtered('audited'),
      effects: [{ kind: 'quit', settings: expect.objectContaining({ terms: ['audited'] }) }],
    },
    { from: inStart, effects: [{ kind: 'quit' }] },
  ],
  quit: [{ effects: [{ kind: 'quit' }] }, { before: ['/'], effects: [{ kind: 'quit' }] }],
  suspend: { effects: [{ kind: 'suspend' }] },
  redraw: { effects: [{ kind: 'redraw' }] },
  mouse: { ui: (ui) => ui.isMouseOn, is: true, effects: [{ kind: 'mouse', isOn: true }] },
  'start-demo': { from: inStart, effects: [{ kind: 'open', wish: { kind: 'demo' } }] },
  'start-file': { from: inStart, ui: (ui) => ui.overlay?.kind === 'prompt' && ui.overlay.purpose, is: 'open-file' },
  'start-kernel-log': { from: inStart, effects: [{ kind: 'open', wish: { kind: 'kernel-log' } }] },
  'start-server': { from: inStart, ui: (ui) => ui.overlay?.kind === 'prompt' && ui.overlay.purpose, is: 'server' },
  'entry-apply': [
    {
      before: ['/', '"audited port:53"'],
      ui: editing,
      is: ['audited port:53', 15],
      effects: [{ kind: 'check-terms', text: 'audited port:53' }],
    },
    {
      before: ['/', '"port:x"'],
      ui: (ui) => ui.filter.editing?.fault?.message.includes('port'),
      is: true,
      effects: [],
    },
    { before: ['*', '"dns"'], ui: (ui) => [ui.flows.search, ui.overlay], is: ['dns', undefined] },
  ],
  'entry-leave': [
    {
      from: filtered('audited'),
      before: ['/', '"port:53"'],
      ui: (ui) => [ui.filter.editing, ui.filter.terms],
      is: [undefined, ['audited']],
    },
    { before: [':', '"qu"'], ui: overlay, is: undefined, effects: [] },
  ],
  'candidate-next': [
    { before: ['/', '"ns:"'], ui: editing, is: ['ns:infra', 8] },
    { before: ['/', '"ns:"', 'Tab'], ui: editing, is: ['ns:shipping', 11] },
    { before: [':', '"ns inf"'], ui: (ui) => ui.overlay?.kind === 'prompt' && ui.overlay.text, is: 'ns infra ' },
  ],
  'candidate-previous': { before: ['/', '"ns:"'], ui: editing, is: ['ns:shop', 7] },
  'history-older': [
    {
      from: (ui) => ({ ...ui, filter: { ...ui.filter, history: ['a', 'b'] } }),
      before: ['/'],
      ui: editing,
      is: ['b', 1],
    },
    {
      from: (ui) => ({ ...ui, filter: { ...ui.filter, history: ['a', 'b'] } }),
      before: ['/', 'Up', 'Up'],
      ui: editing,
      is: ['a', 1],
    },
  ],
  'history-newer': {
    from: (ui) => ({ ...ui, filter: { ...ui.filter, history: ['a', 'b'] } }),
    before: ['/', 'Up'],
    ui: editing,
    is: ['', 0],
  },
  'edit-left': { before: ['/', '"ab"'], ui: editing, is: ['ab', 1] },
  'edit-right': { before: ['/', '"ab"', 'Home'], ui: editing, is: ['ab', 1] },
  'edit-word-left': { before: ['/', '"ab cd"'], ui: editing, is: ['ab cd', 3] },
  'edit-word-right': { before: ['/', '"ab cd"', 'Home'], ui: editing, is: ['ab cd', 2] },
  'edit-start': { before: [':', '"save"'], ui: (ui) => ui.overlay?.kind === 'prompt' && ui.overlay.at, is: 0 },
  'edit-end': { before: ['/', '"ab"', 'Home'], ui: editing, is: ['ab', 2] },
  'edit-backspace': [
    { before: ['/', '"ab"'], ui: editing, is: ['a', 1] },
    { before: [':'], ui: overlay, is: undefined },
  ],
  'edit-delete': { before: ['/', '"ab"', 'Home'], ui: editing, is: ['b', 0] },
  'edit-delete-word': { before: ['/', '"ab cd "'], ui: editing, is: ['ab ', 3] },
  'edit-delete-to-start': { before: ['/', '"ab cd"', 'Left'], ui: editing, is: ['d', 0] },
  'edit-delete-to-end': { before: ['/', '"ab cd"', 'Alt-b'], ui: editing, is: ['ab ', 3] },
  close: [
    { before: ['y'], ui: overlay, is: undefined, effects: [] },
    { before: ['v'], ui: overlay, is: undefined, effects: [] },
    { before: ['o'], ui: overlay, is: undefined, effects: [] },
  ],
  'item-down': [
    { before: ['y'], ui: (ui) => ui.overlay?.kind === 'menu' && ui.overlay.selected, is: 1 },
    { before: ['?'], ui: overlay, is: { kind: 'help', search: '', scroll: 1 } },
  ],
  'item-up': { before: ['y'], ui: (ui) => ui.overlay?.kind === 'menu' && ui.overlay.selected, is: 6 },
  'item-choose': {
    from: filtered('audited', '-port:53'),
    before: ['Backspace'],
    ui: (ui) => [ui.filter.terms, ui.overlay],
    is: [['audited'], undefined],
  },
  'choice-toggle': [
    { before: ['o', 'j'], ui: (ui) => ui.columns.find(({ name }) => name === 'node')?.isShown, is: false },
    {
      before: ['2', 'o'],
      ui: (ui) => [ui.tables.top.groupBy, ui.overlay],
      is: [['destination', 'port'], { kind: 'groups', selected: 2 }],
    },
    {
      before: ['2', 'o', 'End'],
      ui: (ui) => [ui.tables.top.groupBy.at(-1), ui.overlay],
      is: ['policy', { kind: 'groups', selected: 3 }],
    },
  ],
  'choice-earlier': {
    before: ['o', 'j'],
    ui: (ui) => [ui.columns[0]?.name, ui.overlay],
    is: ['node', { kind: 'columns', selected: 0 }],
  },
  'choice-later': { before: ['2', 'o'], ui: (ui) => ui.tables.top.groupBy, is: ['destination', 'source', 'port'] },
  'choice-narrower': { before: ['o'], ui: (ui) => ui.columns[0]?.width, is: 14 },
  'choice-wider': { before: ['o', '>'], ui: (ui) => ui.columns[0]?.width, is: 20 },
  'choice-reset': {
    before: ['2', 'o', 'Space', 'Space'],
    ui: (ui) => ui.tables.top.groupBy,
    is: ['source', 'destination', 'port'],
  },
  'choice-done': { before: ['o', 'Space'], ui: (ui) => [ui.overlay, ui.columns[0]?.isShown], is: [undefined, false] },
  'help-close': [
    { from: inHelp('', 3), ui: overlay, is: undefined },
    { from: inHelp('sort', 3), ui: overlay, is: { kind: 'help', search: '', scroll: 0 } },
  ],
  'help-backspace': { from: inHelp('so', 3), ui: overlay, is: { kind: 'help', search: 's', scroll: 0 } },
  yes: { from: asking, ui: (ui) => [ui.overlay, ui.filter.terms], is: [undefined, []], effects: [{}, query([])] },
  no: { from: asking, ui: (ui) => [ui.overlay, ui.filter.terms], is: [undefined, ['audited']], effects: [] },
};

test('there is a case for every command', () => {
  expect(Object.keys(cases).toSorted()).toEqual(keyTable.map(({ name }) => name).toSorted());
});

const flat = Object.entries(cases).flatMap(([name, given]) =>
  [given].flat().flatMap((one, index) => (keyCommand(name)?.keys ?? []).map((key) => ({ name, key, index, one }))),
);

describe('commands', () => {
  test.each(flat)('$name by $key, case $index', ({ name, key, one }) => {
    const context = aContext();
    const before = press(aState(one.from, context), one.before ?? [], context);
    expect(keyCommand(name)?.contexts).toContain(keyContext(before.ui));
    const after = press(before.ui, [key], context);
    const effects = [...before.effects, ...after.effects];
    expect(one.ui?.(after.ui)).toEqual(one.is);
    expect(effects).toMatchObject(one.effects ?? effects);
  });
});

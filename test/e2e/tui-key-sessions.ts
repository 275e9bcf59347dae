/** What every key of the key table does on screen: sessions of steps, each of which is seen to change the screen. */

import type { CommandName } from '../../src/tui/keys/key-table.ts';
import type { Wanted } from './tmux.ts';
import {
  all,
  allRows,
  bar,
  chosen,
  columns,
  detailFrom,
  filter,
  flowTitles,
  foot,
  header,
  inDetail,
  inTable,
  lineOf,
  no,
  noFilter,
  onNewerChange,
  onOlderChange,
  onPort,
  rowsOf,
} from './tui-signs.ts';

/** A key, and what is to be seen after it but not before. */
export interface Step {
  /** As the key table names it. */
  readonly press: string;
  /** The command the key stands for; undefined for a step on the way, such as a typed text. */
  readonly does?: CommandName;
  /** Typed after the key: where it lands tells where the key went. */
  readonly types?: string;
  readonly sees: Wanted;
  /** Written over the screen from outside before the key is pressed. */
  readonly scribble?: string;
  /** What is seen are the looks as well, as escape sequences. */
  readonly isStyled?: boolean;
}

/** One run of the program. */
export interface KeySession {
  readonly name: string;
  /** Arguments of `observe`; TARGET stands for the server. */
  readonly args: string;
  readonly begin: Wanted;
  readonly steps: readonly Step[];
}

const key = (press: string, does: CommandName, sees: Wanted): Step => ({ press, does, sees });
const edit = (press: string, does: CommandName, types: string, text: string): Step => ({
  press,
  does,
  types,
  sees: bar(text),
});
const go = (press: string, sees: Wanted): Step => ({ press, sees });
const typed = (types: string, sees: Wanted): Step => ({ press: '', types, sees });

/** Rows: 5000 to 5120, the last one three times, and two changes of the mode. 20 rows find room. */
const moving: KeySession = {
  name: 'moving about',
  args: '--server TARGET',
  begin: onNewerChange,
  steps: [
    key('k', 'row-up', onOlderChange),
    key('Up', 'row-up', onPort(5120)),
    key('j', 'row-down', onOlderChange),
    key('Down', 'row-down', onNewerChange),
    key('PgUp', 'page-up', onPort(5102)),
    key('PgDn', 'page-down', onNewerChange),
    key('Ctrl-u', 'half-page-up', onPort(5112)),
    key('Ctrl-d', 'half-page-down', onNewerChange),
    key('g', 'first-row', onPort(5000)),
    key('G', 'last-row', onNewerChange),
    key('Home', 'first-row', onPort(5000)),
    key('End', 'last-row', all(onNewerChange, header(/ LIVE {2}/u))),
    key('[', 'previous-marker', onOlderChange),
    key(']', 'next-marker', onNewerChange),
    key('E', 'previous-new-edge', onPort(5119)),
    go('E', onPort(5117)),
    key('e', 'next-new-edge', onPort(5119)),
    key('f', 'follow', onNewerChange),
    key('Right', 'column-right', columns(/NODE/u)),
    key('Left', 'column-left', no(columns(/NODE/u))),
    key('l', 'sideways-right', columns(/‹/u)),
    key('h', 'sideways-left', no(columns(/‹/u))),
    key('2', 'tab-top', columns(/ WHO /u)),
    key('3', 'tab-policies', columns(/ POLICY +DIRECTION/u)),
    key('4', 'tab-nodes', /\n nodes\n NAME +STATE/u),
    key('-', 'previous-view', columns(/ POLICY +DIRECTION/u)),
    key('1', 'tab-flows', flowTitles),
    { press: 'Ctrl-l', does: 'redraw', scribble: 'scribbled over', sees: no(/scribbled over/u) },
    key('Ctrl-c', 'quit', /seen 123 flows \(30 audited, 30 denied\)/u),
  ],
};

const flows: KeySession = {
  name: 'the stream and its rows',
  args: '--server TARGET',
  begin: onNewerChange,
  steps: [
    key('Space', 'pause', header(/PAUSED 0 waiting/u)),
    go('Space', header(/ LIVE/u)),
    key('=', 'pause', header(/PAUSED 0 waiting/u)),
    go('=', header(/ LIVE/u)),
    go('Up', onOlderChange),
    go('Up', onPort(5120)),
    key('.', 'expand', rowsOf(4, / 5120\/TCP/u)),
    go('.', rowsOf(1, / 5120\/TCP/u)),
    key('F', 'fold', rowsOf(3, / 5120\/TCP/u)),
    go('F', rowsOf(1, / 5120\/TCP/u)),
    go('E', onPort(5119)),
    key('Enter', 'detail', /── detail ─.*\n ◌ would be denied/u),
    key('d', 'detail', columns(/── detail/u)),
    key('Esc', 'back', flowTitles),
    key('J', 'json', /"verdict": "AUDIT"|1 to 10 of 7\d lines/u),
    key('>', 'pane-larger', /1 to 14 of/u),
    key('<', 'pane-smaller', /1 to 10 of/u),
    key('Tab', 'next-pane', inDetail),
    go('Down', detailFrom(2)),
    go('Up', detailFrom(1)),
    key('Shift-Tab', 'previous-pane', inTable),
    go('Esc', no(/── detail/u)),
    key('r', 'around', all(filter(/around 09:01:59\.000/u), foot(/- goes back/u), rowsOf(7, /\/TCP/u))),
    go('Esc', allRows),
    key('s', 'connection', all(filter(/1 filter/u), rowsOf(1, /\/TCP/u))),
    go('-', allRows),
    go('g', onPort(5000)),
    key('m', 'mark', /▌09:00:00\.000●/u),
    key('M', 'mark-range', foot(/range begins here/u)),
    go('j', onPort(5001)),
    go('j', onPort(5002)),
    go('M', foot(/3 rows marked/u)),
    key('c', 'copy-row', foot(/copied 3 marked rows/u)),
    go('Esc', foot(/no row is marked any more/u)),
    go('k', onPort(5001)),
    key('a', 'acknowledge', foot(/acknowledged: shop\/frontend -> shop\/db 5001\/TCP/u)),
    go('g', all(onPort(5000), rowsOf(0, / 5001\/TCP/u))),
    key('A', 'show-acknowledged', rowsOf(1, / 5001\/TCP/u)),
    go('j', onPort(5001)),
    go('a', foot(/no longer acknowledged/u)),
    key('y', 'copy-menu', chosen('r  row')),
    key('Down', 'item-down', chosen('j  JSON')),
    key('Ctrl-n', 'item-down', chosen('n  next step')),
    key('Up', 'item-up', chosen('j  JSON')),
    key('Ctrl-p', 'item-up', chosen('r  row')),
    go('Down', chosen('j  JSON')),
    key('Enter', 'item-choose', foot(/copied 1 flow as JSON/u)),
    go('y', chosen('r  row')),
    key('q', 'close', no(/─ Copy ─/u)),
    go('y', chosen('r  row')),
    key('Esc', 'close', no(/─ Copy ─/u)),
    key('*', 'search', /highlights, hides nothing/u),
    typed('501', /\*501/u),
    go('Enter', no(/\*501/u)),
    key('n', 'search-next', onPort(5010)),
    go('n', onPort(5011)),
    key('N', 'search-previous', onPort(5010)),
    key('C', 'clear', all(foot(/cleared/u), rowsOf(0, /\/TCP/u))),
    key('q', 'leave', /seen \d+ flows/u),
  ],
};

const suggested = filter(/^ \/$/u);

const filters: KeySession = {
  name: 'filters',
  args: '--server TARGET',
  begin: onNewerChange,
  steps: [
    key('/', 'filter', suggested),
    typed('audi', bar('audi')),
    key('Tab', 'candidate-next', bar('audited')),
    key('Enter', 'entry-apply', all(filter(/^ \/ audited +1 filter/u), rowsOf(20, /AUDITED/u), inTable)),
    key('u', 'undo-filter', all(noFilter, rowsOf(0, /^ \/ audited/u))),
    key('!', 'filter-invert', bar('-')),
    typed('denied', bar('-denied')),
    go('Enter', filter(/^ \/ -denied +1 filter/u)),
    key('Ctrl-f', 'filters-off', filter(/\^F on/u)),
    go('Ctrl-f', filter(/^ \/ -denied +1 filter/u)),
    key('Ctrl-r', 'reset-filters', /Remove the filter\?/u),
    key('n', 'no', no(/Remove the filter/u)),
    go('Ctrl-r', /Remove the filter\?/u),
    key('Esc', 'no', no(/Remove the filter/u)),
    go('Ctrl-r', /Remove the filter\?/u),
    key('q', 'no', no(/Remove the filter/u)),
    go('Ctrl-r', /Remove the filter\?/u),
    key('y', 'yes', noFilter),
    go('/', suggested),
    typed('port:5003', bar('port:5003')),
    go('Enter', all(filter(/port:5003 +1 filter/u), onPort(5003))),
    key('Backspace', 'remove-filter', allRows),
    go('E', onPort(5119)),
    go('Right', columns(/NODE/u)),
    key('+', 'filter-in', filter(/node:edge\/worker-7 +1 filter/u)),
    go('Backspace', allRows),
    key('x', 'filter-out', all(filter(/-node:edge\/worker-7 +1 filter/u), rowsOf(0, /\/TCP/u))),
    key('v', 'filter-forms', /--not --node-name/u),
    go('q', no(/--not --node-name/u)),
    go('Backspace', allRows),
    go('/', suggested),
    key('Up', 'history-older', bar('port:5003')),
  ],
};

const writing: KeySession = {
  name: 'a line of text',
  args: '--server TARGET',
  begin: onNewerChange,
  steps: [
    go('/', suggested),
    typed('one two', bar('one two')),
    edit('Left', 'edit-left', '1', 'one tw1o'),
    edit('Right', 'edit-right', '2', 'one tw1o2'),
    edit('Ctrl-b', 'edit-left', '3', 'one tw1o32'),
    edit('Ctrl-f', 'edit-right', '4', 'one tw1o324'),
    edit('Ctrl-a', 'edit-start', 'A', 'Aone tw1o324'),
    edit('Ctrl-e', 'edit-end', 'E', 'Aone tw1o324E'),
    edit('Home', 'edit-start', 'H', 'HAone tw1o324E'),
    edit('End', 'edit-end', 'Z', 'HAone tw1o324EZ'),
    edit('Alt-b', 'edit-word-left', '5', 'HAone 5tw1o324EZ'),
    edit('Ctrl-Left', 'edit-word-left', '6', 'HAone 65tw1o324EZ'),
    edit('Alt-Left', 'edit-word-left', '7', 'HAone 765tw1o324EZ'),
    edit('Alt-f', 'edit-word-right', 'f', 'HAone 765tw1o324EZf'),
    edit('Home', 'edit-start', ' ', ' HAone 765tw1o324EZf'),
    edit('Ctrl-Right', 'edit-word-right', 'r', ' HAoner 765tw1o324EZf'),
    edit('Alt-Right', 'edit-word-right', 's', ' HAoner 765tw1o324EZfs'),
    key('Backspace', 'edit-backspace', bar(' HAoner 765tw1o324EZf')),
    edit('Home', 'edit-start', '-', '- HAoner 765tw1o324EZf'),
    key('Del', 'edit-delete', bar('-HAoner 765tw1o324EZf')),
    key('Ctrl-d', 'edit-delete', bar('-Aoner 765tw1o324EZf')),
    edit('End', 'edit-end', ' abc', '-Aoner 765tw1o324EZf abc'),
    key('Ctrl-w', 'edit-delete-word', bar('-Aoner 765tw1o324EZf ')),
    key('Alt-Backspace', 'edit-delete-word', bar('-Aoner ')),
    edit('Home', 'edit-start', '+', '+-Aoner '),
    key('Ctrl-k', 'edit-delete-to-end', bar('+')),
    typed('five', bar('+five')),
    key('Ctrl-u', 'edit-delete-to-start', suggested),
    typed('denied', bar('denied')),
    go('Enter', filter(/denied +1 filter/u)),
    go('/', bar('denied')),
    typed('port:5001', bar('denied port:5001')),
    go('Enter', filter(/2 filters/u)),
    go('/', bar('denied port:5001')),
    go('Ctrl-u', suggested),
    key('Ctrl-p', 'history-older', bar('denied port:5001')),
    key('Up', 'history-older', bar('denied')),
    key('Ctrl-n', 'history-newer', bar('denied port:5001')),
    key('Down', 'history-newer', suggested),
    typed('ip', bar('ip')),
    key('Shift-Tab', 'candidate-previous', bar('snat-ip:')),
    key('Esc', 'entry-leave', filter(/2 filters/u)),
    go('Backspace', chosen('port:5001')),
    go('Enter', filter(/denied +1 filter/u)),
  ],
};

const cells = (count: number): Wanted => chosen(`time +${count} cells`);

const looks: KeySession = {
  name: 'how it looks',
  args: '--server TARGET',
  begin: onNewerChange,
  steps: [
    key('o', 'choose-columns', chosen(String.raw`\[x\] time`)),
    key('Space', 'choice-toggle', all(chosen(String.raw`\[ \] time`), columns(/^ NODE/u))),
    go('Space', all(chosen(String.raw`\[x\] time`), flowTitles)),
    key('J', 'choice-later', columns(/^ NODE +(?:TIME|\d{4}-)/u)),
    key('K', 'choice-earlier', flowTitles),
    key('Shift-Down', 'choice-later', columns(/^ NODE +(?:TIME|\d{4}-)/u)),
    key('Shift-Up', 'choice-earlier', flowTitles),
    key('>', 'choice-wider', cells(18)),
    key('Right', 'choice-wider', cells(20)),
    key('<', 'choice-narrower', cells(18)),
    key('Left', 'choice-narrower', cells(16)),
    key('r', 'choice-reset', chosen('time +fitted')),
    key('Enter', 'choice-done', no(/─ Columns ─/u)),
    go('o', /─ Columns ─/u),
    key('o', 'choice-done', no(/─ Columns ─/u)),
    key('w', 'wide', all(flowTitles, columns(/NODE.*›/u))),
    go('w', no(columns(/NODE/u))),
    key('t', 'time-style', all(foot(/how long ago/u), / \d+ d +shop/u)),
    go('t', foot(/time since the row before/u)),
    go('t', foot(/time of day/u)),
    { press: 'H', does: 'endpoint-colors', isStyled: true, sees: /\u{1b}\[[0-9;]*m *shop\/frontend-1/u },
    key('i', 'histogram', /5 s a bar/u),
    key('z', 'zoom-in', /1 s a bar/u),
    key('Z', 'zoom-out', /5 s a bar/u),
    go('Tab', /09:02:00 \+5 s: 3 allowed/u),
    key('Left', 'bar-left', /09:01:55 \+5 s: 1 denied, 2 audited/u),
    key('h', 'bar-left', /09:01:50 \+5 s/u),
    key('Right', 'bar-right', /09:01:55 \+5 s/u),
    key('l', 'bar-right', /09:02:00 \+5 s/u),
    go('h', /09:01:55 \+5 s/u),
    key('Enter', 'bar-open', onPort(5115)),
    key('Ctrl-s', 'save', / writes \/.*observe-flows-.*\.jsonl/u),
    go('Esc', no(/ writes /u)),
    key(':', 'command', /filter {2}ns {2}pod/u),
    typed('dem', /:dem/u),
    go('Tab', /:demo/u),
    go('Esc', no(/:demo/u)),
    key('F2', 'mouse', foot(/mouse on/u)),
    go('F2', foot(/mouse off/u)),
    key('Ctrl-z', 'suspend', /Stopped/u),
    { press: '', types: 'fg\n', sees: header(/observe .* LIVE/u) },
  ],
};

const help: KeySession = {
  name: 'the help',
  args: '--server TARGET',
  begin: onNewerChange,
  steps: [
    key('?', 'help', / 1 to \d+ of/u),
    go('Down', / 2 to \d+ of/u),
    go('Up', / 1 to \d+ of/u),
    go('PgDn', no(/ 1 to \d+ of/u)),
    go('PgUp', / 1 to \d+ of/u),
    typed('mouse', /Keys with "mouse"/u),
    key('Backspace', 'help-backspace', /Keys with "mous"/u),
    key('Esc', 'help-close', /type to search/u),
    go('Esc', no(/type to search/u)),
    key('F1', 'help', /type to search/u),
    key('F1', 'help-close', no(/type to search/u)),
    go('?', /type to search/u),
    key('?', 'help-close', no(/type to search/u)),
    go('?', /type to search/u),
    key('Enter', 'help-close', no(/type to search/u)),
  ],
};

const tables: KeySession = {
  name: 'tables',
  args: '--server TARGET',
  begin: onNewerChange,
  steps: [
    go('2', all(columns(/PORT +◌ ?↓/u), onPort(5003))),
    key('S', 'sort', columns(/WHO ?↑/u)),
    go('S', columns(/WHO ?↓/u)),
    go('o', chosen(String.raw`\[1\] source workload`)),
    go('Space', columns(/^ → WHOM +PORT/u)),
    go('r', columns(/^ WHO/u)),
    go('Enter', no(/One row for each/u)),
    key('Enter', 'open-row', all(flowTitles, filter(/3 filters/u))),
    go('-', columns(/^ WHO/u)),
    key('d', 'open-row', all(flowTitles, filter(/3 filters/u))),
  ],
};

const atStart = /No flow server answered/u;

const start: KeySession = {
  name: 'nothing to connect to',
  args: '',
  begin: atStart,
  steps: [
    key('f', 'start-file', foot(/Enter take/u)),
    go('Esc', no(foot(/Enter take/u))),
    key('s', 'start-server', foot(/Enter take/u)),
    go('Esc', no(foot(/Enter take/u))),
    key('d', 'start-demo', all(no(atStart), header(/demo +LIVE/u))),
  ],
};

const kernelLog: KeySession = {
  name: 'the kernel log from the start screen',
  args: '',
  begin: atStart,
  // Whether it may be read is up to the machine; where it may not, the foot names it.
  steps: [key('l', 'start-kernel-log', (pane) => !atStart.test(pane.text) || lineOf(pane, -1).includes('/dev/kmsg'))],
};

/** All sessions. Together they press every key of the table. */
export const keySessions: readonly KeySession[] = [
  moving,
  flows,
  filters,
  writing,
  looks,
  help,
  tables,
  start,
  kernelLog,
];

/** Keys of the tabs and their panes. */

import {
  browseContexts,
  flowContexts,
  keyContexts,
  tableContexts,
  tabContexts,
  type KeyCommand,
} from './key-command.ts';

const scrolled = [...tabContexts, 'detail'] as const;
const listed = [...scrolled, 'columns', 'groups', 'filter-forms'] as const;
const rowed = ['flows', 'detail', ...tableContexts] as const;
const celled = ['flows', ...tableContexts] as const;

/** Moving about. */
export const movingKeys = [
  { name: 'row-down', keys: ['j', 'Down'], contexts: listed, help: 'One row down' },
  { name: 'row-up', keys: ['k', 'Up'], contexts: listed, help: 'One row up; stops following' },
  { name: 'page-down', keys: ['PgDn'], contexts: [...listed, 'help'], help: 'One page down' },
  { name: 'page-up', keys: ['PgUp'], contexts: [...listed, 'help'], help: 'One page up; stops following' },
  { name: 'half-page-down', keys: ['Ctrl-d'], contexts: scrolled, help: 'Half a page down' },
  { name: 'half-page-up', keys: ['Ctrl-u'], contexts: scrolled, help: 'Half a page up; stops following' },
  { name: 'first-row', keys: ['g', 'Home'], contexts: [...listed, 'histogram'], help: 'To the first row' },
  { name: 'last-row', keys: ['G', 'End'], contexts: [...listed, 'histogram'], help: 'To the last row; follows again' },
  { name: 'column-left', keys: ['Left'], contexts: celled, help: 'The column to the left' },
  { name: 'column-right', keys: ['Right'], contexts: celled, help: 'The column to the right' },
  { name: 'sideways-left', keys: ['h'], contexts: celled, help: 'Scroll the table to the left' },
  { name: 'sideways-right', keys: ['l'], contexts: celled, help: 'Scroll the table to the right' },
  { name: 'tab-flows', keys: ['1'], contexts: browseContexts, help: 'Flows' },
  { name: 'tab-top', keys: ['2'], contexts: browseContexts, help: 'Top: who talks to whom' },
  { name: 'tab-policies', keys: ['3'], contexts: browseContexts, help: 'Policies: which one decided, or none' },
  { name: 'tab-nodes', keys: ['4'], contexts: browseContexts, help: 'Nodes and sources' },
  { name: 'next-pane', keys: ['Tab'], contexts: flowContexts, help: 'Next pane: table, detail, histogram' },
  { name: 'previous-pane', keys: ['Shift-Tab'], contexts: flowContexts, help: 'Previous pane' },
  { name: 'previous-view', keys: ['-'], contexts: browseContexts, help: 'Back to the view before' },
  { name: 'next-new-edge', keys: ['e'], contexts: flowContexts, help: 'Next new edge that is denied or audited' },
  {
    name: 'previous-new-edge',
    keys: ['E'],
    contexts: flowContexts,
    help: 'The new edge before that is denied or audited',
  },
  { name: 'next-marker', keys: [']'], contexts: flowContexts, help: 'Next change of a policy or mode, or gap' },
  {
    name: 'previous-marker',
    keys: ['['],
    contexts: flowContexts,
    help: 'The change of a policy or mode, or gap, before',
  },
] as const satisfies readonly KeyCommand[];

/** The stream, and rows of it. */
export const flowKeys = [
  { name: 'follow', keys: ['f'], contexts: flowContexts, help: 'Follow the newest flow' },
  {
    name: 'pause',
    keys: ['Space', '='],
    contexts: flowContexts,
    help: 'Freeze the view, or let it go on; flows are still taken in',
  },
  { name: 'clear', keys: ['C'], contexts: flowContexts, help: 'Clear from here on (nothing is lost on the server)' },
  {
    name: 'detail',
    keys: ['Enter', 'd'],
    contexts: ['flows', 'detail'],
    help: 'Every field of the flow; once more: on the whole screen',
  },
  { name: 'open-row', keys: ['Enter', 'd'], contexts: tableContexts, help: 'The flows behind this row' },
  { name: 'expand', keys: ['.'], contexts: ['flows', 'detail'], help: 'Show the flows of a folded row, or hide them' },
  {
    name: 'fold',
    keys: ['F'],
    contexts: flowContexts,
    help: 'Fold retransmissions and both ends into one row, or not',
  },
  {
    name: 'around',
    keys: ['r'],
    contexts: ['flows', 'detail'],
    help: 'Flows around this one, 5 s before and after, no filters',
  },
  { name: 'connection', keys: ['s'], contexts: ['flows', 'detail'], help: 'Follow the connection of this flow alone' },
  {
    name: 'mark',
    keys: ['m'],
    contexts: ['flows', 'detail'],
    help: 'Mark the row; copy and save take the marked rows',
  },
  { name: 'mark-range', keys: ['M'], contexts: ['flows', 'detail'], help: 'Begin a range of marks, or end it here' },
  {
    name: 'acknowledge',
    keys: ['a'],
    contexts: ['flows', 'detail'],
    help: 'Accept the edge as expected; again: take it back',
  },
  { name: 'show-acknowledged', keys: ['A'], contexts: flowContexts, help: 'Show accepted edges, or fold them away' },
  { name: 'copy-row', keys: ['c'], contexts: rowed, help: 'Copy the row' },
  {
    name: 'copy-menu',
    keys: ['y'],
    contexts: [...browseContexts, 'filter-forms'],
    help: 'Copy row, JSON, filter, flags, CEL or the command',
  },
  { name: 'json', keys: ['J'], contexts: ['flows', 'detail'], help: 'JSON in the detail, or not' },
  { name: 'search', keys: ['*'], contexts: rowed, help: 'Highlight a text (n and N go to it); hides nothing' },
  { name: 'search-next', keys: ['n'], contexts: rowed, help: 'Next row with the highlighted text' },
  { name: 'search-previous', keys: ['N'], contexts: rowed, help: 'The row before with the highlighted text' },
] as const satisfies readonly KeyCommand[];

/** Filters. */
export const filterKeys = [
  { name: 'filter', keys: ['/'], contexts: browseContexts, help: 'Edit the filter' },
  { name: 'filter-invert', keys: ['!'], contexts: browseContexts, help: 'Add to the filter what is to be left out' },
  { name: 'filter-in', keys: ['+'], contexts: celled, help: 'Only rows with this cell' },
  { name: 'filter-out', keys: ['x'], contexts: celled, help: 'Only rows without this cell' },
  { name: 'undo-filter', keys: ['u'], contexts: browseContexts, help: 'Undo the last change of the filter' },
  { name: 'remove-filter', keys: ['Backspace'], contexts: browseContexts, help: 'Remove one filter of the bar' },
  {
    name: 'filters-off',
    keys: ['Ctrl-f'],
    contexts: browseContexts,
    help: 'All filters off, or on again; the place is kept',
  },
  { name: 'reset-filters', keys: ['Ctrl-r'], contexts: browseContexts, help: 'Remove all filters, after a question' },
  { name: 'filter-forms', keys: ['v'], contexts: browseContexts, help: 'The filter as flags, CEL and command' },
] as const satisfies readonly KeyCommand[];

/** How it looks. */
export const lookKeys = [
  { name: 'sort', keys: ['S'], contexts: celled, help: 'Sort by the selected column; again: the other way round' },
  { name: 'choose-columns', keys: ['o'], contexts: celled, help: 'Choose columns, or what rows are folded by' },
  { name: 'wide', keys: ['w'], contexts: celled, help: 'Columns as wide as their texts, or fitted' },
  {
    name: 'time-style',
    keys: ['t'],
    contexts: [...flowContexts, ...tableContexts],
    help: 'Times: of day, how long ago, since the row before',
  },
  {
    name: 'endpoint-colors',
    keys: ['H'],
    contexts: [...flowContexts, ...tableContexts],
    help: 'A colour for each endpoint, or none',
  },
  { name: 'histogram', keys: ['i'], contexts: flowContexts, help: 'Verdicts over time, shown or hidden' },
  { name: 'zoom-in', keys: ['z'], contexts: flowContexts, help: 'Bars of a shorter time' },
  { name: 'zoom-out', keys: ['Z'], contexts: flowContexts, help: 'Bars of a longer time' },
  { name: 'bar-left', keys: ['Left', 'h'], contexts: ['histogram'], help: 'The bar before' },
  { name: 'bar-right', keys: ['Right', 'l'], contexts: ['histogram'], help: 'The bar after' },
  { name: 'bar-open', keys: ['Enter'], contexts: ['histogram'], help: 'Move the table to the time of the bar' },
  { name: 'pane-smaller', keys: ['<'], contexts: ['flows', 'detail'], help: 'Less room for the detail' },
  { name: 'pane-larger', keys: ['>'], contexts: ['flows', 'detail'], help: 'More room for the detail' },
] as const satisfies readonly KeyCommand[];

/** The program. */
export const programKeys = [
  {
    name: 'save',
    keys: ['Ctrl-s'],
    contexts: browseContexts,
    help: 'Save the flows of the view; the path is shown first',
  },
  { name: 'command', keys: [':'], contexts: [...browseContexts, 'start'], help: 'Commands by name' },
  { name: 'help', keys: ['?', 'F1'], contexts: [...browseContexts, 'start'], help: 'All keys; type to search' },
  { name: 'back', keys: ['Esc'], contexts: [...browseContexts, 'start'], help: 'One level back' },
  { name: 'leave', keys: ['q'], contexts: [...browseContexts, 'start'], help: 'One level back; quits at the top' },
  { name: 'quit', keys: ['Ctrl-c'], contexts: keyContexts, help: 'Quit at once' },
  { name: 'suspend', keys: ['Ctrl-z'], contexts: keyContexts, help: 'Back to the shell; fg comes back' },
  { name: 'redraw', keys: ['Ctrl-l'], contexts: keyContexts, help: 'Draw the screen anew' },
  {
    name: 'mouse',
    keys: ['F2'],
    contexts: [...browseContexts, 'start'],
    help: 'Mouse on or off; off leaves selecting to the terminal',
  },
  { name: 'start-demo', keys: ['d'], contexts: ['start'], help: 'Demo with recorded kernel logs' },
  { name: 'start-file', keys: ['f'], contexts: ['start'], help: 'Open a log or flow file' },
  { name: 'start-kernel-log', keys: ['l'], contexts: ['start'], help: "Watch this machine's kernel log" },
  { name: 'start-server', keys: ['s'], contexts: ['start'], help: 'Connect to another server' },
] as const satisfies readonly KeyCommand[];

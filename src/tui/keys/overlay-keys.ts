/** Keys of what lies over the screen, and of lines of text. What no key claims there is typed. */

import { entryContexts, type KeyCommand } from './key-command.ts';

const choosers = ['columns', 'groups'] as const;

/** A line of text: the filter bar and prompts, with the keys of readline. */
export const entryKeys = [
  { name: 'entry-apply', keys: ['Enter'], contexts: entryContexts, help: 'Take the text' },
  { name: 'entry-leave', keys: ['Esc'], contexts: entryContexts, help: 'Leave; all stays as it was' },
  { name: 'candidate-next', keys: ['Tab'], contexts: entryContexts, help: 'Complete; again: the next candidate' },
  { name: 'candidate-previous', keys: ['Shift-Tab'], contexts: entryContexts, help: 'The candidate before' },
  { name: 'history-older', keys: ['Up', 'Ctrl-p'], contexts: ['filter'], help: 'The filter entered before' },
  { name: 'history-newer', keys: ['Down', 'Ctrl-n'], contexts: ['filter'], help: 'The filter entered after' },
  { name: 'edit-left', keys: ['Left', 'Ctrl-b'], contexts: entryContexts, help: 'One character to the left' },
  { name: 'edit-right', keys: ['Right', 'Ctrl-f'], contexts: entryContexts, help: 'One character to the right' },
  {
    name: 'edit-word-left',
    keys: ['Alt-b', 'Ctrl-Left', 'Alt-Left'],
    contexts: entryContexts,
    help: 'One word to the left',
  },
  {
    name: 'edit-word-right',
    keys: ['Alt-f', 'Ctrl-Right', 'Alt-Right'],
    contexts: entryContexts,
    help: 'One word to the right',
  },
  { name: 'edit-start', keys: ['Ctrl-a', 'Home'], contexts: entryContexts, help: 'To the start of the line' },
  { name: 'edit-end', keys: ['Ctrl-e', 'End'], contexts: entryContexts, help: 'To the end of the line' },
  {
    name: 'edit-backspace',
    keys: ['Backspace'],
    contexts: entryContexts,
    help: 'Delete the character before the cursor',
  },
  { name: 'edit-delete', keys: ['Del', 'Ctrl-d'], contexts: entryContexts, help: 'Delete the character at the cursor' },
  {
    name: 'edit-delete-word',
    keys: ['Ctrl-w', 'Alt-Backspace'],
    contexts: entryContexts,
    help: 'Delete the word before the cursor',
  },
  { name: 'edit-delete-to-start', keys: ['Ctrl-u'], contexts: entryContexts, help: 'Delete to the start of the line' },
  { name: 'edit-delete-to-end', keys: ['Ctrl-k'], contexts: entryContexts, help: 'Delete to the end of the line' },
] as const satisfies readonly KeyCommand[];

/** Menus, choosers, the help, and questions. */
export const overlayKeys = [
  { name: 'close', keys: ['Esc', 'q'], contexts: ['menu', 'columns', 'groups', 'filter-forms'], help: 'Close' },
  { name: 'item-down', keys: ['Down', 'Ctrl-n'], contexts: ['menu', 'help'], help: 'Down' },
  { name: 'item-up', keys: ['Up', 'Ctrl-p'], contexts: ['menu', 'help'], help: 'Up' },
  { name: 'item-choose', keys: ['Enter'], contexts: ['menu'], help: 'Take the chosen item' },
  { name: 'choice-toggle', keys: ['Space'], contexts: choosers, help: 'In or out' },
  { name: 'choice-earlier', keys: ['K', 'Shift-Up'], contexts: choosers, help: 'Move it up: further to the left' },
  { name: 'choice-later', keys: ['J', 'Shift-Down'], contexts: choosers, help: 'Move it down: further to the right' },
  { name: 'choice-narrower', keys: ['<', 'Left'], contexts: ['columns'], help: 'Narrower' },
  { name: 'choice-wider', keys: ['>', 'Right'], contexts: ['columns'], help: 'Wider' },
  { name: 'choice-reset', keys: ['r'], contexts: choosers, help: 'As it was at first' },
  { name: 'choice-done', keys: ['Enter', 'o'], contexts: choosers, help: 'Done' },
  {
    name: 'help-close',
    keys: ['Esc', 'Enter', 'F1', '?'],
    contexts: ['help'],
    help: 'Close; Esc clears a search first',
  },
  { name: 'help-backspace', keys: ['Backspace'], contexts: ['help'], help: 'Delete a character of the search' },
  { name: 'yes', keys: ['y'], contexts: ['confirm'], help: 'Yes' },
  { name: 'no', keys: ['n', 'Esc', 'q'], contexts: ['confirm'], help: 'No' },
] as const satisfies readonly KeyCommand[];

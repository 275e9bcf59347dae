/** What a line of the key table says. */

/** Where keys can mean something: a tab, a pane that has the focus, or what lies over the screen. */
export const keyContexts = [
  'start',
  'flows',
  'top',
  'policies',
  'nodes',
  'detail',
  'histogram',
  'filter',
  'prompt',
  'menu',
  'help',
  'columns',
  'groups',
  'filter-forms',
  'confirm',
] as const;

/** A place where keys mean something. */
export type KeyContext = (typeof keyContexts)[number];

/** A command, the keys it has unless the configuration gives it others, and where it holds. */
export interface KeyCommand {
  /** As the configuration calls it. */
  readonly name: string;
  /** Names of keys (see `readKeyName`), the one to show first. */
  readonly keys: readonly string[];
  readonly contexts: readonly KeyContext[];
  /** One line for the help. */
  readonly help: string;
}

/** Something the foot tells: a word, and the commands whose first keys stand before it. */
export interface FootItem {
  readonly commands: readonly string[];
  readonly label: string;
}

/** Every tab. */
export const tabContexts = ['flows', 'top', 'policies', 'nodes'] as const satisfies readonly KeyContext[];

/** Every tab and the panes of the flows tab. */
export const browseContexts = [...tabContexts, 'detail', 'histogram'] as const satisfies readonly KeyContext[];

/** The flows tab, whichever pane has the focus. */
export const flowContexts = ['flows', 'detail', 'histogram'] as const satisfies readonly KeyContext[];

/** The tables of conversations. */
export const tableContexts = ['top', 'policies'] as const satisfies readonly KeyContext[];

/** Where a line of text is written. */
export const entryContexts = ['filter', 'prompt'] as const satisfies readonly KeyContext[];

/** The views that are kept, as JSON and back. The file was written by us, maybe by another version, maybe edited since. */

import { groupColumns } from '../../tui/state/table-columns.ts';
import type { GroupColumn, SortColumn } from '../../tui/state/readers.ts';
import type { SavedSettings, SavedTable } from '../../tui/state/saved-settings.ts';
import { flowColumnNames, tabNames, type ColumnChoice, type TimeStyle } from '../../tui/state/ui-state.ts';

/** Everything the file holds. */
export interface SavedViews {
  readonly last: SavedSettings | undefined;
  readonly views: ReadonlyMap<string, SavedSettings>;
}

/** What a text says, or why it says nothing. */
export type SavedViewsResult =
  | { readonly ok: true; readonly value: SavedViews }
  | { readonly ok: false; readonly message: string };

const timeStyles: Readonly<Record<TimeStyle, true>> = { absolute: true, relative: true, delta: true };

const countColumns: Readonly<Record<Exclude<SortColumn, GroupColumn>, true>> = {
  denied: true,
  audited: true,
  allowed: true,
  undecided: true,
  error: true,
  total: true,
  first: true,
  last: true,
  rate: true,
  whom: true,
};

/** A value that is not what stands there. */
class ViewFault extends Error {}

type Reader<T> = (value: unknown, where: string) => T;

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function record(value: unknown, where: string): Readonly<Record<string, unknown>> {
  if (isRecord(value)) return value;
  throw new ViewFault(`${where} is no object`);
}

function text(value: unknown, where: string): string {
  if (typeof value === 'string') return value;
  throw new ViewFault(`${where} is no text`);
}

function truth(value: unknown, where: string): boolean {
  if (typeof value === 'boolean') return value;
  throw new ViewFault(`${where} is neither true nor false`);
}

function width(value: unknown, where: string): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1) return value;
  throw new ViewFault(`${where} is no number of cells`);
}

function oneOf<T extends string>(names: readonly T[]): Reader<T> {
  return (value, where) => {
    const name = names.find((one) => one === value);
    if (name !== undefined) return name;
    throw new ViewFault(`${where} is none of ${names.join(', ')}`);
  };
}

function listOf<T>(read: Reader<T>): Reader<readonly T[]> {
  return (value, where) => {
    if (!Array.isArray(value)) throw new ViewFault(`${where} is no list`);
    return value.map((item: unknown, at) => read(item, `${where}[${at}]`));
  };
}

function namesOf<T extends string>(table: Readonly<Record<T, true>>): readonly T[] {
  const isName = (name: string): name is T => Object.hasOwn(table, name);
  return Object.keys(table).filter(isName);
}

const groups = listOf(oneOf(groupColumns));
const sorted = oneOf<SortColumn>([...groupColumns, ...namesOf(countColumns)]);

const column: Reader<ColumnChoice> = (value, where) => {
  const choice = record(value, where);
  return {
    name: oneOf(flowColumnNames)(choice['name'], `${where}.name`),
    isShown: truth(choice['isShown'], `${where}.isShown`),
    width: width(choice['width'], `${where}.width`),
  };
};

const columns: Reader<readonly ColumnChoice[]> = (value, where) => {
  const choices = listOf(column)(value, where);
  const names = new Set(choices.map(({ name }) => name));
  if (names.size !== choices.length) throw new ViewFault(`${where} has a column twice`);
  const missing = flowColumnNames.filter((name) => !names.has(name));
  return [...choices, ...missing.map((name) => ({ name, isShown: false, width: undefined }))];
};

const table: Reader<SavedTable> = (value, where) => {
  const saved = record(value, where);
  return {
    groupBy: groups(saved['groupBy'], `${where}.groupBy`),
    sortBy: sorted(saved['sortBy'], `${where}.sortBy`),
    isDescending: truth(saved['isDescending'], `${where}.isDescending`),
  };
};

// What is spread when it is undefined leaves nothing behind: an absent part must not stand for one that is undefined.
function part<T>(value: unknown, where: string, make: (value: unknown, where: string) => T): T | undefined {
  return value === undefined ? undefined : make(value, where);
}

const settings: Reader<SavedSettings> = (value, where) => {
  const saved = record(value, where);
  const at = (name: keyof SavedSettings): readonly [unknown, string] => [saved[name], `${where}.${name}`];
  return {
    ...part(...at('tab'), (one, path) => ({ tab: oneOf(tabNames)(one, path) })),
    ...part(...at('terms'), (one, path) => ({ terms: listOf(text)(one, path) })),
    ...part(...at('columns'), (one, path) => ({ columns: columns(one, path) })),
    ...part(...at('timeStyle'), (one, path) => ({ timeStyle: oneOf(namesOf(timeStyles))(one, path) })),
    ...part(...at('isFolding'), (one, path) => ({ isFolding: truth(one, path) })),
    ...part(...at('isHistogramOpen'), (one, path) => ({ isHistogramOpen: truth(one, path) })),
    ...part(...at('hasEndpointColors'), (one, path) => ({ hasEndpointColors: truth(one, path) })),
    ...part(...at('top'), (one, path) => ({ top: table(one, path) })),
    ...part(...at('policies'), (one, path) => ({ policies: table(one, path) })),
    ...part(...at('history'), (one, path) => ({ history: listOf(text)(one, path) })),
  };
};

function views(value: unknown): SavedViews {
  const file = record(value, 'the file');
  const named = file['views'] === undefined ? {} : record(file['views'], 'views');
  return {
    last: file['last'] === undefined ? undefined : settings(file['last'], 'last'),
    views: new Map(Object.entries(named).map(([name, view]) => [name, settings(view, `views.${name}`)])),
  };
}

/** Returns the views in a text, or what is wrong with it. Parts that this version does not know are left out. */
export function readSavedViews(source: string): SavedViewsResult {
  try {
    return { ok: true, value: views(JSON.parse(source)) };
  } catch (error) {
    if (error instanceof ViewFault || error instanceof SyntaxError) return { ok: false, message: error.message };
    throw error;
  }
}

/** Returns the views as text, for people to read and to keep under version control. Ends in a line end. */
export function savedViewsText({ last, views: named }: SavedViews): string {
  return `${JSON.stringify({ ...(last === undefined ? {} : { last }), views: Object.fromEntries(named) }, null, 2)}\n`;
}

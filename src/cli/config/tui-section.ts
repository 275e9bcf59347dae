/** The section `tui:` of our own configuration file: keys and columns of the terminal UI. Everything wrong in it is an error. */

import { isMap, isScalar, isSeq, LineCounter, parseDocument, type YAMLMap } from 'yaml';

import { UsageError } from '../../base/errors.ts';
import { quote } from '../../base/quote.ts';
import { keyMap } from '../../tui/keys/key-map.ts';
import { readKeyName } from '../../tui/keys/key-press.ts';
import { keyCommand, keyTable } from '../../tui/keys/key-table.ts';
import { flowColumnNames, type ColumnChoice } from '../../tui/state/ui-state.ts';
import { nearestName } from '../../filters/expression/nearest-name.ts';
import { tuiSectionKey } from './section-keys.ts';

/** What the section says. */
export interface TuiSection {
  /** Keys by command that stand in for those of the key table. */
  readonly keys: Readonly<Record<string, readonly string[]>>;
  /** All columns of the flow table, those that are shown first; undefined when the section does not say. */
  readonly columns: readonly ColumnChoice[] | undefined;
}

const parts = ['keys', 'columns'];
const greatestWidth = 200;
const nothing: TuiSection = { keys: {}, columns: undefined };

/** Reads parts of one document and throws at what is wrong with them. */
class SectionReader {
  readonly #path: string;
  readonly #lines: LineCounter;

  constructor(path: string, lines: LineCounter) {
    this.#path = path;
    this.#lines = lines;
  }

  fault(node: unknown, message: string, hint: string): UsageError {
    const offset = isMap(node) || isSeq(node) || isScalar(node) ? (node.range?.[0] ?? 0) : 0;
    const { line } = this.#lines.linePos(offset);
    return new UsageError(`${this.#path}:${line}: ${message}`, { code: 'config/tui', hint });
  }

  section(map: YAMLMap): TuiSection {
    for (const { key } of map.items) {
      const name = textOf(key) ?? '';
      if (!parts.includes(name)) throw this.fault(key, `unknown key: tui.${name}`, hintFor(name, parts));
    }
    return { keys: this.#keys(map.get('keys', true)), columns: this.#columns(map.get('columns', true)) };
  }

  #keys(node: unknown): TuiSection['keys'] {
    if (node === undefined) return {};
    if (!isMap(node)) {
      throw this.fault(node, 'tui.keys takes keys by command', 'write a line such as pause: p for each command');
    }
    const keys = Object.fromEntries(node.items.map(({ key, value }) => this.#command(key, value)));
    const checked = keyMap(keys);
    if (checked.ok) return keys;
    throw this.fault(node, `tui.keys: ${checked.faults.join('; ')}`, 'give the other command another key as well');
  }

  #command(key: unknown, value: unknown): readonly [string, readonly string[]] {
    const name = textOf(key) ?? '';
    if (keyCommand(name) === undefined) {
      const names = keyTable.map((command) => command.name);
      throw this.fault(key, `tui.keys: there is no command ${quote(name)}`, hintFor(name, names));
    }
    const texts = textsOf(value);
    const wrong = texts?.find((text) => readKeyName(text) === undefined);
    if (texts !== undefined && wrong === undefined) return [name, texts];
    const what = wrong === undefined ? ' takes a key or a list of keys' : `: ${quote(wrong)} is no key`;
    throw this.fault(value ?? key, `tui.keys.${name}${what}`, 'write j, Ctrl-d, Alt-b, Enter or F5');
  }

  #columns(node: unknown): TuiSection['columns'] {
    if (node === undefined) return undefined;
    const items = isSeq(node) && node.items.length > 0 ? node.items : undefined;
    if (items === undefined) {
      throw this.fault(
        node,
        'tui.columns takes a list of columns',
        'write columns: [time, source, destination, verdict]',
      );
    }
    const shown = items.map((item) => this.#column(item));
    const names = shown.map(({ name }) => name);
    const twice = names.findIndex((name, at) => names.indexOf(name) !== at);
    if (twice >= 0) throw this.fault(items[twice], `tui.columns has ${names[twice]} twice`, 'name each column once');
    const hidden = flowColumnNames.filter((name) => !names.includes(name));
    return [...shown, ...hidden.map((name) => ({ name, isShown: false, width: undefined }))];
  }

  #column(item: unknown): ColumnChoice {
    const text = textOf(item) ?? '';
    const [, word = '', digits] = /^([^:]*)(?::(.*))?$/u.exec(text) ?? [];
    const name = flowColumnNames.find((one) => one === word);
    if (name === undefined) {
      throw this.fault(item, `tui.columns: there is no column ${quote(word)}`, hintFor(word, flowColumnNames));
    }
    const width = digits === undefined ? undefined : Number(digits);
    if (width !== undefined && !(/^\d+$/u.test(digits ?? '') && width >= 1 && width <= greatestWidth)) {
      throw this.fault(
        item,
        `tui.columns: ${quote(text)} has no such width`,
        `write ${name}:24, from 1 to ${greatestWidth} cells`,
      );
    }
    return { name, isShown: true, width };
  }
}

function hintFor(name: string, names: readonly string[]): string {
  const nearest = nearestName(name, names);
  return nearest === undefined ? `one of ${names.join(', ')}` : `did you mean ${nearest}?`;
}

function textOf(node: unknown): string | undefined {
  return isScalar(node) && typeof node.value === 'string' ? node.value : undefined;
}

function textsOf(node: unknown): readonly string[] | undefined {
  if (!isSeq(node)) {
    const text = textOf(node);
    return text === undefined ? undefined : [text];
  }
  const texts = node.items.map(textOf);
  return texts.every((text) => text !== undefined) ? texts : undefined;
}

/**
 * Returns what the section `tui:` of a configuration file says; nothing where there is none, and for a text that is no YAML, which
 * whoever reads the flags of the file tells. Throws UsageError that starts with `path:line` for anything it cannot mean.
 */
export function readTuiSection(text: string, path: string): TuiSection {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, schema: 'failsafe', prettyErrors: false });
  const { contents } = document;
  if (document.errors.length > 0 || !isMap(contents)) return nothing;
  const section: unknown = contents.get(tuiSectionKey, true);
  if (section === undefined || (isScalar(section) && section.value === '')) return nothing;
  const reader = new SectionReader(path, lines);
  if (isMap(section)) return reader.section(section);
  throw reader.fault(section, 'tui takes a section', 'write keys: and columns: below it, further in');
}

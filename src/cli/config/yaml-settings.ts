/** A flat YAML mapping as settings: a key for a flag, a scalar or a list of scalars for its value. */

import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node, type Pair } from 'yaml';

import type { FileSetting } from '../flags/resolve.ts';

/** A value that no flag can take. */
interface SettingFault {
  readonly line: number;
  /** What is wrong, naming the key. */
  readonly message: string;
  readonly key?: string;
}

/** The settings of a file by key, and what is wrong in it. */
export interface SettingsFile {
  readonly settings: ReadonlyMap<string, FileSetting>;
  readonly faults: readonly SettingFault[];
}

/** Returns the text of a scalar as it was written, or undefined for what is none. */
function scalarText(node: unknown): string | undefined {
  return isScalar(node) && typeof node.value === 'string' ? node.value : undefined;
}

// YAML's null: nothing, `~` or `null` without quotes.
function isNull(node: unknown): boolean {
  return node === null || (isScalar(node) && node.type === 'PLAIN' && /^(?:|~|null)$/i.test(String(node.value)));
}

function textsOf(node: unknown): readonly string[] | undefined {
  if (isNull(node)) return [];
  if (!isSeq(node)) {
    const text = scalarText(node);
    return text === undefined ? undefined : [text];
  }
  const texts = node.items.map(scalarText);
  return texts.every((text) => text !== undefined) ? texts : undefined;
}

class SettingsReader {
  readonly settings = new Map<string, FileSetting>();
  readonly faults: SettingFault[] = [];
  readonly #path: string;
  readonly #lines: LineCounter;
  readonly #section: string | undefined;

  constructor(path: string, lines: LineCounter, section: string | undefined) {
    this.#path = path;
    this.#lines = lines;
    this.#section = section;
  }

  read(document: Document.Parsed): void {
    for (const error of document.errors) {
      this.faults.push({ line: this.#lineAt(error.pos[0]), message: error.message.split('\n')[0] ?? '' });
    }
    const contents: Node | null = document.contents;
    if (this.faults.length > 0 || contents === null) return;
    if (isNull(contents)) return;
    if (!isMap(contents)) this.faults.push({ line: 1, message: 'the file is no mapping of keys to values' });
    else for (const pair of contents.items) this.#take(pair);
  }

  #take(pair: Pair): void {
    const key = scalarText(pair.key) ?? '';
    if (key === this.#section) return;
    const line = this.#lineAt(isScalar(pair.key) ? (pair.key.range?.[0] ?? 0) : 0);
    const texts = textsOf(pair.value);
    if (texts === undefined) {
      this.faults.push({
        line,
        key,
        message: `key ${key} takes a text or a list of texts; quote one that ends in a colon, such as 'kmsg:'`,
      });
    } else {
      this.settings.set(key, { texts, path: this.#path, line });
    }
  }

  #lineAt(offset: number): number {
    return this.#lines.linePos(offset).line;
  }
}

/**
 * Reads YAML text; `path` is what the settings say they are from. The key `section`, where it is given, is no setting and passed over:
 * what stands below it is read elsewhere. Never throws.
 */
export function readSettings(text: string, path: string, section?: string): SettingsFile {
  const lines = new LineCounter();
  const reader = new SettingsReader(path, lines, section);
  // Durations such as 1h and versions such as 1.10 must come out as they were written, so numbers stay text.
  const document = parseDocument(text, {
    lineCounter: lines,
    schema: 'failsafe',
    uniqueKeys: true,
    prettyErrors: false,
  });
  reader.read(document);
  return reader;
}

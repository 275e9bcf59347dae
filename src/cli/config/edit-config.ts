/** Changes to the text of a configuration file that leave everything else in it as it was. */

import { isMap, isNode, isScalar, parseDocument, YAMLMap, type Document } from 'yaml';

import { UsageError } from '../../base/errors.ts';
import type { ConfigValue } from './config-keys.ts';

/** A document and the mapping that is all of it. */
interface MapDocument {
  readonly document: Document;
  readonly map: YAMLMap;
}

function unusable(path: string, what: string): UsageError {
  return new UsageError(`configuration file ${path}: ${what}`, {
    code: 'config/unusable',
    hint: 'correct the file by hand first: it is left as it is',
  });
}

function documentOf(text: string, path: string): MapDocument {
  const document: Document = parseDocument(text, { uniqueKeys: true });
  const [error] = document.errors;
  if (error !== undefined) throw unusable(path, error.message.split('\n')[0] ?? 'no YAML');
  if (document.contents === null || document.toJS() === null) document.contents = new YAMLMap();
  if (!isMap(document.contents)) throw unusable(path, 'it is no mapping of keys to values');
  return { document, map: document.contents };
}

function setKey({ document, map }: MapDocument, key: string, value: ConfigValue): void {
  const old = map.get(key, true);
  if (isScalar(old) && !Array.isArray(value)) {
    // The comment behind the old value belongs to the node, so the node stays.
    old.value = value;
    delete old.tag;
    return;
  }
  const node = document.createNode(value);
  if (isNode(old)) {
    node.commentBefore = old.commentBefore ?? null;
    node.comment = old.comment ?? null;
  }
  document.set(key, node);
}

function joined(...comments: readonly (string | null | undefined)[]): string {
  return comments.filter(Boolean).join('\n');
}

// A comment above the key is a person's: it goes on to the next key, or to the end of the file.
function removeKey({ document, map: { items } }: MapDocument, key: string): void {
  const index = items.findIndex((pair) => isScalar(pair.key) && pair.key.value === key);
  const removed = index < 0 ? undefined : items.splice(index, 1)[0]?.key;
  const comment = isNode(removed) ? removed.commentBefore : undefined;
  if (typeof comment !== 'string') return;
  const next = items[index]?.key;
  if (isNode(next)) next.commentBefore = joined(comment, next.commentBefore);
  else document.comment = joined(document.comment, comment);
}

/**
 * Returns `text` with the keys of `changes` set, or taken out where the value is undefined; comments and the order of the keys
 * stay. Throws UsageError naming `path` for a text that is no YAML mapping.
 */
export function editConfig(text: string, changes: ReadonlyMap<string, ConfigValue | undefined>, path: string): string {
  const whole = documentOf(text, path);
  for (const [key, value] of changes) {
    if (value === undefined) removeKey(whole, key);
    else setKey(whole, key, value);
  }
  return whole.document.toString({ indent: 4, lineWidth: 0, flowCollectionPadding: false });
}

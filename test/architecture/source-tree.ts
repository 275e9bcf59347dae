/** The import graph of `src`, read with a parser. */

import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { parseSync } from 'oxc-parser';

/** One import of a source file. */
export interface ImportEdge {
  /** The importing file, relative to the repository, with `/`. */
  readonly from: string;
  /** The imported file relative to the repository, or the name of the package. */
  readonly to: string;
  readonly kind: 'file' | 'package' | 'builtin';
  /** Types only: erased before anything runs. */
  readonly typeOnly: boolean;
  /** `import()`: loaded when it is needed. */
  readonly lazy: boolean;
}

/** A source file with its imports. */
export interface SourceFile {
  readonly path: string;
  readonly lines: number;
  readonly imports: readonly ImportEdge[];
}

const root = resolve(import.meta.dirname, '../..');

function pathsBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .toSorted();
}

function target(from: string, specifier: string): Pick<ImportEdge, 'to' | 'kind'> {
  if (specifier.startsWith('node:')) return { to: specifier, kind: 'builtin' };
  if (specifier.startsWith('.')) return { to: relative(root, resolve(root, dirname(from), specifier)), kind: 'file' };
  const parts = specifier.split('/');
  return { to: specifier.startsWith('@') ? parts.slice(0, 2).join('/') : parts[0]!, kind: 'package' };
}

function importsOf(path: string, text: string): ImportEdge[] {
  const { module, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]!.message}`);
  const edge = (specifier: string, typeOnly: boolean, lazy: boolean): ImportEdge => ({
    from: path,
    ...target(path, specifier),
    typeOnly,
    lazy,
  });
  return [
    ...module.staticImports.map((item) =>
      edge(item.moduleRequest.value, item.entries.length > 0 && item.entries.every((entry) => entry.isType), false),
    ),
    ...module.staticExports.flatMap((item) =>
      item.entries
        .filter((entry) => entry.moduleRequest !== null)
        .map((entry) => edge(entry.moduleRequest!.value, entry.isType, false)),
    ),
    ...module.dynamicImports.map((item) =>
      edge(text.slice(item.moduleRequest.start, item.moduleRequest.end).replaceAll(/['"`]/g, ''), false, true),
    ),
  ];
}

/** Returns every source file below `folder` with its imports. */
export function readSourceTree(folder = 'src'): SourceFile[] {
  return pathsBelow(folder).map((path) => {
    const text = readFileSync(join(root, path), 'utf8');
    return { path, lines: text.split('\n').length - 1, imports: importsOf(path, text) };
  });
}

import { describe, expect, test } from 'vitest';

import { readSourceTree, type ImportEdge, type SourceFile } from './source-tree.ts';

const files = readSourceTree();
const edges = files.flatMap((file) => file.imports);

/** Folder of `src` by layer: what stands lower never imports what stands higher. */
const layers: readonly (readonly string[])[] = [
  ['base'],
  ['flow'],
  ['filters', 'parsers', 'policy', 'enrich', 'store', 'sources', 'kubernetes'],
  ['pipeline', 'audit', 'metrics'],
  ['server', 'client'],
  ['output', 'tui'],
  ['cli', 'bin'],
];

/** Imports inside one layer that are meant. */
const allowedInsideLayer = new Set(['cli>bin', 'bin>cli', 'audit>filters', 'audit>policy', 'tui>output']);

/** The one home of a package. */
const packageHomes: Readonly<Record<string, readonly string[]>> = {
  react: ['src/tui/'],
  ink: ['src/tui/'],
  'string-width': ['src/tui/'],
  '@grpc/grpc-js': ['src/server/grpc/', 'src/client/'],
  protobufjs: ['src/flow/codec/', 'src/flow/generated/'],
  'date-fns': ['src/base/time/'],
  yaml: ['src/policy/', 'src/cli/'],
  '@bufbuild/cel': ['src/filters/cel/'],
  '@bufbuild/protobuf': ['src/filters/cel/'],
  '@bufbuild/re2': ['src/filters/regexp.ts'],
  '@kubernetes/client-node': ['src/kubernetes/'],
};

const folderOf = (path: string): string => path.split('/')[1] ?? '';
const layerOf = (path: string): number => layers.findIndex((folders) => folders.includes(folderOf(path)));

function show(edge: ImportEdge): string {
  return `${edge.from} -> ${edge.to}`;
}

function breaksLayers(edge: ImportEdge): boolean {
  const [from, to] = [folderOf(edge.from), folderOf(edge.to)];
  if (from === to) return false;
  const [fromLayer, toLayer] = [layerOf(edge.from), layerOf(edge.to)];
  if (fromLayer < 0 || toLayer < 0) return true;
  return toLayer > fromLayer || (toLayer === fromLayer && !allowedInsideLayer.has(`${from}>${to}`));
}

function cycleFrom(start: string, graph: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const seen = new Set<string>();
  const visit = (path: string, trail: string[]): string[] | undefined => {
    for (const next of graph.get(path) ?? []) {
      if (next === start) return [...trail, path, next];
      if (seen.has(next)) continue;
      seen.add(next);
      const found = visit(next, [...trail, path]);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return visit(start, []);
}

describe('imports', () => {
  test('there are sources to look at', () => {
    expect(files.length).toBeGreaterThan(50);
    expect(edges.length).toBeGreaterThan(100);
  });

  test('every folder of src stands in a layer', () => {
    expect(files.filter((file) => layerOf(file.path) < 0).map((file) => file.path)).toEqual([]);
  });

  test('no layer imports a higher one, no stage its neighbour', () => {
    expect(edges.filter((edge) => edge.kind === 'file' && breaksLayers(edge)).map(show)).toEqual([]);
  });

  test('the terminal UI takes nothing but the columns from output', () => {
    const wrong = edges.filter(
      (edge) =>
        edge.kind === 'file' &&
        folderOf(edge.from) === 'tui' &&
        edge.to.startsWith('src/output/') &&
        !edge.to.startsWith('src/output/columns/'),
    );
    expect(wrong.map(show)).toEqual([]);
  });

  test('a package is imported only from its home', () => {
    const wrong = edges.filter((edge) => {
      const homes = packageHomes[edge.to];
      return edge.kind === 'package' && !(homes?.some((home) => edge.from.startsWith(home)) ?? false);
    });
    expect(wrong.map(show)).toEqual([]);
  });

  test('no file imports itself in a circle', () => {
    const graph = new Map(
      files.map((file) => [
        file.path,
        file.imports.filter((edge) => edge.kind === 'file' && !edge.typeOnly && !edge.lazy).map((edge) => edge.to),
      ]),
    );
    const cycles = files.map((file) => cycleFrom(file.path, graph)).filter((cycle) => cycle !== undefined);
    expect(cycles.map((cycle) => cycle.join(' -> '))).toEqual([]);
  });

  test('relative imports name the file with its extension', () => {
    const wrong = edges.filter((edge) => edge.kind === 'file' && !/\.(tsx?|json|binpb)$/.test(edge.to));
    expect(wrong.map(show)).toEqual([]);
  });
});

describe('files', () => {
  const written = files.filter((file: SourceFile) => !file.path.includes('/generated/'));

  test('none is longer than 400 lines', () => {
    expect(written.filter((file) => file.lines > 400).map((file) => `${file.path}: ${file.lines}`)).toEqual([]);
  });

  test('none is named after nothing', () => {
    const vague = /(^|\/)(utils?|helpers?|manager|common|misc|index)(\.|\/)/;
    expect(files.filter((file) => vague.test(file.path)).map((file) => file.path)).toEqual([]);
  });

  test('names are kebab-case, components PascalCase', () => {
    const named = /^src(\/[a-z0-9-]+)+\.(d\.)?ts$|\/[A-Z][A-Za-z0-9]*\.tsx$|^src(\/[a-z0-9-]+)+\.tsx$/;
    expect(files.filter((file) => !named.test(file.path)).map((file) => file.path)).toEqual([]);
  });

  test('process, console and the wall clock stay in the programs', () => {
    const inner = new Set(['base', 'flow', 'filters', 'parsers', 'policy', 'enrich', 'store', 'pipeline', 'output']);
    const wrong = written.filter(
      (file) => inner.has(folderOf(file.path)) && file.imports.some((edge) => edge.to === 'node:process'),
    );
    expect(wrong.map((file) => file.path)).toEqual([]);
  });
});

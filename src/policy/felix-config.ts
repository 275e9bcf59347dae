/** Felix's configuration over several files: which object decides a setting on a node. */

import { looksLikeFelixIni, parseFelixIni } from './felix-ini.ts';
import type { FelixObject, FelixScope, FelixSettingName, FelixSettings } from './felix-settings.ts';
import { parseFelixYaml, type FelixFile } from './felix-yaml.ts';
import { matchNodeNames } from './node-name.ts';
import { readsLabels, selectsNode, type NodeLabels } from './node-selector.ts';

/** A file as it was read. */
export interface ConfigText {
  readonly path: string;
  readonly text: string;
}

/** A setting that was found and where. */
export interface FoundSetting<Value> {
  readonly value: Value;
  readonly origin: string;
}

/** A node as selectors see it: `labels` is undefined when nothing is known of them. */
export interface NodeIdentity {
  readonly name: string;
  readonly labels: NodeLabels | undefined;
}

/**
 * Returns the objects of one file: `felix.cfg` or FelixConfiguration YAML, told apart by the text.
 *
 * @throws UsageError that names file, key and allowed values
 */
export function parseFelixConfig({ path, text }: ConfigText): FelixFile {
  return looksLikeFelixIni(text) ? { objects: [parseFelixIni(text, path)], warnings: [] } : parseFelixYaml(text, path);
}

/** How strongly an object binds a node; 0: not at all. The order is Felix's own. */
function rank(scope: FelixScope, node: NodeIdentity): number {
  switch (scope.kind) {
    case 'file':
      return 5;
    case 'node': {
      const match = matchNodeNames(scope.node, node.name);
      return match === 'exact' ? 4 : match === 'short' ? 3 : 0;
    }
    case 'selector':
      if (node.labels === undefined && readsLabels(scope.selector)) return 0;
      return selectsNode(scope.selector, node.labels ?? new Map()) ? 2 : 0;
    case 'default':
      return 1;
    default:
      return scope satisfies never;
  }
}

/**
 * Returns the objects that count for `node`, strongest first: `felix.cfg`, `node.<name>` (the whole name before a short
 * one), objects whose nodeSelector selects it (by name), `default`. Of two equally strong ones the later file wins.
 */
export function felixObjectsFor(objects: readonly FelixObject[], node: NodeIdentity): readonly FelixObject[] {
  return objects
    .map((object, index) => ({ object, index, rank: rank(object.scope, node) }))
    .filter((entry) => entry.rank > 0)
    .toSorted(
      (a, b) =>
        b.rank - a.rank ||
        (a.rank === 2 && a.object.name !== b.object.name
          ? a.object.name < b.object.name
            ? -1
            : 1
          : b.index - a.index),
    )
    .map((entry) => entry.object);
}

/** Returns the first value of `name` among `objects`, which stand strongest first. Each setting falls through by itself. */
export function findFelixSetting<Name extends FelixSettingName>(
  objects: readonly FelixObject[],
  name: Name,
): FoundSetting<NonNullable<FelixSettings[Name]>> | undefined {
  for (const { settings, origin } of objects) {
    const value = settings[name];
    if (value !== undefined && value !== null) return { value, origin };
  }
  return undefined;
}

/**
 * Returns what a reader of the status should know about how `node` is configured: selectors that could not be tried as
 * the node's labels are unknown, and selectors that select the node together and disagree about the mode.
 */
export function felixAmbiguities(objects: readonly FelixObject[], node: NodeIdentity): readonly string[] {
  const untried = objects.filter(
    ({ scope }) => scope.kind === 'selector' && node.labels === undefined && readsLabels(scope.selector),
  );
  const rivals = felixObjectsFor(objects, node).filter(
    ({ scope, settings }) => scope.kind === 'selector' && settings.dropActionOverride !== undefined,
  );
  const modes = new Set(rivals.map(({ settings }) => settings.dropActionOverride));
  return [
    ...untried.map(
      ({ origin }) => `${origin} has a nodeSelector, but the node's labels are unknown: give --node-label`,
    ),
    ...(modes.size > 1
      ? [`${rivals.map(({ origin }) => origin).join(' and ')} select one node and disagree about its mode`]
      : []),
  ];
}

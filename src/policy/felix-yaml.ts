/** FelixConfiguration resources, as `kubectl get felixconfigurations -o yaml` or a manifest holds them. */

import { parseAllDocuments } from 'yaml';

import { UsageError } from '../base/errors.ts';
import { checkFelixSettings, type FelixObject, type FelixScope } from './felix-settings.ts';
import { parseNodeSelector } from './node-selector.ts';

const apiVersions = ['projectcalico.org/v3', 'crd.projectcalico.org/v1'];
const nodePrefix = 'node.';

/** Objects of one file and what was passed over in it. */
export interface FelixFile {
  readonly objects: readonly FelixObject[];
  /** One line each, for the log. */
  readonly warnings: readonly string[];
}

type Mapping = Readonly<Record<string, unknown>>;

function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function problem(path: string, message: string, hint: string): UsageError {
  return new UsageError(`${path}: ${message}`, { code: 'policy/felix-file', hint, details: { path } });
}

// Aliases are counted so that a small file cannot unfold into gigabytes.
const maxAliasCount = 100;

function documentsOf(text: string, path: string): readonly unknown[] {
  return parseAllDocuments(text).map((document) => {
    const first = document.errors[0]?.message.split('\n')[0];
    if (first !== undefined) throw problem(path, first.replace(/:$/, ''), 'the file must be valid YAML or JSON');
    try {
      return document.toJS({ maxAliasCount });
    } catch (error) {
      throw problem(path, error instanceof Error ? error.message : String(error), 'write it without aliases');
    }
  });
}

function isList(kind: unknown): boolean {
  return kind === 'List' || kind === 'FelixConfigurationList';
}

/** Returns the items of lists, lists in lists included, and everything else as it is. */
function flatten(value: unknown, path: string): readonly Mapping[] {
  if (!isMapping(value)) {
    if (value === null || value === undefined) return [];
    throw problem(path, 'a document is no Kubernetes object', 'give FelixConfiguration objects or a List of them');
  }
  if (!isList(value['kind'])) return [value];
  const items = value['items'];
  if (!Array.isArray(items)) throw problem(path, 'a List has no items', 'give FelixConfiguration objects');
  // Items of a typed list may leave out what the list says.
  const typed = value['kind'] === 'FelixConfigurationList';
  const filled = (item: unknown): unknown =>
    typed && isMapping(item) ? { apiVersion: value['apiVersion'], kind: 'FelixConfiguration', ...item } : item;
  return items.flatMap((item: unknown) => flatten(filled(item), path));
}

function scopeOf(name: string, nodeSelector: unknown, where: string): FelixScope | undefined {
  const fixed: FelixScope | undefined =
    name === 'default'
      ? { kind: 'default' }
      : name.startsWith(nodePrefix)
        ? { kind: 'node', node: name.slice(nodePrefix.length) }
        : undefined;
  if (nodeSelector === undefined || nodeSelector === null) return fixed;
  if (fixed !== undefined) {
    throw problem(where, 'spec.nodeSelector is not allowed here', 'use an object with a name of its own');
  }
  if (typeof nodeSelector !== 'string') {
    throw problem(where, 'spec.nodeSelector is no text', "write a Calico selector, such as pool == 'edge'");
  }
  const result = parseNodeSelector(nodeSelector);
  if (!result.ok) {
    throw problem(
      where,
      `spec.nodeSelector "${nodeSelector}" is not understood: ${result.message}`,
      'understood are ==, !=, in, not in, contains, starts with, ends with, has(), !, &&, ||, all() and parentheses',
    );
  }
  return { kind: 'selector', selector: result.selector };
}

function checkVersion(object: Mapping, where: string): void {
  if (apiVersions.includes(String(object['apiVersion']))) return;
  throw problem(
    where,
    `apiVersion "${String(object['apiVersion'])}" is not known for a FelixConfiguration`,
    `allowed values: ${apiVersions.join(', ')}`,
  );
}

function readObject(object: Mapping, path: string): FelixObject | string {
  const metadata = object['metadata'];
  const name = isMapping(metadata) && typeof metadata['name'] === 'string' ? metadata['name'] : '';
  if (name === '') throw problem(path, 'a FelixConfiguration has no metadata.name', 'name it default or node.<node>');
  const where = `${path} (${name})`;
  checkVersion(object, where);
  const spec = object['spec'] ?? {};
  if (!isMapping(spec)) throw problem(where, 'spec is no mapping', 'write the settings as key: value under spec');
  const settings = checkFelixSettings(spec, (key) => `${where}: spec.${key}`);
  const scope = scopeOf(name, spec['nodeSelector'], where);
  return scope === undefined
    ? `${where}: passed over, as its name is neither default nor node.<node> and it has no nodeSelector`
    : { scope, name, origin: where, settings };
}

/**
 * Returns the FelixConfiguration objects of a YAML or JSON text: single objects, several documents, `kind: List` and
 * `FelixConfigurationList`. Objects of other kinds are passed over.
 *
 * @throws UsageError that names the file, the object, the key and the allowed values; also when the file holds no
 *   FelixConfiguration at all
 */
export function parseFelixYaml(text: string, path: string): FelixFile {
  const candidates = documentsOf(text, path)
    .flatMap((document) => flatten(document, path))
    .filter((object) => object['kind'] === 'FelixConfiguration');
  if (candidates.length === 0) {
    throw problem(path, 'no FelixConfiguration in it', 'write it with: kubectl get felixconfigurations -o yaml');
  }
  const read = candidates.map((object) => readObject(object, path));
  return {
    objects: read.filter((object) => typeof object !== 'string'),
    warnings: read.filter((object) => typeof object === 'string'),
  };
}

/** The settings of a Felix configuration that decide how kernel log lines are read. */

import { UsageError } from '../base/errors.ts';
import { requireDropActionOverride, type DropActionOverride } from './drop-action-override.ts';
import type { NodeSelector } from './node-selector.ts';

/** The settings of one configuration object; an absent one falls through to the next object. */
export interface FelixSettings {
  readonly dropActionOverride?: DropActionOverride;
  /** True: the prefix of a denied packet says whether it was dropped or accepted. */
  readonly logDropActionOverride?: boolean;
  /** Prefix of `Log` rules, without the `: ` that Felix appends. May hold placeholders. */
  readonly logPrefix?: string;
  /** Prefixes of the workloads' devices. */
  readonly interfacePrefix?: readonly string[];
}

/** For which nodes an object counts. */
export type FelixScope =
  /** `felix.cfg`: the file of the node itself, above every object of the datastore. */
  | { readonly kind: 'file' }
  | { readonly kind: 'node'; readonly node: string }
  | { readonly kind: 'selector'; readonly selector: NodeSelector }
  | { readonly kind: 'default' };

/** One configuration object and where it was read. */
export interface FelixObject {
  readonly scope: FelixScope;
  /** Name of the resource, or of the file for `felix.cfg`. */
  readonly name: string;
  /** Path of the file and, for a resource, its name: `felix.yaml (node.worker-1)`. */
  readonly origin: string;
  readonly settings: FelixSettings;
}

/** Names of the settings we read, in the spelling of the API. */
export const felixSettingNames = [
  'dropActionOverride',
  'logDropActionOverride',
  'logPrefix',
  'interfacePrefix',
] as const;

/** Name of one of the settings we read. */
export type FelixSettingName = (typeof felixSettingNames)[number];

/** A configuration object with only the values we read, not yet checked. */
export type RawFelixSettings = Readonly<Partial<Record<FelixSettingName, unknown>>>;

function badValue(where: string, value: unknown, allowed: string): UsageError {
  const shown = typeof value === 'string' ? `"${value}"` : (JSON.stringify(value) ?? String(value));
  return new UsageError(`${where}: ${shown} is not allowed`, {
    code: 'policy/felix-value',
    hint: `allowed values: ${allowed}`,
    details: { where },
  });
}

function readMode(value: unknown, where: string): DropActionOverride {
  return requireDropActionOverride(typeof value === 'string' ? value : (JSON.stringify(value) ?? ''), where);
}

// The words Felix itself takes for a boolean in its environment and its file.
const booleanWords: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['yes', true],
  ['y', true],
  ['t', true],
  ['false', false],
  ['0', false],
  ['no', false],
  ['n', false],
  ['f', false],
]);

function readBoolean(value: unknown, where: string): boolean {
  const word = typeof value === 'string' ? booleanWords.get(value.trim().toLowerCase()) : value;
  if (typeof word !== 'boolean') throw badValue(where, value, 'true, false');
  return word;
}

function readText(value: unknown, where: string): string {
  if (typeof value !== 'string') throw badValue(where, value, 'a text');
  return value.trim();
}

/**
 * Returns the device prefixes of a comma-separated list.
 *
 * @throws UsageError when no prefix is left
 */
export function readDevicePrefixes(value: unknown, where: string): readonly string[] {
  const prefixes = readText(value, where)
    .split(',')
    .map((prefix) => prefix.trim())
    .filter((prefix) => prefix !== '');
  if (prefixes.length === 0 || prefixes.some((prefix) => /\s/.test(prefix) || prefix.length > 15)) {
    throw badValue(
      where,
      value,
      'a comma-separated list of device prefixes of at most 15 characters, such as cali,eni',
    );
  }
  return prefixes;
}

/**
 * Returns the checked settings of one object.
 *
 * @param where turns the name of a setting into the place to name in an error, such as `felix.yaml: spec.logPrefix`
 * @throws UsageError that names the place, the value and the allowed values
 */
export function checkFelixSettings(raw: RawFelixSettings, where: (name: FelixSettingName) => string): FelixSettings {
  const present = (name: FelixSettingName): boolean => raw[name] !== undefined && raw[name] !== null;
  return {
    ...(present('dropActionOverride') && {
      dropActionOverride: readMode(raw.dropActionOverride, where('dropActionOverride')),
    }),
    ...(present('logDropActionOverride') && {
      logDropActionOverride: readBoolean(raw.logDropActionOverride, where('logDropActionOverride')),
    }),
    ...(present('logPrefix') && { logPrefix: readText(raw.logPrefix, where('logPrefix')) }),
    ...(present('interfacePrefix') && {
      interfacePrefix: readDevicePrefixes(raw.interfacePrefix, where('interfacePrefix')),
    }),
  };
}

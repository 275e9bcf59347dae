/** Every key of the filter bar, by any of its names. */

import type { BarKey } from './bar-key.ts';
import { keysOfEnds } from './end-keys.ts';
import { keysOfFlows } from './flow-keys.ts';

/** The keys, in the order they are explained. */
export const barKeys: readonly BarKey[] = [...keysOfFlows.slice(0, 1), ...keysOfEnds, ...keysOfFlows.slice(1)];

const keysByName: ReadonlyMap<string, BarKey> = new Map(
  barKeys.flatMap((key) => [key.name, ...key.aliases].map((name) => [name, key] as const)),
);

/** Keys whose value is no list of values but a filter as it stands. */
export const rawKeys = ['cel', 'allowlist', 'denylist'] as const;

/** Returns the key called `name`, in any letter case. */
export function keyNamed(name: string): BarKey | undefined {
  return keysByName.get(name.toLowerCase());
}

/** Returns every name a key may have. */
export function keyNames(): readonly string[] {
  return [...keysByName.keys(), ...rawKeys];
}

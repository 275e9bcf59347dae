/** Felix's dropActionOverride: what a node does with a packet its policies deny. */

import { UsageError } from '../base/errors.ts';

/** The four modes, in the spelling of the FelixConfiguration API. */
export const dropActionOverrides = ['Drop', 'Accept', 'LogAndDrop', 'LogAndAccept'] as const;

/** One of the four modes. */
export type DropActionOverride = (typeof dropActionOverrides)[number];

const bySqueezedName: ReadonlyMap<string, DropActionOverride> = new Map(
  dropActionOverrides.map((mode) => [mode.toLowerCase(), mode]),
);

/**
 * Returns the mode that `text` names, or undefined. Felix had three spellings over the years (`LogAndAccept`,
 * `LOGandACCEPT`, `LOG-and-ACCEPT`): letter case, `-`, `_` and surrounding blanks do not matter.
 */
export function parseDropActionOverride(text: string): DropActionOverride | undefined {
  return bySqueezedName.get(text.trim().replace(/[-_]/g, '').toLowerCase());
}

/**
 * Returns the mode that `text` names.
 *
 * @param where what holds the value, such as `--drop-action-override` or `felix.yaml: spec.dropActionOverride`
 * @throws UsageError that names `where`, the value and the allowed values
 */
export function requireDropActionOverride(text: string, where: string): DropActionOverride {
  const mode = parseDropActionOverride(text);
  if (mode !== undefined) return mode;
  throw new UsageError(`${where}: "${text}" is no drop action override`, {
    code: 'policy/drop-action-override',
    hint: `allowed values: ${dropActionOverrides.join(', ')} (letter case, "-" and "_" do not matter)`,
    details: { where, value: text },
  });
}

/** Returns whether a node in this mode writes denied packets into the kernel log; without that nothing can be seen. */
export function logsDeniedPackets(mode: DropActionOverride): boolean {
  return mode === 'LogAndDrop' || mode === 'LogAndAccept';
}

/** Returns whether a node in this mode lets denied packets through. */
export function acceptsDeniedPackets(mode: DropActionOverride): boolean {
  return mode === 'Accept' || mode === 'LogAndAccept';
}

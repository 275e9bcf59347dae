/** The drop action override of a node, and how it is known. */

import { VerdictBasis } from '../flow/flow-extension.ts';
import type { DropActionOverride } from './drop-action-override.ts';
import type { FoundSetting } from './felix-config.ts';

/** The mode of a node. `basis` is a code of VerdictBasis: FLAG, FELIX_CONFIG or ASSUMED. */
export interface ResolvedMode {
  readonly override: DropActionOverride;
  readonly basis: number;
  /** Where it was read: the flag, the variable, the file and object; for an assumed one why. */
  readonly origin: string;
}

/** A mode the operator gave for every node. */
export interface GivenMode {
  readonly override: DropActionOverride;
  /** Name of the flag or of the environment variable. */
  readonly name: string;
}

/**
 * The mode where nothing is configured. Felix's own default is Drop, which logs nothing: a `calico-drop` line therefore
 * proves one of the logging modes, and dropping is the default half of it.
 */
export const assumedMode: ResolvedMode = {
  override: 'LogAndDrop',
  basis: VerdictBasis.ASSUMED,
  origin: 'assumed, as nothing is configured',
};

/** Returns the mode by precedence: flag or environment variable, what Felix's configuration says, the assumed one. */
export function resolveMode(
  given: GivenMode | undefined,
  configured: FoundSetting<DropActionOverride> | undefined,
): ResolvedMode {
  if (given !== undefined) return { override: given.override, basis: VerdictBasis.FLAG, origin: given.name };
  if (configured === undefined) return assumedMode;
  return { override: configured.value, basis: VerdictBasis.FELIX_CONFIG, origin: configured.origin };
}

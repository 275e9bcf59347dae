/** Everything the policy stage knows of one node. */

import type { WorkloadDevices } from './devices.ts';
import { logsDeniedPackets } from './drop-action-override.ts';
import type { ResolvedMode } from './mode.ts';
import { VerdictBasis } from '../flow/flow-extension.ts';
import type { PrefixReader } from './prefix.ts';

/** How the log lines of one node are to be read. */
export interface NodePolicy {
  readonly node: string;
  readonly mode: ResolvedMode;
  readonly devices: WorkloadDevices;
  readonly prefixes: PrefixReader;
  /** Felix is said to write into the prefix what it did (logDropActionOverride). */
  readonly prefixStatesAction: boolean;
  /** What is doubtful about the mode, one line each. */
  readonly doubts: readonly string[];
}

/**
 * Returns whether the configuration itself keeps denied packets out of the log. An assumed mode is never blind: nobody
 * said so.
 */
export function isBlind({ mode }: NodePolicy): boolean {
  return mode.basis !== VerdictBasis.ASSUMED && !logsDeniedPackets(mode.override);
}

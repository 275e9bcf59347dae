/** Modes of nodes as the status shows them, and what the log says against them. */

import type { Logger } from '../base/logger.ts';
import type { ModeStatus } from '../flow/observed-status.ts';
import { isBlind, type NodePolicy } from '../policy/node-policy.ts';
import type { PolicyTimeline } from '../policy/policy-timeline.ts';
import type { VerdictDecision } from '../policy/verdict.ts';
import type { DecidedPacket } from './packet-stage.ts';

/** Watches modes. */
export interface ModeWatch {
  /** Takes a flow that was made: its node, and whether the log contradicts the configuration. */
  made(packet: DecidedPacket, decision: VerdictDecision): void;
  /**
   * Returns the mode of every node without an entry of its own first (empty name), then those that differ from it or
   * have something to warn of, by name.
   */
  modes(): readonly ModeStatus[];
}

/** Nodes remembered at most, as their names come from the log. */
const rememberedNodes = 4096;

function staleMode({ mode }: NodePolicy): string {
  return `configuration is stale: ${mode.origin} says ${mode.override}, which logs nothing, but denied packets are logged`;
}

const staleSwitch =
  'configuration is stale: logDropActionOverride is true, but the prefix of denied packets does not say what was done';

function staleness({ policy, meaning }: DecidedPacket, decision: VerdictDecision): string | undefined {
  if (decision.stale) return staleMode(policy);
  return meaning.kind === 'deny' && meaning.stated === undefined && policy.prefixStatesAction ? staleSwitch : undefined;
}

const blindWarning = 'blind by configuration: this mode logs no denied packet';

function modeStatus(name: string, policy: NodePolicy, stale: string | undefined): ModeStatus {
  const blind = isBlind(policy);
  const warnings = [...(stale === undefined ? [] : [stale]), ...(blind ? [blindWarning] : []), ...policy.doubts];
  return {
    node_name: name,
    drop_action_override: policy.mode.override,
    basis: policy.mode.basis,
    origin: policy.mode.origin,
    blind,
    ...(warnings.length > 0 && { warning: warnings.join('; ') }),
  };
}

/** Returns a watch. Each warning is logged once a node. */
export function createModeWatch(timeline: PolicyTimeline, logger: Logger): ModeWatch {
  const nodes = new Set<string>();
  const staleNodes = new Map<string, string>();
  return {
    made(packet, decision) {
      const { node } = packet.node;
      if (nodes.size < rememberedNodes) nodes.add(node);
      const stale = staleness(packet, decision);
      if (stale === undefined || staleNodes.has(node) || staleNodes.size >= rememberedNodes) return;
      staleNodes.set(node, stale);
      logger.warn(`node ${node}: ${stale}`);
    },
    modes() {
      const { current } = timeline;
      const everywhere = modeStatus('', current.forNode(''), undefined);
      const named = [...new Set([...current.configuredNodes, ...nodes])]
        .toSorted()
        .map((node) => modeStatus(node, current.forNode(node), staleNodes.get(node)))
        .filter(({ origin, warning }) => origin !== everywhere.origin || warning !== everywhere.warning);
      return [everywhere, ...named];
    },
  };
}

/** What an answer says about itself before its first flow. */

import { enumName } from '../../flow/enum-table.ts';
import { VerdictBasis } from '../../flow/flow-extension.ts';
import type { ModeStatus } from '../../flow/observed-status.ts';
import type { AnswerHeader, CoveredWindow } from '../../flow/observer.ts';
import type { FlowStore, StoreWindow } from '../../store/flow-store.ts';

/** Returns the windows that `store` covers now and the mode that was assumed, if one was. */
export function answerHeaderOf(store: FlowStore, modes: readonly ModeStatus[], serverVersion: string): AnswerHeader {
  const assumed = modes.find(({ basis }) => enumName(VerdictBasis, basis) === 'ASSUMED');
  const { logRuleFlows, verdictFlows } = store.counts();
  return {
    windows: store.windows().map(coveredWindow),
    ...(assumed?.drop_action_override ? { assumedMode: assumed.drop_action_override } : {}),
    logRuleFlows,
    verdictFlows,
    serverVersion,
  };
}

function coveredWindow({ retention, oldest, evicted }: StoreWindow): CoveredWindow {
  return { retentionClass: retention, evicted, ...(oldest === undefined ? {} : { since: oldest }) };
}

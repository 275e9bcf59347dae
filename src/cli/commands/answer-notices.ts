/** What is said on stderr about an answer: how far it reaches and how sure its verdicts are. */

import type { TextSink } from '../../base/logger.ts';
import type { Flow } from '../../flow/flow.ts';
import type { GetFlowsRequest } from '../../flow/messages.ts';
import type { AnswerHeader } from '../../flow/observer.ts';
import { Verdict } from '../../flow/verdict.ts';
import { describeWindows } from '../../output/windows.ts';
import { assumedModeNotice, logRuleNotice } from '../../pipeline/notices.ts';

/** Watches an answer go by. Everything it says goes to stderr, each thing once. */
export interface AnswerNotices {
  /** Takes what the server says of its answer. */
  header(header: AnswerHeader): void;
  /** Takes a flow that is shown. */
  shown(flow: Flow): void;
  /** Whether something is still to be said when a certain flow is shown; `shown` has nothing to do otherwise. */
  readonly isWatching: boolean;
}

function asksForVerdicts({ whitelist = [], blacklist = [] }: GetFlowsRequest): boolean {
  return [...whitelist, ...blacklist].some((filter) => (filter.verdict?.length ?? 0) > 0);
}

/**
 * Returns the notices for the answer to `request`. `--verdict` over a window of `Log` rules without verdicts would be empty
 * without a word otherwise.
 */
export function createAnswerNotices(request: GetFlowsRequest, stderr: TextSink): AnswerNotices {
  let assumedMode: string | undefined;
  return {
    get isWatching() {
      return assumedMode !== undefined;
    },
    header({ windows = [], logRuleFlows = 0, verdictFlows = 0, ...header }) {
      assumedMode = header.assumedMode;
      if (windows.some(({ evicted }) => evicted > 0)) stderr.write(`${describeWindows(windows)}\n`);
      if (logRuleFlows > 0 && verdictFlows === 0 && asksForVerdicts(request)) {
        stderr.write(`${logRuleNotice(logRuleFlows)}\n`);
      }
    },
    shown({ verdict }) {
      if (assumedMode === undefined || (verdict !== Verdict.DROPPED && verdict !== Verdict.AUDIT)) return;
      stderr.write(`${assumedModeNotice(assumedMode)}\n`);
      assumedMode = undefined;
    },
  };
}

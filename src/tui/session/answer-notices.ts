/** What is to be known about an answer: how far it reaches and how sure its verdicts are. Short, as a screen has one line for it. */

import { createTimeText } from '../../base/time/layouts.ts';
import { compareTimestamps } from '../../base/time/timestamp.ts';
import { unpackFlowExtension } from '../../flow/codec/extension.ts';
import { VerdictBasis } from '../../flow/flow-extension.ts';
import type { Flow } from '../../flow/flow.ts';
import type { GetFlowsRequest } from '../../flow/messages.ts';
import type { AnswerHeader, CoveredWindow } from '../../flow/observer.ts';
import { Verdict } from '../../flow/verdict.ts';

/** Denied and audited flows that are looked at for what their verdict rests on, where the answer does not say. */
const looksAt = 64;

/** The notices of one answer. */
export interface AnswerNotices {
  /** Takes what the server says of its answer. */
  header(header: AnswerHeader): void;
  /** Takes a flow that is shown. */
  shown(flow: Flow): void;
  /** The mode that verdicts shown so far rest on without anybody having set it. */
  readonly assumedMode: string | undefined;
  /** The same array while nothing changed. */
  readonly all: readonly string[];
}

/** Returns the notices for the answer to `request`, none so far. */
export function createAnswerNotices(request: GetFlowsRequest): AnswerNotices {
  let all: readonly string[] = [];
  let assumed: string | undefined;
  let left = looksAt;
  let restsOn: string | undefined;
  const say = (text: string | undefined): void => {
    if (text !== undefined) all = [...all, text];
  };
  return {
    get all() {
      return all;
    },
    get assumedMode() {
      return restsOn;
    },
    header({ windows = [], logRuleFlows = 0, verdictFlows = 0, assumedMode }) {
      assumed = assumedMode;
      say(windowNotice(request, windows));
      if (logRuleFlows > 0 && verdictFlows === 0 && asksForVerdicts(request)) say(logRuleNotice(logRuleFlows));
    },
    shown(flow) {
      if (restsOn !== undefined || (flow.verdict !== Verdict.DROPPED && flow.verdict !== Verdict.AUDIT)) return;
      const mode = assumed ?? (left > 0 ? assumedBy(flow) : undefined);
      left -= 1;
      if (mode === undefined) return;
      restsOn = mode;
      say(`verdicts rest on an assumed mode, ${mode}: nothing is configured (--drop-action-override, --felix-config)`);
    },
  };
}

function assumedBy({ extensions }: Flow): string | undefined {
  const extension = unpackFlowExtension(extensions);
  return extension?.verdict_basis === VerdictBasis.ASSUMED ? extension.drop_action_override : undefined;
}

function asksForVerdicts({ whitelist = [], blacklist = [] }: GetFlowsRequest): boolean {
  return [...whitelist, ...blacklist].some((filter) => (filter.verdict?.length ?? 0) > 0);
}

function logRuleNotice(count: number): string {
  const flows = count === 1 ? '1 flow of a Log rule carries' : `${count} flows of Log rules carry`;
  return `${flows} no verdict: map their prefix with --prefix-verdict, or use staged policies`;
}

const retentionNames = { 'denied-audited': 'denied and audited', other: 'forwarded' } as const;

/** Returns what of the time that was asked for is held no more. */
function windowNotice({ since }: GetFlowsRequest, windows: readonly CoveredWindow[]): string | undefined {
  if (since === undefined) return undefined;
  const cut = windows.filter(
    ({ evicted, since: held }) => evicted > 0 && (held === undefined || compareTimestamps(held, since) > 0),
  );
  if (cut.length === 0) return undefined;
  const text = createTimeText('RFC3339');
  const parts = cut.map(({ retentionClass, since: held }) => {
    const name = retentionNames[retentionClass];
    return held === undefined ? `no ${name}` : `${name} since ${text(held)}`;
  });
  return `asked for since ${text(since)}, held are ${parts.join(', ')}`;
}

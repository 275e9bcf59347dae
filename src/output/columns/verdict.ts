/** The VERDICT column. */

import { enumName } from '../../flow/enum-table.ts';
import { TrafficDirection } from '../../flow/enums.ts';
import type { Flow } from '../../flow/flow.ts';
import { MonitorEventType } from '../../flow/monitor.ts';
import type { Policy } from '../../flow/policy.ts';
import { Verdict } from '../../flow/verdict.ts';
import type { Palette, Tone } from './palette.ts';

/** How the verdict is shown. */
export interface VerdictOptions {
  /** Adds ` BY name (Kind), …` to an allowed or denied policy verdict. */
  readonly policyNames: boolean;
  readonly palette: Palette;
}

interface VerdictWords {
  /** The word on a policy-verdict event, where it differs from the enum's name. */
  readonly onPolicy?: string;
  readonly tone: Tone;
}

const wordsByVerdict: ReadonlyMap<number, VerdictWords> = new Map([
  [Verdict.FORWARDED, { onPolicy: 'ALLOWED', tone: 'allowed' }],
  [Verdict.REDIRECTED, { onPolicy: 'ALLOWED', tone: 'allowed' }],
  [Verdict.DROPPED, { onPolicy: 'DENIED', tone: 'denied' }],
  [Verdict.ERROR, { onPolicy: 'DENIED', tone: 'denied' }],
  [Verdict.AUDIT, { onPolicy: 'AUDITED', tone: 'notable' }],
  [Verdict.TRACED, { tone: 'notable' }],
  [Verdict.TRANSLATED, { tone: 'notable' }],
]);

/** Returns the tone of a verdict (a code of Verdict), or undefined for one that has none. */
export function verdictTone(verdict: number | undefined): Tone | undefined {
  return wordsByVerdict.get(verdict ?? 0)?.tone;
}

/**
 * Returns the verdict as a word: on a policy-verdict event ALLOWED, DENIED or AUDITED, else the enum's name, the digits
 * of a code that is not known.
 */
export function verdictWord(flow: Flow): string {
  const onPolicy =
    flow.event_type?.type === MonitorEventType['policy-verdict']
      ? wordsByVerdict.get(flow.verdict ?? 0)?.onPolicy
      : undefined;
  return onPolicy ?? enumName(Verdict, flow.verdict);
}

function policiesBehind(flow: Flow, word: string): readonly Policy[] | undefined {
  const ingress = flow.traffic_direction === TrafficDirection.INGRESS;
  if (!ingress && flow.traffic_direction !== TrafficDirection.EGRESS) return undefined;
  if (word === 'ALLOWED') return ingress ? flow.ingress_allowed_by : flow.egress_allowed_by;
  if (word === 'DENIED') return ingress ? flow.ingress_denied_by : flow.egress_denied_by;
  return undefined;
}

/**
 * Returns the policies that decided in the flow's direction as `name (Kind), …`, empty when there are none. One without
 * a name or a kind is left out, as Hubble leaves it out.
 */
export function policyNamesText(flow: Flow): string {
  let text = '';
  for (const { name = '', kind = '' } of policiesBehind(flow, verdictWord(flow)) ?? []) {
    if (name === '' || kind === '') continue;
    text += `${text === '' ? '' : ', '}${name} (${kind})`;
  }
  return text;
}

/** Returns the verdict as it is printed, with the deciding policies when they are asked for. */
export function verdictText(flow: Flow, options: VerdictOptions): string {
  const policies = options.policyNames ? policyNamesText(flow) : '';
  const text = policies === '' ? verdictWord(flow) : `${verdictWord(flow)} BY ${policies}`;
  const tone = verdictTone(flow.verdict);
  return tone === undefined ? text : options.palette(tone, text);
}

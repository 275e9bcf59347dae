/** An event as one plain line, to be read aloud: words alone, the verdict first. */

import { unpackFlowExtension } from '../../flow/codec/extension.ts';
import type { Flow } from '../../flow/flow.ts';
import { plainPalette } from '../../output/columns/palette.ts';
import { summaryText } from '../../output/columns/summary.ts';
import { enumName } from '../../flow/enum-table.ts';
import { TrafficDirection } from '../../flow/enums.ts';
import { verdictClass } from '../../flow/verdict-class.ts';
import { flowEnds, type FlowEnd } from '../detail/ends.ts';
import { rulePort } from '../detail/next-step.ts';
import { denyingPolicies, policyName } from '../detail/why.ts';
import { doubtWords, isDeniedByPolicy, verdictWords } from '../detail/verdict-words.ts';
import type { ScreenSettings } from '../screen.ts';
import type { FlowEntry, GapEntry, MarkerEntry, TimelineEntry } from '../state/timeline-entry.ts';
import { clean } from '../text/clean.ts';
import { clockOf } from '../text/clock-text.ts';

function nameOf(end: FlowEnd): string {
  return end.name === '' ? 'unknown' : end.name;
}

function policyWords(flow: Flow): string {
  if (!isDeniedByPolicy(flow)) return '';
  const policies = denyingPolicies(flow);
  return policies.length === 0 ? 'no policy named' : `policy ${policies.map(policyName).join(' and ')}`;
}

function directionWords(flow: Flow): string {
  const { INGRESS, EGRESS } = TrafficDirection;
  const isKnown = flow.traffic_direction === INGRESS || flow.traffic_direction === EGRESS;
  return isKnown ? enumName(TrafficDirection, flow.traffic_direction).toLowerCase() : '';
}

function flowWords(entry: FlowEntry): readonly string[] {
  const { flow } = entry.first;
  const ends = flowEnds(flow);
  const verdict = `${doubtWords(unpackFlowExtension(flow.extensions))}${verdictWords(flow)}`;
  return [
    verdict,
    directionWords(flow),
    `from ${nameOf(ends.source)} to ${nameOf(ends.destination)}`,
    rulePort(flow.l4),
    policyWords(flow),
    verdictClass(flow) === 'undecided' || flow.l7 !== undefined ? summaryText(flow, plainPalette) : '',
    entry.count > 1 ? `${entry.count} times` : '',
  ];
}

const markerWords: Readonly<Record<MarkerEntry['about'], string>> = {
  policy: 'policy change',
  mode: 'mode change',
  node: 'node change',
  view: 'view',
};

const gapWords: Readonly<Record<GapEntry['by'], string>> = {
  source: 'flows lost before the server',
  reader: 'flows lost on the way here',
  connection: 'connection gap',
};

function eventWords(entry: TimelineEntry): readonly string[] {
  if (entry.kind === 'flow') return flowWords(entry);
  return [`${entry.kind === 'gap' ? gapWords[entry.by] : markerWords[entry.about]}: ${entry.text}`];
}

/** Returns the event in one line without glyphs and control characters: verdict, direction, ends, port, policy, time. */
export function plainEventText(entry: TimelineEntry, settings: ScreenSettings): string {
  const time = clockOf(settings).ofDay(entry.kind === 'flow' ? entry.first.time : entry.time, 3);
  const words = [...eventWords(entry), time === '' ? '' : `at ${time}`].filter((part) => part !== '');
  return clean(words.join(', '), true);
}

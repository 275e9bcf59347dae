/** The whole detail of an entry of the timeline, in parts. */

import type { Timestamp } from '../../base/time/timestamp.ts';
import { unpackFlowExtension } from '../../flow/codec/extension.ts';
import { VerdictBasis, type FlowExtension } from '../../flow/flow-extension.ts';
import type { ObservedStatus } from '../../flow/observed-status.ts';
import { verdictClass } from '../../flow/verdict-class.ts';
import type {
  FlowEntry,
  GapEntry,
  MarkerEntry,
  SeenFlow,
  TimelineEntry,
  TimelineReader,
} from '../state/timeline-entry.ts';
import type { ClockText } from '../text/clock-text.ts';
import type { Glyphs } from '../theme/tones.ts';
import { flowFields } from './all-fields.ts';
import { applicationParts } from './application.ts';
import { connectionText } from './connection.ts';
import { fact, type DetailPart } from './detail-part.ts';
import { endText, flowEnds } from './ends.ts';
import { flowJsonLines } from './json-lines.ts';
import { nextStep } from './next-step.ts';
import { eventParts, recordParts } from './packet.ts';
import { doubtWords, placeWords, verdictWords } from './verdict-words.ts';
import { knownFrom, whyText } from './why.ts';

/** What a detail is told with. */
export interface DetailContext {
  readonly timeline: Pick<TimelineReader, 'connection'>;
  readonly status: ObservedStatus | undefined;
  readonly clock: ClockText;
  readonly glyphs: Glyphs;
  readonly isJsonShown: boolean;
  /** Returns `(KEY WORDS)` for a command that has a key, else nothing. */
  readonly hint: (command: string, words: string) => string;
}

function timeText(time: Timestamp | undefined, context: DetailContext): string {
  return context.clock.ofDay(time, 6);
}

function headPart(seen: SeenFlow, extension: FlowExtension | undefined, context: DetailContext): DetailPart {
  const { flow } = seen;
  const verdict = verdictClass(flow);
  const about = extension?.time_approximate === true ? `${context.glyphs.approximately} ` : '';
  return {
    kind: 'head',
    tone: verdict,
    glyph: context.glyphs.verdicts[verdict],
    text: `${doubtWords(extension)}${verdictWords(flow)} ${context.glyphs.verdicts.undecided} ${placeWords(flow, context.glyphs.arrow)}`,
    time: `${about}${context.clock.date(seen.time)} ${timeText(seen.time, context)}`.trimEnd(),
  };
}

function foldedPart(entry: FlowEntry, context: DetailContext): readonly DetailPart[] {
  if (entry.count === 1) return [];
  const last = timeText(entry.latest.time, context);
  const expand = context.hint('expand', 'shows them');
  return fact('row', `${entry.count} flows in this row, the last at ${last} ${expand}`.trim());
}

function verdictParts(
  seen: SeenFlow,
  extension: FlowExtension | undefined,
  context: DetailContext,
): readonly DetailPart[] {
  const { flow } = seen;
  const next = nextStep(flow, extension);
  const isAssumed = extension?.verdict_basis === VerdictBasis.ASSUMED;
  return [
    ...fact('why', whyText(flow, extension, context.glyphs.approximately)),
    ...fact('known', `from ${knownFrom(flow, extension, context.status)}`, isAssumed ? 'gap' : undefined),
    ...fact('next', next === undefined ? undefined : `${next} ${context.hint('copy-menu', 'copies')}`.trim()),
  ];
}

function jsonParts(seen: SeenFlow, context: DetailContext): readonly DetailPart[] {
  const { glyphs, isJsonShown } = context;
  const sign = isJsonShown ? glyphs.expanded : glyphs.folded;
  const hint = context.hint('json', isJsonShown ? 'hides it' : 'shows it');
  return [
    { kind: 'space' },
    { kind: 'text', text: `JSON ${sign} ${hint}`.trim(), tone: 'strong' },
    ...(isJsonShown ? [{ kind: 'verbatim', lines: flowJsonLines(seen.flow) } as const] : []),
  ];
}

function fieldParts(seen: SeenFlow): readonly DetailPart[] {
  return [
    { kind: 'space' },
    { kind: 'text', text: 'all fields', tone: 'strong' },
    ...flowFields(seen.flow).map(({ path, value }) => ({ kind: 'field', path, value }) as const),
  ];
}

/** Returns the detail of one flow of a row. */
function flowParts(entry: FlowEntry, seen: SeenFlow, context: DetailContext): readonly DetailPart[] {
  const { flow } = seen;
  const extension = unpackFlowExtension(flow.extensions);
  const ends = flowEnds(flow);
  const others = connectionText(flow, context.timeline.connection(flow), context.clock);
  const around = context.hint('around', 'flows around it, no filters');
  return [
    headPart(seen, extension, context),
    { kind: 'space' },
    ...fact('from', endText(ends.source)),
    ...fact('to', endText(ends.destination)),
    ...verdictParts(seen, extension, context),
    ...eventParts(seen),
    ...foldedPart(entry, context),
    ...recordParts(flow, extension, context.glyphs.arrow),
    ...applicationParts(flow.l7),
    { kind: 'space' },
    ...(others === '' ? [] : [{ kind: 'text', text: others } as const]),
    ...(around === '' ? [] : [{ kind: 'text', text: around, tone: 'dim' } as const]),
    ...jsonParts(seen, context),
    ...fieldParts(seen),
  ];
}

const markerWords: Readonly<Record<MarkerEntry['about'], string>> = {
  policy: 'Flows above it were decided by the policies as they were before, flows below it by those after.',
  mode: 'What becomes of denied packets changed here: verdicts within 60 s of it may be of either mode.',
  node: 'From here on flows of a node are there, or are missing.',
  view: 'Something happened to this view, nothing to the traffic.',
};

const gapWords: Readonly<Record<GapEntry['by'], string>> = {
  source: 'They were lost before they reached the server: in the kernel, the journal or the queue behind them.',
  reader:
    'The server held no more of them when this reader asked: it was away too long, or too slow for what it asks for. Narrower filters need less.',
  connection: 'There was no connection for this time. What the server still held was fetched afterwards.',
};

function missedText(entry: GapEntry): string {
  if (entry.missed === undefined) return 'nobody can say how many';
  return entry.missed === 0 ? 'none' : `up to ${entry.missed}`;
}

function noticeParts(entry: MarkerEntry | GapEntry, context: DetailContext): readonly DetailPart[] {
  const isGap = entry.kind === 'gap';
  return [
    {
      kind: 'head',
      tone: isGap ? 'gap' : 'marker',
      glyph: context.glyphs.line,
      text: entry.text,
      time: timeText(entry.time, context),
    },
    { kind: 'space' },
    ...fact('when', `${context.clock.date(entry.time)} ${timeText(entry.time, context)}`.trim()),
    ...(isGap ? fact('missed', missedText(entry)) : fact('about', entry.about)),
    { kind: 'text', text: isGap ? gapWords[entry.by] : markerWords[entry.about] },
  ];
}

/** Returns the detail of an entry; of a row of flows that of its `member` (an index), else of its first flow. */
export function entryParts(
  entry: TimelineEntry,
  member: number | undefined,
  context: DetailContext,
): readonly DetailPart[] {
  if (entry.kind !== 'flow') return noticeParts(entry, context);
  const chosen = member === undefined ? entry.first : (entry.members[member] ?? entry.first);
  return flowParts(entry, chosen, context);
}

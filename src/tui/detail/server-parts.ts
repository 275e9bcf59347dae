/** What a server of ours tells of itself: sources, modes, windows, losses, warnings. */

import type { Timestamp } from '../../base/time/timestamp.ts';
import { timestampToMs } from '../../base/time/timestamp.ts';
import { basisText } from '../../output/columns/basis.ts';
import { VerdictBasis } from '../../flow/flow-extension.ts';
import type { ModeStatus, ObservedStatus, SourceStatus, WindowStatus } from '../../flow/observed-status.ts';
import { countOf, countText, spanText } from '../text/amounts.ts';
import type { ClockText } from '../text/clock-text.ts';
import { fact, joined, type DetailPart } from './detail-part.ts';

/** What times are told with. */
export interface ServerContext {
  readonly clock: ClockText;
  readonly now: Timestamp;
}

function counted(value: bigint | undefined): string {
  return countText(Number(value ?? 0n));
}

function reasonsText(reasons: Readonly<Record<string, bigint>> | undefined): string {
  const entries = Object.entries(reasons ?? {}).filter(([, count]) => count > 0n);
  const sorted = entries.toSorted(([, a], [, b]) => Number(b - a));
  return sorted.map(([reason, count]) => `${reason} ${counted(count)}`).join(', ');
}

function total(reasons: Readonly<Record<string, bigint>> | undefined): bigint {
  return Object.values(reasons ?? {}).reduce((sum, count) => sum + count, 0n);
}

function withReasons(
  count: bigint,
  word: string,
  reasons: Readonly<Record<string, bigint>> | undefined,
): string | undefined {
  if (count === 0n) return undefined;
  const why = reasonsText(reasons);
  return `${counted(count)} ${word}${why === '' ? '' : ` (${why})`}`;
}

function sourceCounts(source: SourceStatus): string {
  const lost = source.lost ?? 0n;
  const suppressed = source.suppressed ?? 0n;
  return joined([
    countOf(Number(source.records ?? 0n), 'record'),
    countOf(Number(source.flows ?? 0n), 'flow'),
    withReasons(source.skipped ?? 0n, 'skipped', source.skipped_by_reason),
    withReasons(total(source.rejected), 'rejected', source.rejected),
    lost === 0n ? undefined : `up to ${counted(lost)} lost`,
    suppressed === 0n ? undefined : `${counted(suppressed)} messages of other subsystems suppressed`,
  ]);
}

function sourceParts(source: SourceStatus): readonly DetailPart[] {
  const isFailed = source.state === 'failed';
  // Before the first record nobody knows what the envelope carries.
  const isForgeable = source.facility_known !== true && (source.records ?? 0n) > 0n;
  return [
    {
      kind: 'text',
      text: joined([source.name ?? '', source.state]),
      ...(isFailed ? { tone: 'error' as const } : {}),
    },
    ...fact('', sourceCounts(source)),
    ...fact(
      '',
      isForgeable ? "the facility is not known: the kernel's lines cannot be told from forged ones" : undefined,
      'gap',
    ),
    ...fact('', source.message, isFailed ? 'error' : 'gap'),
  ];
}

function modeParts(mode: ModeStatus): readonly DetailPart[] {
  const node = mode.node_name ?? '';
  const basis = basisText(mode.basis);
  const origin = mode.origin ?? '';
  const known = origin === '' || origin.startsWith(basis) ? origin || basis : `${basis}: ${origin}`;
  return [
    {
      kind: 'text',
      text: joined([
        `${node === '' ? 'every node' : node} = ${mode.drop_action_override ?? ''}`,
        mode.basis === VerdictBasis.ASSUMED ? known : `known from ${known}`,
      ]),
    },
    ...fact(
      '',
      mode.blind === true ? 'this mode logs nothing: denied traffic cannot be seen here' : undefined,
      'error',
    ),
    ...fact('', mode.warning, 'gap'),
  ];
}

const retentionWords: Readonly<Record<string, string>> = {
  'denied-audited': 'denied and audited flows',
  other: 'all other flows',
};

function windowParts(window: WindowStatus, { clock, now }: ServerContext): readonly DetailPart[] {
  const name = window.retention_class ?? '';
  const since = window.oldest === undefined ? undefined : clock.onDay(window.oldest, now);
  const back = window.oldest === undefined ? 0 : timestampToMs(now) - timestampToMs(window.oldest);
  const evicted = window.evicted ?? 0n;
  return [
    {
      kind: 'text',
      text: joined([
        retentionWords[name] ?? name,
        since === undefined ? 'none held yet' : `back to ${since} (${spanText(back)})`,
        `${counted(window.held)} of ${counted(window.capacity)} held`,
        evicted === 0n ? undefined : `${counted(evicted)} older ones gone`,
      ]),
    },
  ];
}

const loserWords: Readonly<Record<string, string>> = {
  kernel: "the kernel's log (upper bound)",
  queue: "the server's own queue",
  reader: 'readers that were too slow',
};

function lostParts(lost: ObservedStatus['lost']): readonly DetailPart[] {
  const entries = Object.entries(lost ?? {}).filter(([, count]) => count > 0n);
  if (entries.length === 0) return [{ kind: 'text', text: 'nothing' }];
  return entries.map(([where, count]) => ({
    kind: 'text',
    text: joined([counted(count), loserWords[where] ?? where]),
    tone: 'gap',
  }));
}

/** Returns a section: its title, and what is in it; nothing when that is empty. */
export function section(title: string, parts: readonly DetailPart[]): readonly DetailPart[] {
  return parts.length === 0 ? [] : [{ kind: 'space' }, { kind: 'text', text: title, tone: 'overlay-title' }, ...parts];
}

/** Returns the sections only a server of ours can tell; none for another server. */
export function serverParts(status: ObservedStatus | undefined, context: ServerContext): readonly DetailPart[] {
  if (status === undefined) return [];
  const ruleFlows = status.log_rule_flows ?? 0n;
  return [
    ...section('sources', (status.sources ?? []).flatMap(sourceParts)),
    ...section('drop action override', (status.modes ?? []).flatMap(modeParts)),
    ...section('held', [
      ...(status.windows ?? []).flatMap((window) => windowParts(window, context)),
      ...(ruleFlows === 0n
        ? []
        : [
            {
              kind: 'text',
              text: `${counted(ruleFlows)} flows of Log rules among them, which carry no verdict`,
            } as const,
          ]),
    ]),
    ...section('lost by', lostParts(status.lost)),
    ...section(
      'warnings',
      (status.warnings ?? []).map((text) => ({ kind: 'text', text, tone: 'gap' }) as const),
    ),
  ];
}

/** What only a server of ours knows about itself: printed after Hubble's lines of `status`. */

import { escapeControl } from '../base/escape.ts';
import type { ModeStatus, ObservedStatus, SourceStatus, WindowStatus } from '../flow/observed-status.ts';
import { basisText } from './columns/basis.ts';
import { groupedText, spanText } from './number-text.ts';
import { describeWindows, retentionClassText } from './windows.ts';

const count = (value: bigint | undefined): string => groupedText(value ?? 0n);

/** Returns ` (reason n, …)`, the most frequent first, or nothing without reasons. */
function reasonsText(reasons: Readonly<Record<string, bigint>> | undefined): string {
  const entries = Object.entries(reasons ?? {}).filter(([, number]) => number > 0n);
  if (entries.length === 0) return '';
  const sorted = entries.toSorted(([, a], [, b]) => (a === b ? 0 : b > a ? 1 : -1));
  return ` (${sorted.map(([reason, number]) => `${reason} ${groupedText(number)}`).join(', ')})`;
}

function total(reasons: Readonly<Record<string, bigint>> | undefined): bigint {
  return Object.values(reasons ?? {}).reduce((sum, number) => sum + number, 0n);
}

function sourceCounts(source: SourceStatus): string {
  const parts = [
    `${count(source.records)} ${source.records === 1n ? 'record' : 'records'}`,
    `${count(source.flows)} ${source.flows === 1n ? 'flow' : 'flows'}`,
    `${count(source.skipped)} skipped${reasonsText(source.skipped_by_reason)}`,
    `${count(total(source.rejected))} rejected${reasonsText(source.rejected)}`,
  ];
  if ((source.lost ?? 0n) > 0n) parts.push(`up to ${count(source.lost)} lost`);
  if ((source.suppressed ?? 0n) > 0n) parts.push(`${count(source.suppressed)} messages of other subsystems suppressed`);
  return parts.join(', ');
}

function sourceLines(source: SourceStatus): readonly string[] {
  const state = source.state === undefined || source.state === '' ? '' : ` (${source.state})`;
  const lines = [`Source ${source.name ?? ''}${state}: ${sourceCounts(source)}`];
  // Before the first record nobody knows what the envelope carries.
  if (source.facility_known !== true && (source.records ?? 0n) > 0n) {
    lines.push("  the source cannot tell the kernel's lines from forged ones");
  }
  if (source.message !== undefined && source.message !== '') lines.push(`  ${source.message}`);
  return lines;
}

function modeLines(mode: ModeStatus): readonly string[] {
  const basis = basisText(mode.basis);
  const isBare = mode.origin === undefined || mode.origin === '' || mode.origin.startsWith(basis);
  const known = isBare ? mode.origin || basis : `${basis}: ${mode.origin}`;
  const where = mode.node_name === undefined || mode.node_name === '' ? 'every node' : mode.node_name;
  const lines = [`Drop action override of ${where}: ${mode.drop_action_override ?? ''} (${known})`];
  if (mode.blind === true) lines.push('  blind by configuration: this mode logs nothing');
  if (mode.warning !== undefined && mode.warning !== '') lines.push(`  warning: ${mode.warning}`);
  return lines;
}

function windowLines(windows: readonly WindowStatus[]): readonly string[] {
  if (windows.length === 0) return [];
  const named = windows.map(({ retention_class: name = '', oldest, newest }) => {
    return { retentionClass: name, since: oldest, until: newest };
  });
  const quotas = windows.map((window) => {
    const held = `${count(window.held)} of ${count(window.capacity)} held, ${count(window.evicted)} evicted`;
    return `  ${retentionClassText(window.retention_class ?? '')}: ${held}`;
  });
  return [`Window (UTC): ${describeWindows(named)}`, ...quotas];
}

function lostLines(lost: ObservedStatus['lost']): readonly string[] {
  const entries = Object.entries(lost ?? {}).filter(([, number]) => number > 0n);
  if (entries.length === 0) return [];
  const parts = entries.map(
    ([where, number]) => `${where} ${where === 'kernel' ? 'up to ' : ''}${groupedText(number)}`,
  );
  return [`Lost: ${parts.join(', ')}`];
}

function logRuleLines(flows: bigint): readonly string[] {
  return flows === 0n ? [] : [`Flows of Log rules, which carry no verdict: ${groupedText(flows)}`];
}

/**
 * Returns our own lines of the status, each ended by a newline: sources with what became of their records, modes with
 * where they are from, windows and quotas of the store, losses and warnings. Times are UTC. `uptimeNs` is how long the
 * server has been up, in nanoseconds, as its other answer says it; shown in whole seconds.
 */
export function formatObservedStatus(status: ObservedStatus, uptimeNs?: bigint): string {
  const lines = [
    ...(uptimeNs === undefined ? [] : [`Uptime: ${spanText(uptimeNs - (uptimeNs % 1_000_000_000n))}`]),
    ...(status.version === undefined || status.version === '' ? [] : [`Version: ${status.version}`]),
    ...(status.sources ?? []).flatMap(sourceLines),
    ...(status.modes ?? []).flatMap(modeLines),
    ...windowLines(status.windows ?? []),
    ...lostLines(status.lost),
    ...logRuleLines(status.log_rule_flows ?? 0n),
    ...(status.warnings ?? []).map((warning) => `Warning: ${warning}`),
  ];
  return lines.map((line) => `${escapeControl(line)}\n`).join('');
}

/** What is told in words of a change of the state, where there is no screen to look at. */

import { keyContext } from '../keys/key-context.ts';
import { keyTable } from '../keys/key-table.ts';
import type { ScreenSettings, Snapshot } from '../screen.ts';
import { plainEventText } from '../screens/plain-event.ts';
import type { SessionReader } from '../state/readers.ts';
import type { Overlay, UiState } from '../state/ui-state.ts';
import { countOf } from '../text/amounts.ts';

/** A line of text that is being written, and what for. */
export interface WrittenText {
  readonly label: string;
  readonly text: string;
}

/** Returns the text that is being written; undefined while keys are commands. */
export function writtenText({ filter, overlay }: UiState): WrittenText | undefined {
  if (overlay?.kind === 'prompt') return { label: overlay.purpose, text: overlay.text };
  return filter.editing === undefined ? undefined : { label: 'filter', text: filter.editing.text };
}

/** What events were told so far. */
export interface Told {
  /** `seq` of the first entry that was not told. */
  readonly next: number;
  readonly lines: readonly string[];
}

/** Returns a line for each entry from `next` on that is to be seen, and where the next ones begin. A paused view has none. */
export function eventNews({ ui, data }: Snapshot, settings: ScreenSettings, next: number): Told {
  const { timeline } = data;
  const end = ui.flows.pausedAt ?? timeline.end;
  if (next >= end) return { next, lines: [] };
  const missed = timeline.first - next;
  const lines = missed > 0 ? [`${countOf(missed, 'event')} left before they could be told`] : [];
  let seq = timeline.nextShown(Math.max(next, timeline.first) - 1, 1);
  while (seq !== undefined && seq < end) {
    const entry = timeline.at(seq);
    if (entry !== undefined) lines.push(plainEventText(entry, settings));
    seq = timeline.nextShown(seq, 1);
  }
  return { next: end, lines };
}

/** Returns how it stands with the stream, in words; empty before there is one. The countdown to the next attempt is left out: it would be told every second. */
export function streamWords({ state, name }: SessionReader): string {
  if (name === '') return '';
  switch (state.kind) {
    case 'connecting':
      return `connecting to ${name}`;
    case 'live':
      return `live: ${name}`;
    case 'reconnecting':
      return `connection lost, trying again: ${state.reason}`;
    case 'replay':
      return `reading recorded flows: ${name}`;
    case 'ended':
      return 'all flows were read';
    case 'failed':
      return `failed: ${state.message}; ${state.hint}`;
    default:
      return state satisfies never;
  }
}

function helpLines(ui: UiState, settings: ScreenSettings): readonly string[] {
  const context = keyContext({ ...ui, overlay: undefined });
  const here = keyTable.filter(({ contexts }) => contexts.includes(context));
  return here.flatMap(({ name, help }) => {
    const keys = settings.keysOf(name);
    return keys.length === 0 ? [] : [`${keys.join(' or ')}: ${help}`];
  });
}

function overlayLines(overlay: Overlay, ui: UiState, settings: ScreenSettings): readonly string[] {
  switch (overlay.kind) {
    case 'help':
      return helpLines(ui, settings);
    case 'menu':
      return [overlay.title, ...overlay.items.map(({ key, label }) => `${key}: ${label}`)];
    case 'confirm':
      return [`${overlay.question} y or n`];
    case 'prompt':
      return [];
    default:
      return ['this is shown on the screen only; Esc goes back'];
  }
}

const noFilters = 'no filters';

function filterWords({ filter }: UiState): string {
  return filter.isOff || filter.terms.length === 0 ? noFilters : `filters: ${filter.terms.join(' ')}`;
}

function startLines({ start }: UiState): readonly string[] {
  if (start === undefined) return [];
  return ['no flow server answered', ...start.tried.map(({ what, outcome }) => `tried ${what}: ${outcome}`)];
}

/** Returns a line for each thing of the state that is different from before; all of it where there was nothing before. */
export function stateNews(before: Snapshot | undefined, now: Snapshot, settings: ScreenSettings): readonly string[] {
  const { ui } = now;
  const was = before?.ui;
  const lines: string[] = [];
  if (ui.start !== was?.start) lines.push(...startLines(ui));
  const filters = filterWords(ui);
  if (filters !== (was === undefined ? noFilters : filterWords(was))) lines.push(filters);
  const wasPaused = was?.flows.pausedAt !== undefined;
  if (wasPaused !== (ui.flows.pausedAt !== undefined)) lines.push(wasPaused ? 'goes on' : 'paused');
  if (ui.overlay !== undefined && ui.overlay !== was?.overlay) lines.push(...overlayLines(ui.overlay, ui, settings));
  if (ui.message !== undefined && ui.message !== was?.message) lines.push(ui.message.text);
  return lines;
}

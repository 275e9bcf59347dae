/** Copying: of rows, or of the filter in its forms. The marked rows go before the selected one. */

import { readBar, type BarTerm } from '../../../filters/expression/reading.ts';
import { barCel, barFlags } from '../../../filters/expression/forms.ts';
import { unpackFlowExtension } from '../../../flow/codec/extension.ts';
import { nextStep } from '../../detail/next-step.ts';
import { cursorRow } from '../../flow-rows.ts';
import { quoteWord } from '../shell-words.ts';
import type { Effect } from '../effects.ts';
import { only, say, told, type ReduceContext, type Reduced } from '../reduced.ts';
import { conversationLine, flowJson, flowLine, flowsOf, rowLine } from '../row-text.ts';
import { marksOf, selectedFlow, selectedFlows, selectedRows, viewSelection } from '../selection.ts';
import type { SeenFlow } from '../timeline-entry.ts';
import type { CopyForm, MenuItem, UiState } from '../ui-state.ts';
import { withMenu } from './menus.ts';
import { termsInForce } from './stream.ts';
import { isTableTab, selectedRow } from './tables.ts';

const items: readonly (MenuItem & { readonly form: CopyForm })[] = [
  { form: 'row', key: 'r', label: 'row', action: { kind: 'copy', form: 'row' } },
  { form: 'json', key: 'j', label: 'JSON', action: { kind: 'copy', form: 'json' } },
  { form: 'next', key: 'n', label: 'next step', action: { kind: 'copy', form: 'next' } },
  { form: 'filter', key: 'f', label: 'filter', action: { kind: 'copy', form: 'filter' } },
  { form: 'flags', key: 'g', label: 'filter as flags', action: { kind: 'copy', form: 'flags' } },
  { form: 'cel', key: 'c', label: 'filter as CEL', action: { kind: 'copy', form: 'cel' } },
  { form: 'command', key: 'o', label: 'the equal observe command', action: { kind: 'copy', form: 'command' } },
];

const rowForms: Readonly<Record<UiState['tab'], readonly CopyForm[]>> = {
  flows: ['row', 'json', 'next'],
  top: ['row'],
  policies: ['row'],
  nodes: [],
};

/** Opens the menu of what can be copied here. */
export function openCopyMenu(ui: UiState): Reduced {
  const isFilterAlone = ui.overlay?.kind === 'filter-forms';
  const offered = isFilterAlone ? [] : rowForms[ui.tab];
  const isOffered = ({ form }: { form: CopyForm }): boolean =>
    offered.includes(form) || !['row', 'json', 'next'].includes(form);
  return only(
    withMenu(
      ui,
      'Copy',
      items.filter(isOffered).map(({ key, label, action }) => ({ key, label, action })),
    ),
  );
}

/** A text to copy and what it is; or why there is none. */
type Text = { readonly text: string; readonly what: string } | { readonly missing: string };

const counted = (count: number, one: string, many: string): string => (count === 1 ? `1 ${one}` : `${count} ${many}`);

function rowText(ui: UiState, { data }: ReduceContext): Text {
  if (isTableTab(ui.tab)) {
    const row = selectedRow(ui, ui.tab, { data });
    return row === undefined ? { missing: 'no row is selected' } : { text: conversationLine(row), what: 'the row' };
  }
  if (marksOf({ ui, data }).size > 0) {
    const lines = selectedRows(data.timeline, viewSelection({ ui, data })).map(rowLine);
    return { text: lines.join('\n'), what: counted(lines.length, 'marked row', 'marked rows') };
  }
  const row = cursorRow({ ui, data });
  const member = row?.member === undefined ? undefined : selectedFlow({ ui, data });
  if (row === undefined) return { missing: 'no row is selected' };
  return { text: member === undefined ? rowLine(row.entry) : flowLine(member), what: 'the row' };
}

function chosenFlows(ui: UiState, { data }: ReduceContext): readonly SeenFlow[] {
  if (marksOf({ ui, data }).size > 0) return flowsOf(selectedRows(data.timeline, viewSelection({ ui, data })));
  const row = cursorRow({ ui, data });
  const entry = selectedFlows({ ui, data });
  const member = row?.member === undefined ? undefined : selectedFlow({ ui, data });
  return member === undefined ? flowsOf(entry === undefined ? [] : [entry]) : [member];
}

function jsonText(ui: UiState, context: ReduceContext): Text {
  const flows = chosenFlows(ui, context);
  if (flows.length === 0) return { missing: 'no flow is selected' };
  return { text: flows.map(flowJson).join('\n'), what: `${counted(flows.length, 'flow', 'flows')} as JSON` };
}

function nextText(ui: UiState, { data }: ReduceContext): Text {
  const seen = selectedFlow({ ui, data });
  const next = seen === undefined ? undefined : nextStep(seen.flow, unpackFlowExtension(seen.flow.extensions));
  return next === undefined ? { missing: 'this row asks for no next step' } : { text: next, what: 'the next step' };
}

/** Returns the terms in force as they read. Terms in force always read: they were checked before. */
export function readTerms(ui: UiState): readonly BarTerm[] {
  return termsInForce(ui).flatMap((term) => {
    const reading = readBar(term);
    return reading.ok ? reading.terms : [];
  });
}

function textOf(ui: UiState, form: Exclude<CopyForm, 'command'>, context: ReduceContext): Text {
  switch (form) {
    case 'row':
      return rowText(ui, context);
    case 'json':
      return jsonText(ui, context);
    case 'next':
      return nextText(ui, context);
    case 'filter':
      return { text: termsInForce(ui).join(' '), what: 'the filter' };
    case 'flags':
      return { text: barFlags(readTerms(ui)).map(quoteWord).join(' '), what: 'the filter as flags' };
    case 'cel':
      return { text: barCel(readTerms(ui)), what: 'the filter as CEL' };
    default:
      return form satisfies never;
  }
}

/** Copies in one of the forms; the message tells what. */
export function copy(ui: UiState, form: CopyForm, context: ReduceContext): Reduced {
  if (form === 'command') return { ui, effects: [{ kind: 'copy-command', flags: barFlags(readTerms(ui)) }] };
  const text = textOf(ui, form, context);
  if ('missing' in text) return say(ui, text.missing, context);
  if (text.text === '') return only(told(ui, `there is nothing to copy: ${text.what} is empty`, context));
  const effect: Effect = { kind: 'copy', ...text };
  return { ui, effects: [effect] };
}

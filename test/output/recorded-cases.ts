/** The recorded runs of `hubble` that need only what a printer does, and the simplest selections. */

import { readFileSync } from 'node:fs';

import { messageFromJson } from '../../src/flow/codec/json.ts';
import type { GetFlowsResponse } from '../../src/flow/messages.ts';
import { MonitorEventType } from '../../src/flow/monitor.ts';
import { Verdict } from '../../src/flow/verdict.ts';
import { parseFlowFormat } from '../../src/output/formats.ts';
import { createPrinter, type PrinterOptions } from '../../src/output/printer.ts';
import { plainOptions } from './a-flow.ts';

const folder = new URL('../fixtures/conformance/hubble/', import.meta.url);

/** One recorded run. */
export interface RecordedCase {
  readonly name: string;
  readonly category: string;
  readonly args: readonly string[];
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdout: string;
  readonly stderr: string;
  readonly stderr_check: string;
  readonly exit: number;
}

interface Selection {
  readonly types: number[];
  readonly verdicts: number[];
}

/** A case as options of the printer and a selection. */
export interface PrintedCase {
  readonly recorded: RecordedCase;
  options: Omit<PrinterOptions, 'out' | 'err'>;
  readonly allowed: Selection;
  readonly denied: Selection;
  first: number;
  last: number;
}

type FlagReader = (plan: PrintedCase, value: string, negated: boolean) => void;

function selectionOf(plan: PrintedCase, negated: boolean): Selection {
  return negated ? plan.denied : plan.allowed;
}

function readType(plan: PrintedCase, value: string, negated: boolean): void {
  const type = Object.entries(MonitorEventType).find(([name]) => name === value)?.[1];
  if (type === undefined) throw new RangeError('a sub-type: left to the filters');
  selectionOf(plan, negated).types.push(type);
}

function readVerdict(plan: PrintedCase, value: string, negated: boolean): void {
  const verdict = Object.entries(Verdict).find(([name]) => name === value)?.[1];
  if (verdict === undefined) throw new RangeError('no verdict');
  selectionOf(plan, negated).verdicts.push(verdict);
}

const setting =
  (read: (value: string) => Partial<PrinterOptions>): FlagReader =>
  (plan, value) => {
    plan.options = { ...plan.options, ...read(value) };
  };

const valueFlags: Readonly<Record<string, FlagReader>> = {
  '-o': setting((value) => ({ format: parseFlowFormat(value) })),
  '--time-format': setting((timeFormat) => ({ timeFormat })),
  // The runs had no terminal, so `auto` meant no colour.
  '--color': setting((value) => ({ color: value.toLowerCase() === 'always' })),
  '-t': readType,
  '--type': readType,
  '--verdict': readVerdict,
  '--first': (plan, value) => {
    plan.first = Number(value);
  },
  '--last': (plan, value) => {
    plan.last = Number(value);
  },
};

const plainFlags: Readonly<Record<string, Partial<PrinterOptions>>> = {
  flows: {},
  '--ip-translation=true': {},
  '--numeric': { numeric: true },
  '--print-node-name': { nodeName: true },
  '--print-policy-names': { policyNames: true },
  '-s': { silentErrors: true },
  '-D': { debug: true },
};

function emptyPlan(recorded: RecordedCase): PrintedCase {
  return {
    recorded,
    options: { ...plainOptions, legacyJson: recorded.env?.['HUBBLE_COMPAT'] === 'legacy-json-output' },
    allowed: { types: [], verdicts: [] },
    denied: { types: [], verdicts: [] },
    first: Infinity,
    last: Infinity,
  };
}

/** Returns the case as a plan, or undefined when it needs more than is known here. */
function planOf(recorded: RecordedCase): PrintedCase | undefined {
  const plan = emptyPlan(recorded);
  let negated = false;
  const args = recorded.args.slice(1);
  for (let index = 0; index < args.length; index += 1) {
    const flag = args[index] ?? '';
    const plain = plainFlags[flag];
    const reader = valueFlags[flag];
    if (flag === '--not') negated = true;
    else if (plain !== undefined) plan.options = { ...plan.options, ...plain };
    else if (reader === undefined) return undefined;
    else {
      index += 1;
      try {
        reader(plan, args[index] ?? '', negated);
      } catch {
        return undefined;
      }
      negated = false;
    }
  }
  return plan;
}

function isMatch(selection: Selection, response: GetFlowsResponse): boolean {
  const { types, verdicts } = selection;
  const type = types.length === 0 || types.includes(response.flow?.event_type?.type ?? -1);
  return type && (verdicts.length === 0 || verdicts.includes(response.flow?.verdict ?? 0));
}

const isEmpty = (selection: Selection): boolean => selection.types.length + selection.verdicts.length === 0;

function readResponses(file: string): readonly GetFlowsResponse[] {
  const responses: GetFlowsResponse[] = [];
  for (const line of readFileSync(new URL(file, folder), 'utf8').split('\n')) {
    const result = messageFromJson('observer.GetFlowsResponse', line, { discardUnknown: true });
    if (result.ok) responses.push(result.value);
  }
  return responses;
}

const inputs = ['flows.jsonl', 'odd.jsonl', 'crlf.jsonl', 'nonl.jsonl', 'empty.jsonl'];

/** Returns the recorded runs that `printCase` can repeat. */
export function readPrintedCases(): readonly PrintedCase[] {
  const recorded: readonly RecordedCase[] = JSON.parse(readFileSync(new URL('cases.json', folder), 'utf8'));
  return recorded
    .filter((one) => one.exit === 0 && inputs.includes(one.input ?? 'flows.jsonl'))
    .map(planOf)
    .filter((plan) => plan !== undefined);
}

/** Returns a reader of the inputs that reads each file once. */
export function createInputReader(): (file: string) => readonly GetFlowsResponse[] {
  const known = new Map<string, readonly GetFlowsResponse[]>();
  return (file) => {
    const responses = known.get(file) ?? readResponses(file);
    known.set(file, responses);
    return responses;
  };
}

/** Returns what the printer writes for the case. */
export function printCase(
  plan: PrintedCase,
  responses: readonly GetFlowsResponse[],
): { readonly stdout: string; readonly stderr: string } {
  const written = { stdout: '', stderr: '' };
  const printer = createPrinter({
    ...plan.options,
    out: { write: (text) => (written.stdout += text) },
    err: { write: (text) => (written.stderr += text) },
  });
  const selected = responses.filter((response) => {
    if (!isEmpty(plan.allowed) && !isMatch(plan.allowed, response)) return false;
    return isEmpty(plan.denied) || !isMatch(plan.denied, response);
  });
  const head = selected.slice(0, plan.first);
  const tail = plan.last === Infinity || plan.last === 0 ? head : head.slice(-plan.last);
  for (const response of tail) printer.print(response);
  printer.end();
  return written;
}

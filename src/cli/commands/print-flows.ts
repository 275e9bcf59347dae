/** Flows of any observer to standard output. */

import { CancelledError } from '../../base/errors.ts';
import { ExitCode } from '../../base/exit-codes.ts';
import type { GetFlowsRequest, GetFlowsResponse } from '../../flow/messages.ts';
import type { Observer } from '../../flow/observer.ts';
import type { StreamEnding } from '../../output/flow-format.ts';
import { createPrinter, type FlowPrinter } from '../../output/printer.ts';
import type { StyleOptions } from '../../output/text-style.ts';
import type { FlowsInvocation } from '../flags/observe-line.ts';
import type { Environment } from '../flags/resolve.ts';
import type { Surroundings } from '../program.ts';
import { createStandardOutput, type StandardOutput } from '../standard-output.ts';
import { createAnswerNotices, type AnswerNotices } from './answer-notices.ts';

/** Returns whether output is coloured: `always`, or `auto` on a terminal with NO_COLOR unset. */
export function wantsColor(when: string, isTerminal: boolean, environment: Environment): boolean {
  const word = when.toLowerCase();
  if (word === 'always' || word === 'never') return word === 'always';
  return isTerminal && (environment['NO_COLOR'] ?? '') === '' && environment['TERM'] !== 'dumb';
}

/** Returns how flows are to look. */
export function styleFor({ flags: { values }, format }: FlowsInvocation, surroundings: Surroundings): StyleOptions {
  return {
    format,
    color: wantsColor(values.color, surroundings.stdout.isTTY === true, surroundings.environment),
    timeFormat: values['time-format'],
    numeric: values.numeric,
    ipTranslation: values['ip-translation'],
    nodeName: values['print-node-name'],
    policyNames: values['print-policy-names'],
  };
}

function printerFor(invocation: FlowsInvocation, surroundings: Surroundings, out: StandardOutput): FlowPrinter {
  const { values } = invocation.flags;
  return createPrinter({
    ...styleFor(invocation, surroundings),
    out,
    err: surroundings.stderr,
    silentErrors: values['silent-errors'],
    debug: values.debug,
    legacyJson: invocation.legacyJson,
    fields: values.fields,
  });
}

interface Printing {
  readonly printer: FlowPrinter;
  readonly out: StandardOutput;
  readonly notices: AnswerNotices;
}

async function printBatch(batch: readonly GetFlowsResponse[], { printer, out, notices }: Printing): Promise<void> {
  for (const response of batch) {
    printer.print(response);
    if (response.flow !== undefined) notices.shown(response.flow);
  }
  await out.flush();
}

async function printAnswer(
  observer: Observer,
  request: GetFlowsRequest,
  signal: AbortSignal,
  printing: Printing,
): Promise<void> {
  const answer = observer.getFlows(request, { signal });
  const header = answer.header.then(
    (value) => printing.notices.header(value),
    // The iteration throws the same error, to be told once.
    () => undefined,
  );
  let ending: StreamEnding = 'broken';
  try {
    for await (const batch of answer) {
      await header;
      await printBatch(batch, printing);
    }
    ending = 'complete';
  } finally {
    // What was read before an error is shown as well.
    await header;
    printing.printer.end(ending);
    await printing.out.flush();
  }
}

/**
 * Prints the answer to the invocation's request. Returns 0 at its end and when the reader of standard output went away, 130 when it was
 * interrupted. Throws what the observer throws, after printing what came before. `out` is where flows go, when somebody else
 * writes there too.
 */
export async function printFlows(
  observer: Observer,
  invocation: FlowsInvocation,
  surroundings: Surroundings,
  out: StandardOutput = createStandardOutput(surroundings.stdout),
): Promise<ExitCode> {
  const { interrupted, stderr } = surroundings;
  const printing = {
    out,
    printer: printerFor(invocation, surroundings, out),
    notices: createAnswerNotices(invocation.request, stderr),
  };
  for (const notice of invocation.notices) stderr.write(`${notice}\n`);
  try {
    await printAnswer(observer, invocation.request, AbortSignal.any([interrupted, out.closed]), printing);
  } catch (error) {
    if (!(error instanceof CancelledError) && !out.closed.aborted) throw error;
  }
  return interrupted.aborted ? ExitCode.interrupted : ExitCode.ok;
}

/** Flows of any observer to standard output. */

import { CancelledError } from '../../base/errors.ts';
import { ExitCode } from '../../base/exit-codes.ts';
import type { GrpcObserver } from '../../client/grpc-observer.ts';
import type { GetFlowsRequest, GetFlowsResponse } from '../../flow/messages.ts';
import type { AnswerHeader, Observer } from '../../flow/observer.ts';
import type { StreamEnding } from '../../output/flow-format.ts';
import { createEncodedPrinter, type EncodedPrinter } from '../../output/encoded-printer.ts';
import { createPrinter, type FlowPrinter, type PrinterOptions } from '../../output/printer.ts';
import type { StyleOptions } from '../../output/text-style.ts';
import type { FlowsInvocation } from '../flags/observe-line.ts';
import type { Environment } from '../flags/resolve.ts';
import type { Surroundings } from '../program.ts';
import { createStandardOutput, type StandardOutput } from '../standard-output.ts';
import { piecePrinter } from './print-pieces.ts';
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

function printerOptionsFor(
  invocation: FlowsInvocation,
  surroundings: Surroundings,
  out: StandardOutput,
): PrinterOptions {
  const { values } = invocation.flags;
  return {
    ...styleFor(invocation, surroundings),
    out,
    err: surroundings.stderr,
    silentErrors: values['silent-errors'],
    debug: values.debug,
    legacyJson: invocation.legacyJson,
    fields: values.fields,
  };
}

/** Who answers: an observer, or one that hands on what it gets without decoding it. */
export type PrintedObserver = Pick<Observer, 'getFlows'> & Partial<Pick<GrpcObserver, 'getEncodedFlows'>>;

interface Printing {
  readonly printer: FlowPrinter;
  readonly encodedPrinter: EncodedPrinter | undefined;
  readonly out: StandardOutput;
  readonly notices: AnswerNotices;
}

function printResponse(response: GetFlowsResponse, { printer, notices }: Printing): void {
  printer.print(response);
  if (response.flow !== undefined) notices.shown(response.flow);
}

/** An answer, and how its batches are printed. */
interface PrintedAnswer {
  readonly header: Promise<AnswerHeader>;
  /** Prints a batch after the other; each waits until it is asked for. */
  readonly batches: AsyncIterable<() => void>;
}

async function* printable<Item>(
  items: AsyncIterable<readonly Item[]>,
  print: (item: Item) => void,
): AsyncGenerator<() => void> {
  for await (const batch of items) yield () => batch.forEach(print);
}

function ask(
  observer: PrintedObserver,
  request: GetFlowsRequest,
  { signal, printing }: { readonly signal: AbortSignal; readonly printing: Printing },
): PrintedAnswer {
  const { encodedPrinter } = printing;
  if (encodedPrinter !== undefined && observer.getEncodedFlows !== undefined) {
    const answer = observer.getEncodedFlows(request, { signal });
    const print = piecePrinter({
      ...printing,
      encodedPrinter,
      printResponse: (response) => printResponse(response, printing),
    });
    return { header: answer.header, batches: printable(answer, print) };
  }
  const answer = observer.getFlows(request, { signal });
  return { header: answer.header, batches: printable(answer, (response) => printResponse(response, printing)) };
}

async function printAnswer(answer: PrintedAnswer, printing: Printing): Promise<void> {
  const header = answer.header.then(
    (value) => printing.notices.header(value),
    // The iteration throws the same error, to be told once.
    () => undefined,
  );
  let ending: StreamEnding = 'broken';
  try {
    for await (const print of answer.batches) {
      await header;
      print();
      await printing.out.flush();
      if (printing.out.isEmpty) printing.encodedPrinter?.reuse();
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
  observer: PrintedObserver,
  invocation: FlowsInvocation,
  surroundings: Surroundings,
  out: StandardOutput = createStandardOutput(surroundings.stdout),
): Promise<ExitCode> {
  const { interrupted, stderr } = surroundings;
  const options = printerOptionsFor(invocation, surroundings, out);
  const printing = {
    out,
    printer: createPrinter(options),
    // Its tables are large: only an answer that comes encoded is to pay for them.
    encodedPrinter: observer.getEncodedFlows === undefined ? undefined : createEncodedPrinter(options),
    notices: createAnswerNotices(invocation.request, stderr),
  };
  for (const notice of invocation.notices) stderr.write(`${notice}\n`);
  try {
    const signal = AbortSignal.any([interrupted, out.closed]);
    await printAnswer(ask(observer, invocation.request, { signal, printing }), printing);
  } catch (error) {
    if (!(error instanceof CancelledError) && !out.closed.aborted) throw error;
  }
  return interrupted.aborted ? ExitCode.interrupted : ExitCode.ok;
}

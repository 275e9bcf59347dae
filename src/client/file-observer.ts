/** The observer over files and pipes: flows without a server. */

import type { Readable } from 'node:stream';
import { systemClock, type Clock } from '../base/clock.ts';
import { UsageError } from '../base/errors.ts';
import type { Logger } from '../base/logger.ts';
import { packFlowExtension } from '../flow/codec/extension.ts';
import { decodeMessage } from '../flow/codec/wire.ts';
import type { GetFlowsRequest, GetFlowsResponse } from '../flow/messages.ts';
import type { AnswerHeader, CallOptions, FlowAnswer, Observer } from '../flow/observer.ts';
import type { ObservedEvent } from '../flow/source-record.ts';
import type { Pipeline, PipelineSummary } from '../pipeline/pipeline.ts';
import { readInput } from '../sources/read-file.ts';
import { createFileInventory, type FileInventory } from './file-inventory.ts';
import { compileSelection, type FileSelection } from './file-selection.ts';

/** How far reading is. */
export interface FileProgress {
  readonly input: string;
  /** Records of that input read so far. */
  readonly records: number;
}

/** What a file observer needs. */
export interface FileObserverOptions {
  /** Paths, read one after another; `-` is standard input and can be read once. */
  readonly inputs: readonly string[];
  /** Makes the pipeline of one call. */
  readonly pipeline: () => Pipeline;
  readonly stdin: Readable;
  readonly logger: Logger;
  readonly clock?: Clock;
  /** Called after each batch that was read. */
  readonly onProgress?: (progress: FileProgress) => void;
}

/** An observer over files. */
export interface FileObserver extends Observer {
  /** What the last call's pipeline counted; final once its iteration has ended. Undefined before the first call. */
  summary(): PipelineSummary | undefined;
}

/** Responses handed on at once when what was kept for the end is given out. */
const keptBatch = 1024;

/**
 * Returns the observer over `inputs`. GetFlows selects as `hubble observe --input-file` does, in the order of the file,
 * and holds no more than `--last` asks for; its header is empty, as what it would tell is known at the end alone: see
 * `summary`. An input that fails ends the answer with its InputError after the flows before that point. Nodes and
 * namespaces are those of the flows, and reading them reads everything; a file has no server status (UsageError).
 */
export function createFileObserver(options: FileObserverOptions): FileObserver {
  const closing = new AbortController();
  let pipeline: Pipeline | undefined;

  const events = (call: CallOptions | undefined) => {
    pipeline = options.pipeline();
    const signal = call?.signal === undefined ? closing.signal : AbortSignal.any([call.signal, closing.signal]);
    return readEvents(options, pipeline, signal);
  };
  const inventory = async (call: CallOptions | undefined): Promise<FileInventory> => {
    const found = createFileInventory();
    for await (const batch of events(call)) for (const { response } of batch) found.add(response);
    return found;
  };

  return {
    getFlows: (request, call) => answer(request, () => events(call)),
    serverStatus: () => Promise.reject(noServer()),
    getNodes: async (call) => ({ nodes: (await inventory(call)).nodes() }),
    getNamespaces: async (call) => ({ namespaces: (await inventory(call)).namespaces() }),
    observedStatus: () => Promise.resolve(undefined),
    close() {
      closing.abort();
      return Promise.resolve();
    },
    summary: () => pipeline?.summary(),
  };
}

function noServer(): UsageError {
  return new UsageError('a file has no server status', {
    code: 'usage/status-of-file',
    hint: 'leave --input-file out to ask a server, or use observe list nodes --input-file',
  });
}

/** A request that cannot be compiled fails in the header and in the iteration alike, as that of a server does. */
function answer(request: GetFlowsRequest, events: () => AsyncIterable<readonly ObservedEvent[]>): FlowAnswer {
  const plan = Promise.resolve(request).then((r) => ({ selection: compileSelection(r), finish: compileFinish(r) }));
  const header = plan.then((): AnswerHeader => ({}));
  // Whoever only iterates gets the error there.
  header.catch(() => undefined);
  return {
    header,
    async *[Symbol.asyncIterator]() {
      const { selection, finish } = await plan;
      for await (const batch of selected(events(), selection)) yield batch.map(finish);
    },
  };
}

/** Yields batches of what `selection` asks for; stops reading when it is complete. */
async function* selected(
  events: AsyncIterable<readonly ObservedEvent[]>,
  selection: FileSelection,
): AsyncGenerator<readonly ObservedEvent[]> {
  try {
    for await (const batch of events) {
      const taken = selection.take(batch);
      if (taken.length > 0) yield taken;
      if (selection.complete()) return;
    }
  } catch (error) {
    yield* keptBatches(selection);
    throw error;
  }
  yield* keptBatches(selection);
}

function* keptBatches(selection: FileSelection): Generator<readonly ObservedEvent[]> {
  const kept = selection.kept();
  for (let at = 0; at < kept.length; at += keptBatch) yield kept.slice(at, at + keptBatch);
}

/** Returns what makes a response of an event: the record behind a flow goes along only when it was asked for. */
function compileFinish(request: GetFlowsRequest): (event: ObservedEvent) => GetFlowsResponse {
  if (!asksForExtension(request)) return ({ response }) => response;
  return ({ response, extension }) => {
    if (response.flow === undefined || extension === undefined) return response;
    return { ...response, flow: { ...response.flow, extensions: packFlowExtension(extension) } };
  };
}

function asksForExtension({ extensions }: GetFlowsRequest): boolean {
  const name = 'observed.v1.FlowsRequestExtension';
  if (extensions?.type_url?.endsWith(`/${name}`) !== true) return false;
  return decodeMessage(name, extensions.value ?? new Uint8Array(0)).include_flow_extension === true;
}

/** Yields the events of all inputs, one input after another. */
async function* readEvents(
  options: FileObserverOptions,
  pipeline: Pipeline,
  signal: AbortSignal,
): AsyncGenerator<readonly ObservedEvent[]> {
  const { stdin, clock = systemClock() } = options;
  for (const input of options.inputs) {
    let records = 0;
    for await (const batch of readInput(input, { stdin, clock, signal })) {
      yield pipeline.pushBatch(batch.records);
      if (batch.idle) yield pipeline.flush();
      records += batch.records.length;
      options.onProgress?.({ input, records });
    }
    yield pipeline.flush();
    if (signal.aborted) return;
  }
}

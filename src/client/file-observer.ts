/** The observer over files and pipes: flows without a server. */

import type { Readable } from 'node:stream';
import { systemClock, type Clock } from '../base/clock.ts';
import { UsageError } from '../base/errors.ts';
import type { Logger } from '../base/logger.ts';
import { packFlowExtension, wishesExtension } from '../flow/codec/extension.ts';
import { compileResponseMask } from '../flow/response-mask.ts';
import type { GetFlowsRequest, GetFlowsResponse } from '../flow/messages.ts';
import type { AnswerHeader, CallOptions, FlowAnswer, Observer } from '../flow/observer.ts';
import type { ObservedEvent } from '../flow/source-record.ts';
import type { Pipeline, PipelineSummary } from '../pipeline/pipeline.ts';
import type { SourceStatus } from '../flow/observed-status.ts';
import { followInput } from '../sources/follow-file.ts';
import { kmsgPath, readKmsg } from '../sources/kmsg.ts';
import { readInput } from '../sources/read-file.ts';
import { readBefore } from '../sources/read-stream.ts';
import type { SourceBatch } from '../sources/source.ts';
import { createFileInventory, type FileInventory } from './file-inventory.ts';
import { compileSelection, type FileSelection } from './file-selection.ts';
import { isGrowingLog } from './growing-log.ts';
import { mergeInputs } from './input-merge.ts';
import type { InputStep } from './input-step.ts';

/** How far reading is. */
export interface FileProgress {
  readonly input: string;
  /** Records of that input read so far. */
  readonly records: number;
}

/** What a file observer needs. */
export interface FileObserverOptions {
  /** Paths; `-` is standard input and can be read once. Several are merged by the time of their flows, each being in order. */
  readonly inputs: readonly string[];
  /** Makes the pipeline of one input in one call. */
  readonly pipeline: () => Pipeline;
  readonly stdin: Readable;
  readonly logger: Logger;
  readonly clock?: Clock;
  /**
   * Reads an input in place of the usual reader, or undefined where it does not. Everything the answer made of a batch was taken by
   * the time the next one is asked for. Not asked when following.
   */
  readonly reader?: (input: string, signal: AbortSignal | undefined) => AsyncIterable<SourceBatch> | undefined;
  /** Called after each batch that was read. */
  readonly onProgress?: (progress: FileProgress) => void;
}

/** An observer over files. */
export interface FileObserver extends Observer {
  /** What the last call's pipelines counted; final once its iteration has ended. Undefined before the first call. */
  summary(): PipelineSummary | undefined;
  /** The counts of the last call by input. */
  sources(): readonly SourceStatus[];
}

/** Responses handed on at once when what was kept for the end is given out. */
const keptBatch = 1024;

/** How the inputs of one call are read. */
interface Reading {
  readonly signal: AbortSignal | undefined;
  readonly isFollowing: boolean;
}

/**
 * Returns the observer over `inputs`. GetFlows selects as `hubble observe --input-file` does, in the order of the files, and holds
 * no more than `--last` asks for; its header is empty, as what it would tell is known at the end alone: see `summary`. An
 * input that fails ends the answer with its InputError after the flows before that point. Following goes on with logs that grow
 * (see `isGrowingLog`) and with pipes; recorded flows end at the end of their file, as with Hubble. The field mask holds for flows
 * made from a log; recorded ones come as they were recorded, as with Hubble. Nodes and namespaces are those of the flows, and
 * reading them reads everything; a file has no server status (UsageError).
 */
export function createFileObserver(options: FileObserverOptions): FileObserver {
  const closing = new AbortController();
  let pipelines: Pipeline[] | undefined;

  const steps = (isFollowing: boolean, call: CallOptions | undefined) => {
    pipelines = options.inputs.map(() => options.pipeline());
    const signal = call?.signal === undefined ? closing.signal : AbortSignal.any([call.signal, closing.signal]);
    return readInputs(options, pipelines, { signal, isFollowing });
  };
  const inventory = async (call: CallOptions | undefined): Promise<FileInventory> => {
    const found = createFileInventory();
    for await (const { events } of steps(false, call)) for (const { response } of events) found.add(response);
    return found;
  };

  return {
    getFlows: (request, call) => answer(request, () => steps(request.follow === true, call)),
    serverStatus: () => Promise.reject(noServer()),
    getNodes: async (call) => ({ nodes: (await inventory(call)).nodes() }),
    getNamespaces: async (call) => ({ namespaces: (await inventory(call)).namespaces() }),
    observedStatus: () => Promise.resolve(undefined),
    close() {
      closing.abort();
      return Promise.resolve();
    },
    summary: () => pipelines && addedUp(pipelines.map((pipeline) => pipeline.summary())),
    sources: () => (pipelines ?? []).flatMap((pipeline) => pipeline.sources()),
  };
}

function addedUp(summaries: readonly PipelineSummary[]): PipelineSummary {
  const sum = (count: (summary: PipelineSummary) => number) =>
    summaries.reduce((total, summary) => total + count(summary), 0);
  return {
    flows: sum(({ flows }) => flows),
    logRuleFlows: sum(({ logRuleFlows }) => logRuleFlows),
    verdictFlows: sum(({ verdictFlows }) => verdictFlows),
    assumed: summaries.some(({ assumed }) => assumed),
  };
}

function noServer(): UsageError {
  return new UsageError('a file has no server status', {
    code: 'usage/status-of-file',
    hint: 'leave --input-file out to ask a server, or use observe list nodes --input-file',
  });
}

/** A request that cannot be compiled fails in the header and in the iteration alike, as that of a server does. */
function answer(request: GetFlowsRequest, steps: () => AsyncIterable<InputStep>): FlowAnswer {
  const plan = compileSelection(request).then((selection) => ({ selection, finish: compileFinish(request) }));
  const header = plan.then((): AnswerHeader => ({}));
  // Whoever only iterates gets the error there.
  header.catch(() => undefined);
  return {
    header,
    async *[Symbol.asyncIterator]() {
      const { selection, finish } = await plan;
      const isFollowing = request.follow === true;
      for await (const batch of selected(steps(), selection, isFollowing)) yield batch.map(finish);
    },
  };
}

/** Yields batches of what `selection` asks for; stops reading when it is complete. */
async function* selected(
  steps: AsyncIterable<InputStep>,
  selection: FileSelection,
  isFollowing: boolean,
): AsyncGenerator<readonly ObservedEvent[]> {
  try {
    for await (const { events, state } of steps) {
      const taken = selection.take(events);
      if (taken.length > 0) yield taken;
      if (selection.complete()) return;
      if (isFollowing && state === 'caught-up') yield* inBatches(selection.catchUp());
    }
  } catch (error) {
    yield* inBatches(selection.kept());
    throw error;
  }
  yield* inBatches(selection.kept());
}

function* inBatches(events: readonly ObservedEvent[]): Generator<readonly ObservedEvent[]> {
  for (let at = 0; at < events.length; at += keptBatch) yield events.slice(at, at + keptBatch);
}

/**
 * Returns what makes a response of an event: of a flow made from a log, what the field mask names; the record behind it goes along
 * only when it was asked for.
 */
function compileFinish(request: GetFlowsRequest): (event: ObservedEvent) => GetFlowsResponse {
  const mask = compileResponseMask(request.field_mask);
  const isExtended = wishesExtension(request.extensions);
  return ({ response, extension }) => {
    if (response.flow === undefined || extension === undefined) return response;
    const masked = mask(response);
    if (!isExtended || masked.flow === undefined) return masked;
    return { ...masked, flow: { ...masked.flow, extensions: packFlowExtension(extension) } };
  };
}

/** Yields the events of all inputs; of several by time. */
async function* readInputs(
  options: FileObserverOptions,
  pipelines: readonly Pipeline[],
  reading: Reading,
): AsyncGenerator<InputStep> {
  const { inputs } = options;
  // Two readers would each get a part of it.
  if (inputs.indexOf('-') !== inputs.lastIndexOf('-')) throw readBefore('-');
  const [input, ...others] = inputs;
  const [pipeline] = pipelines;
  if (input !== undefined && pipeline !== undefined && others.length === 0) {
    yield* readOne(input, pipeline, { ...options, ...reading });
    return;
  }
  const ending = new AbortController();
  const signal = reading.signal === undefined ? ending.signal : AbortSignal.any([reading.signal, ending.signal]);
  const each = pipelines.map((own, at) => readOne(inputs[at] ?? '', own, { ...options, ...reading, signal }));
  yield* mergeInputs(each, { isFollowing: reading.isFollowing, stop: () => ending.abort() });
}

/** Yields the events of one input, those of records it held back last. */
async function* readOne(
  input: string,
  pipeline: Pipeline,
  options: FileObserverOptions & Reading,
): AsyncGenerator<InputStep> {
  let records = 0;
  let isRecording = false;
  try {
    for await (const batch of recordsOf(input, options)) {
      const events = pipeline.pushBatch(batch.records);
      isRecording ||= events.some(({ response, extension }) => response.flow !== undefined && extension === undefined);
      yield { events, state: 'more' };
      records += batch.records.length;
      // A pipe that brings recorded flows ends by itself, and its last ones are known then.
      const isBehind = isRecording || (records === 0 && input === '-');
      if (batch.idle) yield { events: pipeline.flush(), state: isBehind ? 'silent' : 'caught-up' };
      options.onProgress?.({ input, records });
    }
  } catch (error) {
    yield { events: pipeline.flush(), state: 'more' };
    throw error;
  }
  yield { events: pipeline.flush(), state: 'more' };
}

async function* recordsOf(input: string, options: FileObserverOptions & Reading): AsyncGenerator<SourceBatch> {
  const { stdin, logger, clock = systemClock(), signal, isFollowing } = options;
  const signalled = signal === undefined ? {} : { signal };
  const own = isFollowing ? undefined : options.reader?.(input, signal);
  if (own !== undefined) yield* own;
  else if (isFollowing && input === kmsgPath) yield* readKmsg(input, { stdin, clock, logger, ...signalled });
  else if (isFollowing && (await isGrowingLog(input))) yield* followInput(input, { clock, logger, ...signalled });
  else yield* readInput(input, { stdin, clock, ...signalled });
}

/** When a file is read by threads, and what they counted. */

import { greatestUint64 } from '../../filters/number-text.ts';
import { flowScanPlan } from '../../flow/codec/json-scan-plan.ts';
import type { SourceStatus } from '../../flow/observed-status.ts';
import type { PipelineSummary } from '../../pipeline/pipeline.ts';
import { wantedFields } from '../../output/recorded/recorded-request.ts';
import { readHead } from '../../sources/file-head.ts';
import type { SourceBatch } from '../../sources/source-batch.ts';
import { styleFor } from '../commands/print-flows.ts';
import type { FlowsInvocation } from '../flags/observe-line.ts';
import type { Surroundings } from '../program.ts';
import type { StandardOutput } from '../standard-output.ts';
import { startChunkThreads } from './chunk-threads.ts';
import type { RecordedCounts } from './recorded-reader.ts';

/** Shorter files are read before a thread has started. */
const leastBytes = 1_048_576;

const recordedStart = '{"flow":{';

/** Reads one long file of recorded flows with threads. */
export interface QuickReading {
  /** The reader of a FileObserver. */
  readonly reader: (input: string, signal: AbortSignal | undefined) => AsyncIterable<SourceBatch>;
  /** Flows the threads took so far; no observer has counted them. */
  readonly flows: () => number;
  /** Returns the counts with those of the threads. */
  sources(sources: readonly SourceStatus[]): readonly SourceStatus[];
  summary(summary: PipelineSummary | undefined): PipelineSummary | undefined;
}

/** Whether each flow can be printed, or passed over, by itself. */
function isPlainQuestion({ request, format, legacyJson, flags }: FlowsInvocation): boolean {
  const { number = 0n, follow } = request;
  const isKnownFormat = format === 'compact' || format === 'jsonpb' || (format === 'json' && !legacyJson);
  return (
    isKnownFormat && flags.values.fields.length === 0 && follow !== true && (number === 0n || number === greatestUint64)
  );
}

async function isLongRecording(path: string): Promise<boolean> {
  const head = await readHead(path, leastBytes);
  return (
    head?.length === leastBytes && Buffer.from(head.subarray(0, recordedStart.length)).toString() === recordedStart
  );
}

function counting(counts: RecordedCounts): Omit<QuickReading, 'reader'> {
  return {
    flows: () => counts.flows,
    sources: (sources) =>
      sources.map((source, index) => {
        if (index > 0) return source;
        const more = BigInt(counts.flows);
        return { ...source, records: (source.records ?? 0n) + more, flows: (source.flows ?? 0n) + more };
      }),
    summary: (summary) =>
      summary && {
        ...summary,
        flows: summary.flows + counts.flows,
        verdictFlows: summary.verdictFlows + counts.verdictFlows,
      },
  };
}

/**
 * Returns how to read the input of `invocation` with threads; undefined where it is read the usual way: several inputs, a short
 * file, one that does not begin with a flow of Hubble's, a format that needs more than each flow for itself, `--last`, `--first`.
 */
export async function quickReading(
  invocation: FlowsInvocation,
  surroundings: Surroundings,
  out: StandardOutput,
): Promise<QuickReading | undefined> {
  const [path, ...others] = invocation.inputFiles;
  if (path === undefined || path === '-' || others.length > 0 || !isPlainQuestion(invocation)) return undefined;
  if (!(await isLongRecording(path))) return undefined;
  const counts: RecordedCounts = { flows: 0, verdictFlows: 0 };
  const { whitelist = [], blacklist = [], since, until } = invocation.request;
  const window = { ...(since === undefined ? {} : { since }), ...(until === undefined ? {} : { until }) };
  const printing = { request: { whitelist, blacklist, ...window }, style: styleFor(invocation, surroundings) };
  const job = { path, printing, plan: flowScanPlan(wantedFields(printing)) };
  // They start while the rest of the program is loaded.
  const threads = startChunkThreads(job);
  return {
    async *reader(_input, signal) {
      const { readRecorded } = await import('./recorded-reader.ts');
      yield* readRecorded({ job, threads, out, counts, signal });
    },
    ...counting(counts),
  };
}

/** Prints the canonical lines of a chunk, and leaves the others to whoever asked. */

import { compareTimestamps, type Timestamp } from '../../base/time/timestamp.ts';
import { compileFilters } from '../../filters/compile.ts';
import type { ScanMessage } from '../../flow/codec/json-scan-shape.ts';
import { LineScanner } from '../../flow/codec/line-scanner.ts';
import type { GetFlowsResponse } from '../../flow/messages.ts';
import { Verdict } from '../../flow/verdict.ts';
import { createCompactFormat } from '../compact.ts';
import { styleOf } from '../text-style.ts';
import { asItIs } from '../text-room.ts';
import { createLineSink, createTextSink, type ScannedSink } from './scanned-sink.ts';
import type { RecordedPrinting } from './recorded-request.ts';

const lineFeed = 0x0a;
const epoch: Timestamp = { seconds: 0, nanos: 0 };

/** What became of a stretch of a chunk, in its order. */
export type ChunkPart =
  /** Text to be printed. */
  | { readonly kind: 'text'; readonly bytes: Uint8Array }
  /** A line for the general way, without its line feed; `line` counts the lines of the chunk from 0, `at` its bytes. */
  | { readonly kind: 'odd'; readonly bytes: Uint8Array; readonly line: number; readonly at: number };

/** What became of a chunk. */
export interface PrintedChunk {
  readonly parts: readonly ChunkPart[];
  readonly lines: number;
  /** Lines that were flows in canonical form, shown or not. */
  readonly flows: number;
  /** Those of them that a policy denied or audited. */
  readonly verdictFlows: number;
}

/** Prints chunks. */
export interface ChunkPrinter {
  /** Takes `length` bytes of whole lines, each with its line feed, followed by `scanSlackBytes` zeros. */
  print(bytes: Buffer, length: number): PrintedChunk;
}

async function compileMatch({ request }: RecordedPrinting): Promise<(response: GetFlowsResponse) => boolean> {
  const { since, until } = request;
  const passes = await compileFilters(request);
  return ({ flow, time = epoch }) => {
    if (since !== undefined && compareTimestamps(time, since) < 0) return false;
    if (until !== undefined && compareTimestamps(time, until) > 0) return false;
    return passes(flow);
  };
}

function sinkOf({ style }: RecordedPrinting): ScannedSink {
  if (style.format !== 'compact') return createLineSink();
  const { escape, ...unescaped } = styleOf(style);
  const compact = createCompactFormat({ ...unescaped, escape: asItIs });
  return createTextSink(({ flow, response }) => compact.flow(flow, response), escape);
}

/**
 * Returns the printer. `plan` gives the `wantedFields` of `printing`. Rejects with the UsageError of a filter that cannot be
 * compiled.
 */
export async function createChunkPrinter(printing: RecordedPrinting, plan: ScanMessage): Promise<ChunkPrinter> {
  const scanner = new LineScanner(plan);
  const matches = await compileMatch(printing);
  const sink = sinkOf(printing);
  return {
    print(bytes, length) {
      const parts: ChunkPart[] = [];
      const counts = { lines: 0, flows: 0, verdictFlows: 0 };
      const flush = (): void => {
        const text = sink.take();
        if (text.length > 0) parts.push({ kind: 'text', bytes: text });
      };
      scanner.load(bytes, length);
      for (let at = 0, next = 0; at < length; at = next) {
        const end = scanner.scan(at);
        const { response } = scanner;
        const { flow } = response;
        if (end !== -1 && bytes[end] === lineFeed && flow !== undefined) {
          next = end + 1;
          counts.flows += 1;
          if (flow.verdict === Verdict.DROPPED || flow.verdict === Verdict.AUDIT) counts.verdictFlows += 1;
          if (matches(response)) sink.add({ flow, response, bytes, at, next, cuts: scanner.cuts });
        } else {
          next = bytes.indexOf(lineFeed, at) + 1;
          flush();
          parts.push({ kind: 'odd', bytes: new Uint8Array(bytes.subarray(at, next - 1)), line: counts.lines, at });
        }
        counts.lines += 1;
      }
      flush();
      return { parts, ...counts };
    },
  };
}

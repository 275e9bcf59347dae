/** Hubble's JSON lines: what `hubble observe -o json` and the exporter of a Cilium agent write. */

import { isUtf8 } from 'node:buffer';
import { escapeControl, excerpt } from '../base/escape.ts';
import { messageFromJson } from '../flow/codec/json.ts';
import type { ExportEvent, GetFlowsResponse } from '../flow/messages.ts';
import type { ParseResult, RejectReason } from './parse-result.ts';

const blank = /^[ \t\r\n]*$/;

function rejected(bytes: Uint8Array, reason: RejectReason, detail: { at: number; text: string }): ParseResult {
  return { kind: 'reject', reason, at: detail.at, excerpt: excerpt(bytes), detail: escapeControl(detail.text) };
}

/** Returns the number of bytes before the first that is no UTF-8. */
function validPrefix(bytes: Uint8Array): number {
  let [low, high] = [0, bytes.length];
  const decoder = new TextDecoder('utf-8', { fatal: true });
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    try {
      // Streaming: a sequence that the slice cuts off is no error.
      decoder.decode(bytes.subarray(0, middle), { stream: true });
      low = middle;
    } catch {
      high = middle - 1;
    }
  }
  return low;
}

function hasResponse(response: GetFlowsResponse): boolean {
  return response.flow !== undefined || response.lost_events !== undefined || response.node_status !== undefined;
}

/** Returns the agent or debug event in a line: the exporter writes them among the flows. */
function exportedEvent(text: string): ExportEvent | undefined {
  const read = messageFromJson('observer.ExportEvent', text, { discardUnknown: true });
  if (!read.ok) return undefined;
  const { agent_event: agent, debug_event: debug } = read.value;
  return agent === undefined && debug === undefined ? undefined : read.value;
}

/**
 * Reads one line as a GetFlowsResponse. Returns `response`; `skip` for an empty line (`blank`) and for a line without a
 * flow, lost event or node status (`no flow in it`), with the agent or debug event there is in its place; `reject` with `bad json` or
 * `bad value`. Never throws.
 *
 * Fields and enum names of a newer Hubble are discarded and told by `unknownFields`; `hubble` warns of the first such line
 * and of no later one, which is the caller's to do.
 */
export function parseHubbleJson(bytes: Uint8Array): ParseResult {
  if (!isUtf8(bytes)) return rejected(bytes, 'bad json', { at: validPrefix(bytes), text: 'invalid UTF-8' });
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  if (blank.test(text)) return { kind: 'skip', reason: 'blank' };
  const read = messageFromJson('observer.GetFlowsResponse', text, { discardUnknown: true });
  if (!read.ok) {
    const at = Buffer.byteLength(text.slice(0, read.at));
    return rejected(bytes, read.syntax ? 'bad json' : 'bad value', { at, text: read.message });
  }
  if (!hasResponse(read.value)) {
    const exported = exportedEvent(text);
    return { kind: 'skip', reason: 'no flow in it', ...(exported === undefined ? {} : { exported }) };
  }
  return { kind: 'response', response: read.value, unknownFields: read.unknownFields };
}

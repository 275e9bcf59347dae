/** Prints responses as they come from a server, without decoding them. */

import { WireJsonPrinter } from '../flow/codec/wire-json.ts';
import type { PrinterOptions } from './printer.ts';

/** Prints encoded responses; what it prints is what the printer of decoded ones prints. */
export interface EncodedPrinter {
  /** Prints the response in `bytes` from `from` up to `to`; false, and nothing printed, for one that must be decoded. */
  print(bytes: Uint8Array, from: number, to: number): boolean;
  /** Returns what was printed since the last call, as UTF-8; it is the caller's from then on. */
  take(): Uint8Array;
  /** Lets what was taken be written over: for whoever knows that nobody reads it any more. */
  reuse(): void;
}

/** The tag a response with a flow begins with. Losses and the status of nodes are rare, and go other ways. */
const flowTag = 0x0a;

/** Returns the printer of encoded responses for `options`; undefined for a format that needs the flow itself. */
export function createEncodedPrinter({
  format,
  legacyJson,
  fields = [],
}: Pick<PrinterOptions, 'format' | 'legacyJson' | 'fields'>): EncodedPrinter | undefined {
  const isWhole = format === 'jsonpb' || (format === 'json' && !legacyJson);
  if (!isWhole || fields.length > 0) return undefined;
  const json = new WireJsonPrinter('observer.GetFlowsResponse');
  return {
    print: (bytes, from, to) => bytes[from] === flowTag && json.print(bytes, from, to),
    take: () => json.take(),
    reuse: () => json.reuse(),
  };
}

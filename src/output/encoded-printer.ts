/** Prints responses as they come from a server, without making objects of them. */

import { WireJsonPrinter } from '../flow/codec/wire-json.ts';
import { WireMessageReader } from '../flow/codec/wire-message-reader.ts';
import { createCompactFormat } from './compact.ts';
import type { PrinterOptions } from './printer.ts';
import { asItIs, TextRoom } from './text-room.ts';
import { styleOf } from './text-style.ts';

/** Prints encoded responses; what it prints is what the printer of decoded ones prints. */
export interface EncodedPrinter {
  /** Prints the response in `bytes` from `from` up to `to`; false, and nothing printed, for one that must be decoded. */
  print(bytes: Uint8Array, from: number, to: number): boolean;
  /** Returns what was printed since the last call, as UTF-8; it is the caller's from then on. */
  take(): Uint8Array;
  /** Lets what was taken be written over: for whoever knows that nobody reads it any more. */
  reuse(): void;
}

/** What is set to print with. */
type EncodedPrinterOptions = Omit<PrinterOptions, 'out' | 'err'>;

/** The tag a response with a flow begins with. Losses and the status of nodes are rare, and go other ways. */
const flowTag = 0x0a;

function jsonPrinter(): EncodedPrinter {
  const json = new WireJsonPrinter('observer.GetFlowsResponse');
  return {
    print: (bytes, from, to) => bytes[from] === flowTag && json.print(bytes, from, to),
    take: () => json.take(),
    reuse: () => json.reuse(),
  };
}

function compactPrinter(options: EncodedPrinterOptions): EncodedPrinter {
  const reader = new WireMessageReader('observer.GetFlowsResponse');
  const { escape, ...unescaped } = styleOf(options);
  const compact = createCompactFormat({ ...unescaped, escape: asItIs });
  const room = new TextRoom(escape);
  return {
    print(bytes, from, to) {
      if (bytes[from] !== flowTag) return false;
      const response = reader.read(bytes, from, to);
      if (response?.flow === undefined) return false;
      room.addText(compact.flow(response.flow, response));
      return true;
    },
    take: () => room.take(),
    reuse: () => undefined,
  };
}

/** Returns the printer of encoded responses for `options`; undefined for a format that needs the whole flow, decoded. */
export function createEncodedPrinter(options: EncodedPrinterOptions): EncodedPrinter | undefined {
  const { format, legacyJson, fields = [] } = options;
  if (fields.length > 0) return undefined;
  if (format === 'compact') return compactPrinter(options);
  return format === 'jsonpb' || (format === 'json' && !legacyJson) ? jsonPrinter() : undefined;
}

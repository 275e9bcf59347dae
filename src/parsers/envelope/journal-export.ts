/** `journalctl -o export`: an entry is a block of lines that an empty line ends (systemd's Journal Export Formats). */

import { latin1Text } from './envelope-format.ts';
import type { JsonObject } from './json-record.ts';
import type { CollectedLine, LineCollector } from './line-collector.ts';

/** A line of an export, which ends in the fields of an entry. */
type ExportLine = CollectedLine<JsonObject>;

const fieldForm = /^([A-Z_][A-Z0-9_]{0,63})(=|$)/;
const firstField = '__CURSOR=';
const underscore = 0x5f;
const lengthBytes = 8;
// A block larger than it is no kernel record; what was collected is given up.
const maxEntryBytes = 1 << 20;

/** A field whose value is binary: its name stood alone, eight bytes of length (little-endian) and the value follow. */
interface BinaryField {
  readonly name: string;
  /** What has been collected; undefined until the first line after the name. */
  bytes: Uint8Array | undefined;
}

/** Returns the bytes the field needs, or undefined while its length is not there yet. */
function neededBytes(bytes: Uint8Array): number | undefined {
  if (bytes.length < lengthBytes) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return lengthBytes + Number(view.getBigUint64(0, true));
}

/** Returns the entry's value of a field's bytes: text where it is UTF-8, else an array of byte values. */
function fieldValue(bytes: Uint8Array): string | number[] {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return [...bytes];
  }
}

/** Tells whether `line` is the field that journalctl prints first. */
function startsEntry(line: Uint8Array): boolean {
  return line[0] === underscore && latin1Text(line, 0, Math.min(line.length, firstField.length)) === firstField;
}

/** Returns a reader of the export format. */
export function createJournalExport(): LineCollector<JsonObject> {
  let entry: Record<string, unknown> | undefined;
  let binary: BinaryField | undefined;
  let size = 0;
  const abandon = (): ExportLine => {
    entry = undefined;
    binary = undefined;
    return { kind: 'other' };
  };
  const feedBinary = (open: Record<string, unknown>, field: BinaryField, line: Uint8Array): ExportLine => {
    // A line feed inside the value, or inside its length, ended a line of ours.
    const bytes = field.bytes === undefined ? line.slice() : Buffer.concat([field.bytes, Buffer.of(0x0a), line]);
    field.bytes = bytes;
    const needed = neededBytes(bytes);
    if (needed === undefined || bytes.length < needed) return { kind: 'part' };
    open[field.name] = fieldValue(bytes.subarray(lengthBytes, needed));
    binary = undefined;
    return { kind: 'part' };
  };
  const feedField = (open: Record<string, unknown>, line: Uint8Array): ExportLine => {
    const match = fieldForm.exec(latin1Text(line, 0, Math.min(line.length, 80)));
    if (match === null) return abandon();
    const [whole, name = '', mark] = match;
    if (mark === '=') open[name] ??= fieldValue(line.subarray(whole.length));
    else binary = { name, bytes: undefined };
    return { kind: 'part' };
  };
  return {
    isCollecting: () => entry !== undefined,
    feed(line) {
      if (entry === undefined || size > maxEntryBytes) {
        if (!startsEntry(line)) return abandon();
        entry = {};
        binary = undefined;
        size = 0;
      }
      size += line.length + 1;
      if (binary !== undefined) return feedBinary(entry, binary, line);
      if (line.length > 0) return feedField(entry, line);
      const complete = entry;
      entry = undefined;
      return { kind: 'whole', whole: complete };
    },
  };
}

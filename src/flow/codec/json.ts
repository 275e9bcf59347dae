/** protobuf's JSON mapping of our messages, as Hubble prints and Go's protojson reads it. */

import { compiled } from './compiled.ts';
import { JsonRejection } from './json-errors.ts';
import { compileMessagePrinter, type ValuePrinter } from './json-printer.ts';
import { compileJsonReader, type JsonReading, type JsonValueReader } from './json-reader.ts';
import { countMembers, countMembersAtMost, hasLoneSurrogateEscape, scanJson, type JsonTree } from './json-tree.ts';
import type { MessageName, MessageTypes } from './message-types.ts';
import { trusted } from './plain-message.ts';
import { messageSchema } from './schema.ts';

/** How to read JSON. */
export interface MessageFromJsonOptions {
  /** True passes over fields the schema does not have, and takes names no enum has for the absent field. Default false. */
  readonly discardUnknown?: boolean;
}

/** A message, or why the text is none. */
export type MessageFromJson<T> =
  | {
      readonly ok: true;
      readonly value: T;
      /** True when something was discarded. */
      readonly unknownFields: boolean;
    }
  | {
      readonly ok: false;
      /** `unknown-field`: the text is a message once `discardUnknown` is on. */
      readonly kind: 'unknown-field' | 'invalid';
      readonly message: string;
      /** True when the text is no JSON at all. */
      readonly syntax: boolean;
      /** UTF-16 index in the text where reading stopped, where it is known, else 0. */
      readonly at: number;
    };

const printers = compiled<ValuePrinter>(compileMessagePrinter);
const readers = compiled<JsonValueReader>(compileJsonReader);

/**
 * Returns `value` as one line of JSON without a line end: the schema's own names in its own order, zero scalars left out,
 * 64-bit integers as strings, enums by name. Throws an UnprintableMessageError where the mapping has no form.
 */
export function messageToJson<N extends MessageName>(name: N, value: MessageTypes[N]): string {
  return printers(messageSchema(name))(value);
}

type Failure = Extract<MessageFromJson<never>, { ok: false }>;

function failure(kind: Failure['kind'], message: string): Failure {
  return { ok: false, kind, message, syntax: false, at: 0 };
}

function syntaxFailure(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  const at = /at position (\d+)/.exec(message)?.[1];
  return { ok: false, kind: 'invalid', message: `syntax error: ${message}`, syntax: true, at: Number(at ?? 0) };
}

/** What a tree reads as: the message, or the reason of the rejection. */
type Attempt = { readonly value: unknown; readonly reading: JsonReading } | JsonRejection;

function attempt(tree: JsonTree, read: JsonValueReader): Attempt {
  const reading: JsonReading = { duplicates: tree.duplicates, inexact: false, discarded: undefined, depth: 0 };
  try {
    return { value: read(tree.root, reading), reading };
  } catch (error) {
    if (error instanceof JsonRejection) return error;
    throw error;
  }
}

/** Reads what `JSON.parse` made of `text`, or the scanned tree where that may differ. */
function readText(text: string, root: unknown, read: JsonValueReader): Attempt {
  const fast = attempt({ root, duplicates: undefined }, read);
  if (fast instanceof JsonRejection) return fast;
  // As many members as colons: no name occurs twice in any object.
  const isWhole = !fast.reading.inexact && countMembersAtMost(text) === countMembers(root);
  return isWhole ? fast : attempt(scanJson(text), read);
}

/**
 * Returns the message `text` is, by the rules of Go's protojson: both spellings of a name, numbers as strings, enums as
 * numbers, null for absent; it rejects duplicate fields, two members of a oneof, numbers out of range, times outside the
 * years 0001 … 9999, an Any of an unknown type, and half surrogate pairs. Never throws.
 */
export function messageFromJson<N extends MessageName>(
  name: N,
  text: string,
  options: MessageFromJsonOptions = {},
): MessageFromJson<MessageTypes[N]> {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch (error) {
    return syntaxFailure(error);
  }
  if (!text.isWellFormed() || hasLoneSurrogateEscape(text)) return failure('invalid', 'half a surrogate pair');
  const result = readText(text, root, readers(messageSchema(name)));
  if (result instanceof JsonRejection) return failure('invalid', result.message);
  const { discarded } = result.reading;
  if (discarded !== undefined && options.discardUnknown !== true) return failure('unknown-field', discarded);
  return { ok: true, value: trusted<MessageTypes[N]>(result.value), unknownFields: discarded !== undefined };
}

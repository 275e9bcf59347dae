/** What container runtimes put around the lines of a container: another record is inside. */

import type { EnvelopeStamp } from '../parse-result.ts';
import { recordText, withoutFront, type RecordText } from './envelope-format.ts';
import { textField, type JsonObject } from './json-record.ts';
import { readIsoStamp } from './stamp-text.ts';

/** The record inside, and when the runtime took it. */
export interface ContainerLine {
  readonly text: RecordText;
  readonly stamp?: EnvelopeStamp;
}

// The stream, then `F` for a full line or `P` for a part of one (Kubernetes CRI logging).
const criForm = /^ (?:stdout|stderr) [FP](?:[:A-Za-z0-9]{0,32})(?: |$)/;
// `kubectl logs --timestamps` and `docker logs -t` put the stamp alone in front: JSON, a priority or another stamp follows.
const stampedForm = /^ (?=\{|<\d{1,3}>|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\d[T ]\d\d:\d\d)/;

/** Returns the line inside a CRI record, `2024-…Z stdout F <line>`, or behind a stamp that was put in front of another. */
export function readCriLine(text: RecordText): ContainerLine | undefined {
  const iso = readIsoStamp(text.head.slice(0, 64));
  if (iso === undefined) return undefined;
  const rest = text.head.slice(iso.length, iso.length + 64);
  const match = criForm.exec(rest) ?? stampedForm.exec(rest);
  if (match === null) return undefined;
  const inside = withoutFront(text, Math.min(iso.length + match[0].length, text.end - text.start));
  return iso.stamp === undefined ? { text: inside } : { text: inside, stamp: iso.stamp };
}

/** Returns the line inside an object of Docker's json-file driver, `{"log":"<line>\n","stream":…,"time":…}`. */
export function readDockerLine(object: JsonObject): ContainerLine | undefined {
  const { log } = object;
  if (typeof log !== 'string') return undefined;
  const text = recordText(Buffer.from(log.replace(/\r?\n$/, ''), 'utf8'));
  const stamp = readIsoStamp(textField(object, 'time') ?? '')?.stamp;
  return stamp === undefined ? { text } : { text, stamp };
}

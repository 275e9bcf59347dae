/** What a server says of its answer in the metadata before it. */

import { answerHeaderKey, decodeAnswerHeader } from '../flow/answer-header.ts';
import type { AnswerHeader } from '../flow/observer.ts';

/** Returns the header in metadata; `valuesOf` returns the values of a key, none for a key that is not there. */
export function headerIn(valuesOf: (key: string) => readonly (string | Buffer)[]): AnswerHeader {
  const header = decodeAnswerHeader(valuesOf(answerHeaderKey).map(String).at(-1) ?? '');
  const version = ['hubble-relay-version', 'hubble-server-version'].flatMap(valuesOf).at(0);
  if (header.serverVersion !== undefined || version === undefined) return header;
  return { ...header, serverVersion: String(version) };
}

/** How an AnswerHeader travels: as one JSON value in the initial metadata of GetFlows. */

import type { AnswerHeader, CoveredWindow } from './observer.ts';

/** Metadata key of the header. A stock Hubble client ignores it. */
export const answerHeaderKey = 'x-observed-answer';

/** Returns `header` as JSON in printable ASCII, which is all that a metadata value may hold. */
export function encodeAnswerHeader(header: AnswerHeader): string {
  return JSON.stringify(header).replace(
    /[^\x20-\x7e]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Returns the header in `text`. What is missing or of another type is left out; text that is no JSON gives `{}`. */
export function decodeAnswerHeader(text: string): AnswerHeader {
  const fields = asRecord(parseJson(text));
  const windows = Array.isArray(fields['windows']) ? fields['windows'].flatMap(windowFrom) : undefined;
  return {
    ...(windows === undefined ? {} : { windows }),
    ...textField('assumedMode', fields),
    ...countField('logRuleFlows', fields),
    ...countField('verdictFlows', fields),
    ...textField('serverVersion', fields),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function textField<K extends string>(key: K, from: Readonly<Record<string, unknown>>): { [P in K]?: string } {
  const value = from[key];
  const result: { [P in K]?: string } = {};
  if (typeof value === 'string') result[key] = value;
  return result;
}

function countField<K extends string>(key: K, from: Readonly<Record<string, unknown>>): { [P in K]?: number } {
  const value = from[key];
  const result: { [P in K]?: number } = {};
  if (isCount(value)) result[key] = value;
  return result;
}

function windowFrom(value: unknown): readonly CoveredWindow[] {
  const { retentionClass, evicted, since } = asRecord(value);
  if (retentionClass !== 'denied-audited' && retentionClass !== 'other') return [];
  const { seconds, nanos } = asRecord(since);
  const time =
    typeof seconds === 'number' && Number.isSafeInteger(seconds) && isCount(nanos) && nanos < 1e9
      ? { since: { seconds, nanos } }
      : {};
  return [{ retentionClass, evicted: isCount(evicted) ? evicted : 0, ...time }];
}

/** The output formats of agent and debug events. */

import { UsageError } from '../../base/errors.ts';

/** Formats in the order help shows them. */
export const eventFormatNames = ['compact', 'dict', 'json', 'jsonpb', 'table'] as const;

/** A format of events. */
export type EventFormatName = (typeof eventFormatNames)[number];

/** Spellings Hubble takes without telling. */
const aliases: ReadonlyMap<string, EventFormatName> = new Map([
  ['JSON', 'json'],
  ['tab', 'table'],
]);

/** Returns the format `text` names. Throws UsageError with Hubble's message for a name that is none. */
export function parseEventFormat(text: string): EventFormatName {
  const format = eventFormatNames.find((name) => name === text) ?? aliases.get(text);
  if (format !== undefined) return format;
  throw new UsageError(`invalid output format: ${text}`, {
    code: 'usage/output-format',
    hint: `use one of ${eventFormatNames.join(', ')}`,
  });
}

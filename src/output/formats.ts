/** The names of the output formats, as `--output` takes them. */

import { UsageError } from '../base/errors.ts';

/** Formats of flows in the order help shows them; the first is the default of a pipe. */
export const flowFormatNames = ['compact', 'dict', 'json', 'jsonpb', 'table', 'csv', 'md', 'raw'] as const;

/** A format of flows. */
export type FlowFormatName = (typeof flowFormatNames)[number];

/** Formats of the server status. */
export const statusFormatNames = ['compact', 'dict', 'json', 'table'] as const;

/** A format of the server status. */
export type StatusFormatName = (typeof statusFormatNames)[number];

/** Formats of the lists of nodes and namespaces. */
export const listFormatNames = ['table', 'wide', 'json'] as const;

/** A format of a list. */
export type ListFormatName = (typeof listFormatNames)[number];

// Spellings that Hubble takes without telling.
const flowAliases: Readonly<Record<string, FlowFormatName>> = { JSON: 'json', tab: 'table' };
const statusAliases: Readonly<Record<string, StatusFormatName>> = { JSON: 'json', jsonpb: 'json', tab: 'table' };

function named<Name extends string>(names: readonly Name[], text: string): Name | undefined {
  return names.find((name) => name === text);
}

function unknownFormat(message: string, names: readonly string[]): UsageError {
  return new UsageError(message, { code: 'usage/output-format', hint: `use one of ${names.join(', ')}` });
}

/** Returns the flow format `text` names. Throws a UsageError with Hubble's message for a name that is none. */
export function parseFlowFormat(text: string): FlowFormatName {
  const format = named(flowFormatNames, text) ?? (Object.hasOwn(flowAliases, text) ? flowAliases[text] : undefined);
  if (format === undefined) throw unknownFormat(`invalid output format: ${text}`, flowFormatNames);
  return format;
}

/** Returns the status format `text` names. Throws a UsageError with Hubble's message for a name that is none. */
export function parseStatusFormat(text: string): StatusFormatName {
  const alias = Object.hasOwn(statusAliases, text) ? statusAliases[text] : undefined;
  const format = named(statusFormatNames, text) ?? alias;
  if (format === undefined) throw unknownFormat(`invalid output format: ${text}`, statusFormatNames);
  return format;
}

/** Returns the list format `text` names. Throws a UsageError with Hubble's message for a name that is none. */
export function parseListFormat(text: string): ListFormatName {
  const format = named(listFormatNames, text);
  if (format === undefined) throw unknownFormat(`unknown output format: ${text}`, listFormatNames);
  return format;
}

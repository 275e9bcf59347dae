/**
 * The file of acknowledged edges: one edge a line, as its key reads, with a remark behind `#`. People review it and keep
 * it in version control, so whatever a change does not concern stays as it is, to the byte.
 */

import { escapeControl } from '../base/escape.ts';

/** An edge of the file. */
export interface AcknowledgedLine {
  /** Number of the line, from 1. */
  readonly line: number;
  /** As `Edge.key` has it. */
  readonly key: string;
  /** What stands behind `#`, without the blanks around it; empty where there is nothing. */
  readonly remark: string;
}

/** A line that is no edge. */
export interface AcknowledgedFault {
  readonly line: number;
  readonly message: string;
}

/** What the file holds. */
export interface AcknowledgedText {
  readonly edges: readonly AcknowledgedLine[];
  readonly keys: ReadonlySet<string>;
  readonly faults: readonly AcknowledgedFault[];
}

/** An edge that is to be written. */
export interface AcknowledgedEntry {
  /** As `Edge.key` has it. */
  readonly key: string;
  /** Day on which it was acknowledged, such as `2024-02-29`. */
  readonly date: string;
  /** Why, in the words of whoever did it; may be empty. */
  readonly reason: string;
}

const portForm = /^(?:\d{1,5}\/(?:TCP|UDP|SCTP)|ICMPv4|ICMPv6|VRRP|IGMP)$/;

const shape = 'write: source -> destination port, such as shop/frontend -> shop/db 5432/TCP';

// Keys hold no blank and no `#` within a name.
const remarkStart = /(?:^|[ \t])#/;

function splitRemark(line: string): { readonly edge: string; readonly remark: string } {
  const start = remarkStart.exec(line);
  if (start === null) return { edge: line.trim(), remark: '' };
  return { edge: line.slice(0, start.index).trim(), remark: line.slice(start.index).trim().slice(1).trim() };
}

function edgeFault(words: readonly string[]): string | undefined {
  const [, arrow, , port] = words;
  if (arrow !== '->' || words.length < 3) return `no edge: ${shape}`;
  if (words.length > 4) return `too many words: ${shape}`;
  if (port !== undefined && !portForm.test(port)) {
    return `"${escapeControl(port)}" is no port: write a number with TCP, UDP or SCTP, such as 5432/TCP, or ICMPv4, ICMPv6, VRRP, IGMP`;
  }
  return undefined;
}

/** Lines with their line breaks, so that they joined are the text again. */
function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function keyOf(words: readonly string[]): string {
  return words.join(' ');
}

function wordsOf(edge: string): readonly string[] {
  return edge.split(/[ \t]+/);
}

/** Returns the edge of a line, blanks between its words evened; undefined for a line without one, right or wrong. */
function readLine(line: string): { readonly words: readonly string[]; readonly remark: string } | undefined {
  const { edge, remark } = splitRemark(line.replace(/^\uFEFF/, '').trim());
  return edge === '' ? undefined : { words: wordsOf(edge), remark };
}

/** Returns the edges of the file and what is wrong with it, line by line. Empty lines and remarks alone are passed over. */
export function parseAcknowledged(text: string): AcknowledgedText {
  const edges: AcknowledgedLine[] = [];
  const faults: AcknowledgedFault[] = [];
  for (const [index, content] of linesOf(text).entries()) {
    const read = readLine(content);
    if (read === undefined) continue;
    const message = edgeFault(read.words);
    const line = index + 1;
    if (message === undefined) edges.push({ line, key: keyOf(read.words), remark: read.remark });
    else faults.push({ line, message });
  }
  return { edges, keys: new Set(edges.map(({ key }) => key)), faults };
}

/** Returns the line of an edge, without a line break. The reason is kept on the line whatever it holds. */
export function formatAcknowledged({ key, date, reason }: AcknowledgedEntry): string {
  const remark = escapeControl([date, reason].filter((part) => part !== '').join(' '));
  return remark === '' ? key : `${key}  # ${remark}`;
}

/** Returns the file with the edge as its last line; the same text when the edge is in it already. */
export function addAcknowledged(text: string, entry: AcknowledgedEntry): string {
  if (parseAcknowledged(text).keys.has(entry.key)) return text;
  const lineBreak = text.includes('\r\n') ? '\r\n' : '\n';
  const start = text === '' || text.endsWith('\n') ? text : text + lineBreak;
  return start + formatAcknowledged(entry) + lineBreak;
}

/** Returns the file without the lines of the edge, remarks on these lines included. */
export function removeAcknowledged(text: string, key: string): string {
  const isOther = (line: string): boolean => {
    const read = readLine(line);
    return read === undefined || edgeFault(read.words) !== undefined || keyOf(read.words) !== key;
  };
  return linesOf(text).filter(isOther).join('');
}

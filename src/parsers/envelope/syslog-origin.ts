/** Who wrote a syslog record: the host and the tag between its stamp and its message. */

import { facilityCode, severityCode } from './syslog-names.ts';

/** The words between stamp and message, and where the message starts. */
export interface SyslogOrigin {
  /** Bytes that host and tag take up, with the blanks after them. */
  readonly length: number;
  readonly host?: string;
  /** The tag's name when it names a process. */
  readonly program?: string;
  readonly facility?: number;
  readonly severity?: number;
}

// No `=`, bracket or quote, so that a message right after the stamp is never taken for a host; the last character is no
// colon, so that a tag is not either.
const hostForm = /^([A-Za-z0-9_.:%@/-]{0,254}[A-Za-z0-9_.%@/-]) +/;
// busybox and OpenWrt write the priority in words between host and tag.
const priorityForm = /^([a-z0-9]{2,9})\.([a-z]{2,9}) /;
const kernelForm = /^kernel(?:\[0\])?: ?/;
// rsyslog's relays lose the colon.
const relayedForm = /^kernel (?=\S)/;
// LogDNA and others put the name of the file where the tag was; the kernel's stamp follows, or a prefix.
const fileForm = /^(?:\S{0,128}\/)?(?:\S{1,64}\.log|messages|syslog|dmesg) (?=\S)/;
// RFC 3164, 5.3 with the characters that programs use: units, paths and `(sd-pam)`.
const programForm = /^([A-Za-z0-9_.()/@-]{1,64})(\[[^\]\s]{0,16}\])?:(?: +|$)/;
const uptimeAhead = /^ *\[ *\d+\.\d{1,9}\]/;
const grammarAhead = /^IN=/;

interface Tag {
  readonly length: number;
  readonly program?: string;
}

/** Returns the tag with a colon at the start of `text`, or undefined when there is none. */
function readColonTag(text: string): Tag | undefined {
  const kernel = kernelForm.exec(text);
  if (kernel !== null) return { length: kernel[0].length };
  const program = programForm.exec(text);
  return program === null ? undefined : { length: program[0].length, program: program[1] ?? '' };
}

/** Returns the tag after a host, where one without a colon is possible too. */
function readTag(text: string): Tag | undefined {
  const word = relayedForm.exec(text) ?? fileForm.exec(text);
  return word === null ? readColonTag(text) : { length: word[0].length };
}

/**
 * Returns the tag of a record that names no host. Right before `IN=` it is a rule's prefix rather than a process: what
 * leaves the host out leaves out the tag as well, while journald, which takes the first word of what a process wrote
 * into the kernel log for its name, always prints a host.
 */
function readHostlessTag(text: string): Tag | undefined {
  if (uptimeAhead.test(text)) return { length: 0 };
  const tag = readColonTag(text);
  return tag?.program !== undefined && grammarAhead.test(text.slice(tag.length)) ? { length: 0 } : tag;
}

/** Returns the priority in words, when `text` starts with one. */
function readPriority(text: string): { length: number; facility?: number; severity?: number } {
  const match = priorityForm.exec(text);
  const facility = facilityCode(match?.[1] ?? '');
  const severity = severityCode(match?.[2] ?? '');
  if (match === null || facility === undefined || severity === undefined) return { length: 0 };
  return { length: match[0].length, facility, severity };
}

/**
 * Returns host and tag at the start of `text`, which follows a stamp and a blank. Both may be missing, as some relays
 * leave out the host and some exports the tag.
 */
export function readSyslogOrigin(text: string): SyslogOrigin {
  const leading = readPriority(text);
  const hostless = readHostlessTag(text.slice(leading.length));
  if (hostless !== undefined) return { ...leading, ...hostless, length: leading.length + hostless.length };
  const match = hostForm.exec(text);
  if (match === null) return { length: 0 };
  const [front, host = ''] = match;
  const priority = readPriority(text.slice(front.length));
  const tagAt = front.length + priority.length;
  const tag = readTag(text.slice(tagAt)) ?? { length: 0 };
  return { ...priority, ...tag, length: tagAt + tag.length, host };
}

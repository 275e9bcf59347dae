/** Hosts and prefixes: what the general parser says of them, asked once for each. */

import { embeddedProgramForm, repeatedForm } from '../message.ts';
import { certainForm } from '../envelope/journal-short-monotonic.ts';
import { readSyslogOrigin } from '../envelope/syslog-origin.ts';
import { isGlued, trimmedPrefix } from '../kernel-packet.ts';
import type { LinePrefix } from './packet-line.ts';

/** What stands between the host and the message. */
export const kernelTag = ' kernel: ';

// The name of a machine. Without a colon no one takes it for a stamp or a tag.
const hostForm = /^[A-Za-z0-9_.-]{1,255}$/;

/** Returns `text` when before the kernel's tag it is a host and nothing else. */
export function readHost(text: string): string | undefined {
  if (!hostForm.test(text)) return undefined;
  const origin = readSyslogOrigin(`${text}${kernelTag}`);
  const isPlain = origin.length === text.length + kernelTag.length && origin.program === undefined;
  return isPlain && origin.host === text && origin.facility === undefined ? text : undefined;
}

// Printable ASCII without the backslash, which `/dev/kmsg` escapes with.
const plainForm = /^[ -[\]-~]*$/;
// Messages of rsyslog's own that the kernel may have written as well.
const noticeForm = /messages lost due to rate-limiting/;
const packetStart = 'IN=';

/**
 * Returns the prefix with the spellings that are shown, or undefined for one that may be something else than a rule's prefix: the tag of
 * a process, a notice, the host of `journalctl -o short-monotonic`.
 */
export function readPrefix(raw: string): LinePrefix | undefined {
  if (!plainForm.test(raw) || noticeForm.test(raw) || repeatedForm.test(raw)) return undefined;
  if (embeddedProgramForm.test(raw) || certainForm.test(`${raw}${packetStart}`)) return undefined;
  const bytes = Buffer.from(raw, 'latin1');
  return { raw, text: trimmedPrefix(raw), isGlued: isGlued(bytes, 0, bytes.length) };
}

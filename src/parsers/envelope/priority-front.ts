/** The priority that forwarders, the kernel's own files and `dmesg` write in front of a record. */

import { facilityCode, severityCode } from './syslog-names.ts';

/** A priority, and how many bytes it takes up. */
export interface PriorityFront {
  /** `number`: `<5>`. `words`: `kern  :notice: ` of `dmesg -x`, `kern.info: ` of routers. */
  readonly form: 'number' | 'words';
  readonly length: number;
  readonly facility?: number;
  readonly severity?: number;
}

const numberForm = /^<(\d{1,3})>/;
const dmesgForm = /^([a-z0-9]{2,9}) *:([a-z]{2,7}) *: /;
const routerForm = /^([a-z0-9]{2,9})\.([a-z]{2,9}): /;
// RFC 5424: 23 facilities after kern, 8 severities each.
const maxPriority = 191;

/** Returns the priority as names say it, when both names are known. */
function fromWords(match: RegExpExecArray | null): PriorityFront | undefined {
  const [whole = '', facilityName = '', severityName = ''] = match ?? [];
  const facility = facilityCode(facilityName);
  const severity = severityCode(severityName);
  if (facility === undefined || severity === undefined) return undefined;
  return { form: 'words', length: whole.length, facility, severity };
}

/** Returns the priority at the start of `head`, or undefined when there is none. */
export function readPriorityFront(head: string): PriorityFront | undefined {
  const match = numberForm.exec(head);
  if (match === null) return fromWords(dmesgForm.exec(head)) ?? fromWords(routerForm.exec(head));
  const priority = Number(match[1]);
  if (priority > maxPriority) return undefined;
  return { form: 'number', length: match[0].length, facility: priority >> 3, severity: priority & 7 };
}

/**
 * Returns what a priority says when a dump of the kernel's ring follows it. `dmesg -r` of util-linux ORs the facility into
 * the level without shifting it: `<5>` is kern.notice as well as user.notice, so a number below 8 tells no facility.
 * One of 8 or more is never the kernel's, shifted or not.
 */
export function frontOfRingDump(front: PriorityFront | undefined): PriorityFront | undefined {
  if (front === undefined || front.form === 'words' || front.facility !== 0) return front;
  const { facility: _unknown, ...rest } = front;
  return rest;
}

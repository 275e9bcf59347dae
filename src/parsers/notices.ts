/** Notices of lost and suppressed messages, believed only from those who can know. */

import { latin1Text } from './envelope/envelope-format.ts';

/** Who wrote a message, as far as its envelope says. */
export interface Writer {
  /** Syslog facility; absent where the envelope has lost it. */
  readonly facility?: number | undefined;
  /** Name of the process; absent for the kernel. */
  readonly program?: string | undefined;
}

/** What a notice says. */
export type Notice =
  | { readonly kind: 'lost'; readonly count: number; readonly lostBy: 'kernel' | 'journald' | 'rsyslog' }
  /** A rate limit of some subsystem of the kernel left messages out. */
  | { readonly kind: 'suppressed'; readonly count: number };

/** A kind of notice: what it looks like and who may write it. */
interface NoticeForm {
  readonly pattern: RegExp;
  readonly believes: (writer: Writer) => boolean;
  readonly notice: (count: number) => Notice;
}

const kernelFacility = 0;
const daemonFacility = 3;
const syslogFacility = 5;

/** Tells whether nothing speaks against the kernel as the writer. */
export function isFromKernel(writer: Writer): boolean {
  return writer.program === undefined && (writer.facility === undefined || writer.facility === kernelFacility);
}

/** Returns a test for a logging daemon with a name like `program`, whose own messages are `daemon` or `syslog`. */
function fromDaemon(program: RegExp): (writer: Writer) => boolean {
  const facilities: readonly (number | undefined)[] = [undefined, daemonFacility, syslogFacility];
  return (writer) => program.test(writer.program ?? '') && facilities.includes(writer.facility);
}

const fromRsyslog = fromDaemon(/^rsyslogd(?:-\d{1,5})?$/);

const forms: readonly NoticeForm[] = [
  {
    // journald, dev_kmsg_record: the sequence numbers of /dev/kmsg had a gap. Its name is cut to 15 characters in _COMM.
    pattern: /^Missed (\d{1,15}) kernel messages$/,
    believes: fromDaemon(/^systemd-journald?$/),
    notice: (count) => ({ kind: 'lost', count, lostBy: 'journald' }),
  },
  {
    // rsyslog, ratelimit.c. Of its inputs these two carry kernel messages; imuxsock's are those of processes. Old imklog
    // wrote its own messages as the kernel's.
    pattern: /^(?:imklog|imkmsg|imjournal)(?:\[[^\]]{0,256}\])?: (\d{1,15}) messages lost due to rate-limiting\b/,
    believes: (writer) => fromRsyslog(writer) || isFromKernel(writer),
    notice: (count) => ({ kind: 'lost', count, lostBy: 'rsyslog' }),
  },
  {
    // printk, on a console that was too slow: captures of serial lines have it.
    pattern: /^\*\* (\d{1,15}) printk messages dropped \*\*$/,
    believes: isFromKernel,
    notice: (count) => ({ kind: 'lost', count, lostBy: 'kernel' }),
  },
  {
    // lib/ratelimit.c: `net_ratelimit: 23 callbacks suppressed` and those of other functions.
    pattern: /^\S[^:]{0,128}: (\d{1,15}) (?:callbacks suppressed|output lines suppressed due to ratelimiting)$/,
    believes: isFromKernel,
    notice: (count) => ({ kind: 'suppressed', count }),
  },
];

// No notice is longer.
const maxNoticeBytes = 512;

/**
 * Returns the notice that the message in `bytes[start, end)` is, or undefined when it is none or its writer could not
 * know.
 */
export function readNotice(
  bytes: Uint8Array,
  range: { start: number; end: number },
  writer: Writer,
): Notice | undefined {
  const { start, end } = range;
  if (end - start > maxNoticeBytes) return undefined;
  const text = latin1Text(bytes, start, end).trim();
  for (const form of forms) {
    const match = form.pattern.exec(text);
    if (match !== null && form.believes(writer)) return form.notice(Number(match[1]));
  }
  return undefined;
}

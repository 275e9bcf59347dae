import { describe, expect, test } from 'vitest';
import { createDetector } from '../../src/parsers/detector.ts';
import { readNotice, type Writer } from '../../src/parsers/notices.ts';

function read(text: string, writer: Writer) {
  const bytes = Buffer.from(`--${text}--`);
  return readNotice(bytes, { start: 2, end: bytes.length - 2 }, writer);
}

function parse(line: string) {
  return createDetector().parse(Buffer.from(line));
}

const journald = { program: 'systemd-journald' };
const rsyslog = { program: 'rsyslogd' };
const kernel = {};

describe('readNotice', () => {
  test.each([
    ['Missed 12 kernel messages', journald, { kind: 'lost', count: 12, lostBy: 'journald' }],
    [
      'Missed 1427 kernel messages',
      { program: 'systemd-journal', facility: 3 },
      { kind: 'lost', count: 1427, lostBy: 'journald' },
    ],
    ['imklog: 84667 messages lost due to rate-limiting', rsyslog, { kind: 'lost', count: 84_667, lostBy: 'rsyslog' }],
    [
      'imjournal: 236 messages lost due to rate-limiting',
      { program: 'rsyslogd-2177', facility: 5 },
      { kind: 'lost', count: 236, lostBy: 'rsyslog' },
    ],
    [
      'imjournal: 1 messages lost due to rate-limiting (20000 allowed within 600 seconds)',
      rsyslog,
      { kind: 'lost', count: 1, lostBy: 'rsyslog' },
    ],
    ['imklog: 7 messages lost due to rate-limiting', kernel, { kind: 'lost', count: 7, lostBy: 'rsyslog' }],
    ['** 143 printk messages dropped **', kernel, { kind: 'lost', count: 143, lostBy: 'kernel' }],
    ['net_ratelimit: 23 callbacks suppressed', kernel, { kind: 'suppressed', count: 23 }],
    ['net_ratelimit: 23 callbacks suppressed ', { facility: 0 }, { kind: 'suppressed', count: 23 }],
    ['ext4_lookup (sda1): 9 callbacks suppressed', kernel, { kind: 'suppressed', count: 9 }],
    ['dump_one: 4 output lines suppressed due to ratelimiting', kernel, { kind: 'suppressed', count: 4 }],
  ])('%s by %j', (text, writer, expected) => {
    expect(read(text, writer)).toEqual(expected);
  });

  test.each([
    ['Missed 12 kernel messages', kernel],
    ['Missed 12 kernel messages', { program: 'root' }],
    ['Missed 12 kernel messages', { program: 'systemd-journald', facility: 1 }],
    ['Missed 12 kernel messages, says somebody', journald],
    ['Suppressed 917 messages from /user.slice', journald],
    // Lost messages of processes are not ours.
    ['imuxsock: 9 messages lost due to rate-limiting', rsyslog],
    ['imuxsock[pid: 57, name: /x]: 9 messages lost due to rate-limiting', rsyslog],
    ['imjournal: begin to drop messages due to rate-limiting', rsyslog],
    ['imklog: 9 messages lost due to rate-limiting', { program: 'logger' }],
    ['imklog: 9 messages lost due to rate-limiting', { facility: 1 }],
    ['** 143 printk messages dropped **', { program: 'root' }],
    ['** many printk messages dropped **', kernel],
    ['net_ratelimit: 23 callbacks suppressed', { facility: 3 }],
    ['net_ratelimit: 23 callbacks suppressed', { program: 'logger' }],
    [`x: ${'9'.repeat(400)} callbacks suppressed`, kernel],
    ['', kernel],
  ])('no notice: %s by %j', (text, writer) => {
    expect(read(text, writer)).toBeUndefined();
  });
});

describe('notices in their envelopes', () => {
  const missed = 'Missed 12 kernel messages';

  test.each([
    [`Nov 21 09:50:26 host systemd-journald[123]: ${missed}`, 'rfc3164'],
    [`2026-11-21T09:50:26.809562+00:00 host systemd-journald[123]: ${missed}`, 'iso-syslog'],
    [`<46>1 2026-11-21T09:50:26Z host systemd-journald 123 - - ${missed}`, 'rfc5424'],
    [`<30>1 2026-11-21T09:50:26Z host systemd-journald 123 - - ${missed}`, 'rfc5424'],
    [`30,1,2,-;systemd-journald[123]: ${missed}`, 'kmsg'],
    [`[ 1156.246182] systemd-journald[123]: ${missed}`, 'dmesg'],
    [
      JSON.stringify({
        MESSAGE: missed,
        _TRANSPORT: 'driver',
        SYSLOG_FACILITY: '3',
        SYSLOG_IDENTIFIER: 'systemd-journald',
        __CURSOR: 's',
      }),
      'journal-json',
    ],
  ])('%s', (line, format) => {
    expect(parse(line)).toMatchObject({ kind: 'lost', count: 12, lostBy: 'journald', envelope: { format } });
  });

  test.each([
    ['a process by logger', `Nov 21 09:50:26 host root: ${missed}`],
    ['a process in the kernel log', `14,1,2,-;systemd-journald[123]: ${missed}`],
    ['facility user', `<14>1 2026-11-21T09:50:26Z host systemd-journald 123 - - ${missed}`],
    [
      'a name that a process chose',
      JSON.stringify({
        MESSAGE: missed,
        _TRANSPORT: 'syslog',
        SYSLOG_FACILITY: '3',
        SYSLOG_IDENTIFIER: 'systemd-journald',
        _COMM: 'logger',
        __CURSOR: 's',
      }),
    ],
    ['a kernel notice of a process', '13,1,2,-;net_ratelimit: 23 callbacks suppressed'],
    ['a printk notice of a process', 'user  :notice: [ 2695.196363] ** 12 printk messages dropped **'],
  ])('forged by %s: none', (_name, line) => {
    expect(parse(line)).toMatchObject({ kind: 'skip', reason: 'no packet log' });
  });

  test.each([
    [
      '4,351,1448489729,-;net_ratelimit: 23 callbacks suppressed',
      { kind: 'suppressed', count: 23, envelope: { sequence: 351 } },
    ],
    [
      'Nov 21 09:50:26 host kernel: [ 2690.048420] net_ratelimit: 23 callbacks suppressed',
      { kind: 'suppressed', count: 23 },
    ],
    ['** 143 printk messages dropped **', { kind: 'lost', count: 143, lostBy: 'kernel' }],
    ['[  106.458893] ** 3 printk messages dropped **', { kind: 'lost', count: 3, lostBy: 'kernel' }],
    [
      'Jun  8 10:32:17 host rsyslogd-2177: imjournal: 236 messages lost due to rate-limiting',
      { kind: 'lost', count: 236, lostBy: 'rsyslog' },
    ],
    [
      '<46>Jun  8 10:32:17 host rsyslogd: imklog: 236 messages lost due to rate-limiting',
      { kind: 'lost', count: 236, lostBy: 'rsyslog' },
    ],
  ])('%s', (line, expected) => {
    expect(parse(line)).toMatchObject(expected);
  });
});

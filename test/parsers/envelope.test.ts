import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { recordText, type EnvelopeReading, type ReadContext } from '../../src/parsers/envelope/envelope-format.ts';
import { readJournalEntry } from '../../src/parsers/envelope/journal-entry.ts';
import { createJournalExport } from '../../src/parsers/envelope/journal-export.ts';
import { parseObject } from '../../src/parsers/envelope/json-record.ts';
import { unescapeKmsg } from '../../src/parsers/envelope/kmsg.ts';
import { textFormats } from '../../src/parsers/envelope/registry.ts';
import { readSyslogNgRecord } from '../../src/parsers/envelope/syslog-ng-json.ts';
import { createTextEnvelopeReader } from '../../src/parsers/envelope/text-envelope.ts';

const fixtures = new URL('../fixtures/', import.meta.url);

function linesOf(file: string): string[] {
  const lines = readFileSync(new URL(file, fixtures)).toString('latin1').split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

function read(line: string, previous?: ReadContext['previous']): EnvelopeReading {
  const counted = /^\d+ (?=<)/.exec(line)?.[0].length ?? 0;
  const bytes = Buffer.from(line, 'latin1');
  const text = { ...recordText(bytes, counted) };
  const object = line.startsWith('{') ? parseObject(bytes.toString('utf8')) : undefined;
  if (object === undefined) return createTextEnvelopeReader().read(text, previous);
  if ('datagram' in object) return read(String(object['datagram']));
  return 'PROGRAM' in object ? readSyslogNgRecord(object) : readJournalEntry(object, 'journal-json');
}

/** The records of a file, each with the envelope before it at hand. */
function readAll(lines: readonly string[]): EnvelopeReading[] {
  const readings: EnvelopeReading[] = [];
  for (const line of lines) {
    const { format = '', host } = readings.at(-1)?.envelope ?? {};
    readings.push(read(line, host === undefined ? undefined : { format, host }));
  }
  return readings;
}

function message(reading: EnvelopeReading): string {
  return Buffer.from(reading.bytes.subarray(reading.start, reading.end)).toString('latin1');
}

function readExport(file: string): EnvelopeReading[] {
  const reader = createJournalExport();
  return linesOf(file).flatMap((line) => {
    const fed = reader.feed(Buffer.from(line, 'latin1'));
    return fed.kind === 'whole' ? [readJournalEntry(fed.whole, 'journal-export')] : [];
  });
}

interface Wrapped {
  readonly file: string;
  readonly record: number;
  readonly ref_file: string;
  readonly ref_line: number;
}
const wrapped: Wrapped[] = linesOf('syslog/expected-wrapped.jsonl').map((line) => JSON.parse(line));
const kernel = new Map(
  ['legacy-ct', 'legacy-noct', 'nft-noct-opts', 'bridge'].map((name) => [
    `${name}.kmsg`,
    readAll(linesOf(`kernel/${name}.kmsg`)),
  ]),
);

/** Uptimes of the records with that text: some were printed twice, and pairs were made by text. */
function uptimesOf(text: string): (number | undefined)[] {
  const readings = [...kernel.values()].flat();
  return readings.filter((reading) => message(reading) === text).map(({ envelope }) => envelope.uptimeUs);
}

const dmesgFiles = [
  'legacy-ct.dmesg-T',
  'legacy-ct.dmesg-iso',
  'legacy-noct.dmesg-T',
  'nft-noct-opts.dmesg-iso',
  'bridge.dmesg-T',
];
const uptimeFiles = [
  'legacy-ct.dmesg',
  'legacy-ct.dmesg-r',
  'legacy-ct.dmesg-x',
  'nft-noct-opts.dmesg',
  'bridge.dmesg',
];

/** The records of a dmesg file beside the kernel's, without the two that a process wrote with bytes of its own. */
function beside(file: string): { found: EnvelopeReading[]; references: EnvelopeReading[] } {
  const references = kernel.get(file.replace(/\.dmesg.*/, '.kmsg'))!;
  const found = readAll(linesOf(`syslog/dmesg/${file}.log`));
  expect(found.length).toBe(references.length);
  const kept = (_: unknown, index: number) => references[index]!.envelope.facility === 0;
  return { found: found.filter(kept), references: references.filter(kept) };
}

function uptime({ envelope }: EnvelopeReading): number | undefined {
  return envelope.uptimeUs;
}

function priority({ envelope }: EnvelopeReading): unknown {
  return [envelope.facility, envelope.severity];
}

describe('every wrapped record', () => {
  test.each([...new Set(wrapped.map(({ file }) => file))])("%s: its message is the kernel's", (file) => {
    const readings = file.endsWith('.export') ? readExport(file) : readAll(linesOf(file));
    const pairs = wrapped.filter((pair) => pair.file === file);
    const references = pairs.map((pair) => kernel.get(pair.ref_file)![pair.ref_line - 1]!);
    const found = pairs.map((pair) => readings[pair.record - 1]!);
    expect(found.length).toBeGreaterThan(0);
    // What a process wrote has lost its first word to the tag.
    const heard = (reading: EnvelopeReading, index: number) =>
      references[index]!.envelope.facility === 0 ? message(reading) : `${reading.program}: ${message(reading)}`;
    const said = references.map((reading) => message(reading).replace(/^(agent)\[4242\]/, '$1'));
    expect(found.map(heard)).toEqual(said);
    const host = file.endsWith('.cat.log') ? undefined : 'kind-worker2';
    expect(new Set(found.map((reading) => reading.envelope.host))).toEqual(new Set([host]));
  });

  test.each(['syslog/rsyslog-imklog.traditional.log', 'syslog/syslog-ng.json', 'journal/journal.short-monotonic.log'])(
    "%s: its uptimes are the kernel's",
    (file) => {
      for (const reading of readAll(linesOf(file)).filter((candidate) => message(candidate).startsWith('calico'))) {
        expect(uptimesOf(message(reading))).toContain(reading.envelope.uptimeUs);
      }
    },
  );

  test.each([...dmesgFiles, ...uptimeFiles])('%s: line N is record N', (file) => {
    const { found, references } = beside(file);
    expect(found.map(message)).toEqual(references.map(message));
  });

  test.each(uptimeFiles)("%s: its uptimes are the kernel's", (file) => {
    const { found, references } = beside(file);
    expect(found.map(uptime)).toEqual(references.map(uptime));
  });

  test('dmesg -x has facility and severity of every record', () => {
    const found = readAll(linesOf('syslog/dmesg/legacy-ct.dmesg-x.log'));
    expect(found.map(priority)).toEqual(kernel.get('legacy-ct.kmsg')!.map(priority));
  });

  test('no two formats read the same record', () => {
    const files = ['kernel/kernel-real.log', 'kernel/kernel-lab.log', ...new Set(wrapped.map(({ file }) => file))];
    const lines = files.flatMap(linesOf).filter((line) => !line.startsWith('{') && !line.startsWith('<'));
    expect(lines.length).toBeGreaterThan(600);
    for (const line of lines) {
      const text = recordText(Buffer.from(line, 'latin1'));
      expect(textFormats.filter((format) => format.read(text, {}) !== undefined).length).toBeLessThanOrEqual(1);
    }
  });
});

const civil = { year: 0, month: 5, day: 8, hour: 18, minute: 42, second: 44, nanos: 0 };
const yearless = { kind: 'yearless', civil, precision: 'second' };
const may = { kind: 'absolute', time: { seconds: 1_779_129_764, nanos: 809_562_000 }, precision: 'subsecond' };
const whole = { kind: 'absolute', time: { seconds: 1_779_129_764, nanos: 0 }, precision: 'second' };

describe('what an envelope holds', () => {
  test.each([
    [
      'May  8 18:42:44 ubuntu kernel: [ 1156.246182] m',
      { format: 'rfc3164', stamp: yearless, host: 'ubuntu', uptimeUs: 1_156_246_182 },
    ],
    ['May 08 18:42:44 ubuntu kernel: m', { format: 'rfc3164', stamp: yearless, host: 'ubuntu' }],
    ['May 8 18:42:44 10.0.0.1 kernel: m', { format: 'rfc3164', stamp: yearless, host: '10.0.0.1' }],
    ['May  8 18:42:44 fe80::1%eth0 kernel: m', { format: 'rfc3164', stamp: yearless, host: 'fe80::1%eth0' }],
    ['May  8 18:42:44 kernel: m', { format: 'rfc3164', stamp: yearless }],
    [
      'May  8 18:42:44.210645 ares kernel: m',
      {
        format: 'rfc3164',
        stamp: { kind: 'yearless', civil: { ...civil, nanos: 210_645_000 }, precision: 'subsecond' },
        host: 'ares',
      },
    ],
    [
      'May  8 2026 18:42:44 ares kernel: m',
      {
        format: 'rfc3164',
        stamp: { kind: 'civil', civil: { ...civil, year: 2026 }, precision: 'second' },
        host: 'ares',
      },
    ],
    [
      '<4>May  8 18:42:44 ares kernel: m',
      { format: 'rfc3164', stamp: yearless, host: 'ares', facility: 0, severity: 4 },
    ],
    [
      'kern.info: May  8 18:42:44 ares kernel: m',
      { format: 'rfc3164', stamp: yearless, host: 'ares', facility: 0, severity: 6 },
    ],
    ['Mai  8 18:42:44 ares kernel: m', { format: 'rfc3164', host: 'ares' }],
    ['Feb 30 18:42:44 ares kernel: m', { format: 'rfc3164', host: 'ares' }],
    ['May  8 24:42:44 ares kernel: m', { format: 'rfc3164', host: 'ares' }],
    ['2026-05-18T18:42:44.809562+00:00 ares kernel: m', { format: 'iso-syslog', stamp: may, host: 'ares' }],
    ['2026-05-18T20:42:44.809562+0200 ares kernel m', { format: 'iso-syslog', stamp: may, host: 'ares' }],
    [
      '<5>2026-05-18T11:42:44.809562-07:00 ares kernel: m',
      { format: 'iso-syslog', stamp: may, host: 'ares', facility: 0, severity: 5 },
    ],
    ['2026-05-18T18:42:44Z ares kernel: m', { format: 'iso-syslog', stamp: whole, host: 'ares' }],
    [
      '2026-05-08T18:42:44 [ 1.000002] m',
      {
        format: 'iso-syslog',
        stamp: { kind: 'civil', civil: { ...civil, year: 2026 }, precision: 'second' },
        uptimeUs: 1_000_002,
      },
    ],
    [
      '<5>1 2026-05-18T18:42:44.809562+00:00 ares kernel - - - [ 1.000002] m',
      { format: 'rfc5424', stamp: may, host: 'ares', facility: 0, severity: 5, uptimeUs: 1_000_002 },
    ],
    ['<5>1 - - - - - - m', { format: 'rfc5424', facility: 0, severity: 5 }],
    ['Mon 2026-05-18 18:42:44 UTC ares kernel: m', { format: 'journal-short-full', stamp: whole, host: 'ares' }],
    ['Mon 2026-05-18 20:42:44 +02 ares kernel: m', { format: 'journal-short-full', stamp: whole, host: 'ares' }],
    [
      'Fri 2026-05-08 18:42:44 PST ares kernel: m',
      {
        format: 'journal-short-full',
        stamp: { kind: 'civil', civil: { ...civil, year: 2026 }, precision: 'second' },
        host: 'ares',
      },
    ],
    [
      'Fri May  8 18:42:44 2026 kern.warn kernel: [ 1.000002] m',
      {
        format: 'logread',
        stamp: { kind: 'civil', civil: { ...civil, year: 2026 }, precision: 'second' },
        facility: 0,
        severity: 4,
        uptimeUs: 1_000_002,
      },
    ],
    ['1779129764.809562 ares kernel: m', { format: 'journal-short-unix', stamp: may, host: 'ares' }],
    ['[ 1156.246182] ares kernel: m', { format: 'journal-short-monotonic', host: 'ares', uptimeUs: 1_156_246_182 }],
    ['[ 1156.246182] m', { format: 'dmesg', uptimeUs: 1_156_246_182 }],
    ['[    0.000000] m', { format: 'dmesg', uptimeUs: 0 }],
    ['[12716.993704][    C1] m', { format: 'dmesg', uptimeUs: 12_716_993_704 }],
    ['<5>[ 1156.246182] m', { format: 'dmesg', uptimeUs: 1_156_246_182, severity: 5 }],
    ['<13>[ 1156.246182] m', { format: 'dmesg', uptimeUs: 1_156_246_182, facility: 1, severity: 5 }],
    ['kern  :notice: [ 1156.246182] m', { format: 'dmesg', uptimeUs: 1_156_246_182, facility: 0, severity: 5 }],
    [
      '[Fri May  8 18:42:44 2026] m',
      {
        format: 'dmesg-ctime',
        stamp: { kind: 'civil', civil: { ...civil, year: 2026 }, precision: 'second' },
        stampApproximate: true,
      },
    ],
    ['2026-05-18T18:42:44,809562+00:00 m', { format: 'dmesg-iso', stamp: may, stampApproximate: true }],
    ['5,349,1448489729,-;m', { format: 'kmsg', facility: 0, severity: 5, sequence: 349, uptimeUs: 1_448_489_729 }],
    [
      '30,349,1448489729,c,caller=T1,x=y;m',
      { format: 'kmsg', facility: 3, severity: 6, sequence: 349, uptimeUs: 1_448_489_729 },
    ],
    ['m', { format: 'bare' }],
  ])('%s', (line, envelope) => {
    const reading = read(line);
    expect(reading.envelope).toEqual(envelope);
    expect(message(reading)).toBe('m');
    expect(reading.program).toBeUndefined();
  });

  test.each([
    ['May  8 18:42:44 ares root: m', 'root'],
    ['May  8 18:42:44 ares logger[12]: m', 'logger'],
    ['May  8 18:42:44 root: m', 'root'],
    ['May  8 18:42:44 ares (sd-pam)[9]: m', '(sd-pam)'],
    ['2026-05-18T18:42:44Z ares kernel[9]: m', 'kernel'],
    ['<5>1 2026-05-18T18:42:44Z ares app 12 - - m', 'app'],
    ['1779129764.809562 ares cron[3]: m', 'cron'],
    ['Fri May  8 18:42:44 2026 daemon.info dnsmasq[9]: m', 'dnsmasq'],
    ['[ 1156.246182] ares sshd[77]: m', 'sshd'],
  ])('%s names its program', (line, program) => {
    expect(read(line).program).toBe(program);
    expect(message(read(line))).toBe('m');
  });

  test('a journal entry', () => {
    const reading = read(linesOf('journal/journal.json.jsonl')[0]!);
    expect(reading.envelope).toEqual({
      format: 'journal-json',
      journal: { realtimeUs: 1_795_254_626_920_043, monotonicUs: 2_690_052_232, sourceMonotonicUs: 2_690_048_420 },
      uptimeUs: 2_690_048_420,
      host: 'kind-worker2',
      facility: 0,
      severity: 5,
      bootId: 'e84f095b0c184255ba640a6a9aefbd8a',
      cursor:
        's=e4ec0c55477f4d3ab76ac2f1637b8e7d;i=24d;b=e84f095b0c184255ba640a6a9aefbd8a;m=a056f088;t=660c64a51a66b;x=b3eda96b8c436ac9',
    });
  });

  test('a syslog-ng record', () => {
    const reading = read(linesOf('syslog/syslog-ng.json')[0]!);
    expect(reading.envelope).toEqual({
      format: 'syslog-ng-json',
      stamp: {
        kind: 'yearless',
        civil: { year: 0, month: 11, day: 21, hour: 9, minute: 50, second: 26, nanos: 0 },
        precision: 'second',
      },
      host: 'kind-worker2',
      facility: 0,
      severity: 5,
      uptimeUs: 2_690_048_420,
    });
  });
});

describe('unescapeKmsg', () => {
  test.each([
    ['\\x1b[31mred\\x1b[0m caf\\xc3\\xa9', '\u001b[31mred\u001b[0m café'],
    ['\\x5cx41', '\\x41'],
    ['\\x4', '\\x4'],
    ['\\xg1\\', '\\xg1\\'],
    ['\\X41 \\n', '\\X41 \\n'],
    ['', ''],
  ])('%s', (escaped, plain) => {
    expect(Buffer.from(unescapeKmsg(Buffer.from(escaped))).toString('utf8')).toBe(plain);
  });

  test('the message of a kmsg record is unescaped before it is read', () => {
    expect(message(read('5,1,2,-;a\\x0ab\\x09c\n SUBSYSTEM=net'))).toBe('a\nb\tc');
  });
});

import * as fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { recordLimitBytes } from '../../src/flow/source-record.ts';
import { createDetector } from '../../src/parsers/detector.ts';
import type { ParseResult } from '../../src/parsers/parse-result.ts';
import { plainPacket } from './plain-result.ts';

const fixtures = new URL('../fixtures/', import.meta.url);

function readLines(file: string): Buffer[] {
  const bytes = readFileSync(new URL(file, fixtures));
  const lines = bytes.toString('latin1').split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line) => Buffer.from(line, 'latin1'));
}

/** The records of a file; of a journal export, the verdicts at the end of each entry. */
function parseAll(lines: readonly Uint8Array[]): ParseResult[] {
  const detector = createDetector();
  const results = lines.map((line) => detector.parse(line));
  return results.filter((result) => !(result.kind === 'skip' && result.reason === 'continuation'));
}

function linesOf(file: string): Buffer[] {
  if (!file.endsWith('udp-datagrams.jsonl')) return readLines(file);
  const datagrams: { datagram: string }[] = readLines(file).map((line) => JSON.parse(line.toString('utf8')));
  return datagrams.map(({ datagram }) => Buffer.from(datagram));
}

/** What must be equal whatever the envelope is. */
function verdict(result: ParseResult): unknown {
  if (result.kind === 'packet') return plainPacket(result.packet);
  return result.kind === 'skip' ? result.reason : result;
}

function parseEach(lines: readonly (string | Buffer)[]): ParseResult[] {
  const detector = createDetector();
  return lines.map((line) => detector.parse(typeof line === 'string' ? Buffer.from(line) : line));
}

function text(line: string): ParseResult {
  return createDetector().parse(Buffer.from(line));
}

const packetText =
  'IN=cali527b0801ecb OUT=eth0 MAC=ee:ee:ee:ee:ee:ee:1e:0a:36:33:f5:09:08:00 SRC=172.16.193.134 DST=8.8.8.8 LEN=84 ' +
  'TOS=0x00 PREC=0x00 TTL=63 ID=48210 DF PROTO=ICMP TYPE=8 CODE=0 ID=1 SEQ=1 ';
const dropText = `calico-drop: ${packetText}`;

const references = new Map(
  ['legacy-ct', 'legacy-noct', 'nft-noct-opts', 'bridge'].map((name) => [
    `${name}.kmsg`,
    parseAll(readLines(`kernel/${name}.kmsg`)).map(verdict),
  ]),
);

interface Wrapped {
  readonly file: string;
  readonly record: number;
  readonly ref_file: string;
  readonly ref_line: number;
}
const wrapped: Wrapped[] = readLines('syslog/expected-wrapped.jsonl').map((line) => JSON.parse(line.toString('utf8')));
const wrappedFiles = [...new Set(wrapped.map(({ file }) => file))];

describe('records in their envelopes', () => {
  test('the list of pairs is whole', () => {
    expect(wrapped.length).toBe(880);
    expect(wrappedFiles.length).toBe(20);
  });

  test.each(wrappedFiles)('%s says the same as the kernel log', (file) => {
    const results = parseAll(linesOf(file));
    const pairs = wrapped.filter((pair) => pair.file === file);
    expect(results.length).toBe(pairs.length);
    for (const pair of pairs) {
      const reference = references.get(pair.ref_file)?.[pair.ref_line - 1];
      expect(reference).toBeDefined();
      expect(verdict(results[pair.record - 1]!)).toEqual(reference);
    }
  });

  test.each([
    'bridge.dmesg.log',
    'bridge.dmesg-T.log',
    'legacy-ct.dmesg.log',
    'legacy-ct.dmesg-T.log',
    'legacy-ct.dmesg-iso.log',
    'legacy-ct.dmesg-x.log',
    'legacy-noct.dmesg-T.log',
    'nft-noct-opts.dmesg.log',
    'nft-noct-opts.dmesg-iso.log',
  ])('line N of %s is record N', (file) => {
    const results = parseAll(readLines(`syslog/dmesg/${file}`)).map(verdict);
    const reference = references.get(file.replace(/\.dmesg.*/, '.kmsg')) ?? [];
    const told = file.endsWith('-x.log') || !file.startsWith('legacy-ct');
    // Without a facility nothing tells the forged line 58 from a real one; line 59 names its process.
    const hidden = told ? -1 : 57;
    expect(results.filter((_, index) => index !== hidden)).toEqual(reference.filter((_, index) => index !== hidden));
    expect(results.length).toBe(reference.length);
  });

  test('line N of dmesg -r is record N, with no facility below 8 believed', () => {
    const results = parseAll(readLines('syslog/dmesg/legacy-ct.dmesg-r.log'));
    const reference = references.get('legacy-ct.kmsg') ?? [];
    expect(results.map(verdict).filter((_, index) => index !== 57)).toEqual(
      reference.filter((_, index) => index !== 57),
    );
    expect(results.every((result) => 'envelope' in result && result.envelope?.facility === undefined)).toBe(true);
  });

  test('every public and laboratory line is a packet, save the ARP lines', () => {
    const kinds = ['kernel/kernel-real.log', 'kernel/kernel-lab.log'].flatMap((file) =>
      parseAll(readLines(file)).map((result) => (result.kind === 'skip' ? result.reason : result.kind)),
    );
    expect(kinds.filter((kind) => kind === 'packet').length).toBe(39 + 29);
    expect(kinds.filter((kind) => kind === 'not an IP packet').length).toBe(2);
  });

  test('what processes wrote into the kernel log is never a packet', () => {
    const reference = references.get('legacy-ct.kmsg') ?? [];
    expect(reference.slice(57)).toEqual(['not from the kernel', 'not from the kernel']);
  });
});

describe('mixed files', () => {
  const files = [...wrappedFiles, 'kernel/legacy-ct.kmsg', 'kernel/kernel-real.log', 'syslog/dmesg/bridge.dmesg-T.log'];

  test('one detector over all files says what a detector for each says', () => {
    const alone = files.flatMap((file) => parseAll(linesOf(file)).map(verdict));
    expect(parseAll(files.flatMap(linesOf)).map(verdict)).toEqual(alone);
  });

  test('lines in any order say the same, with Hubble JSON between them', () => {
    const flow = Buffer.from('{"flow":{"verdict":"DROPPED","Summary":"x"},"time":"2024-01-01T00:00:00Z"}');
    const lines = files
      .filter((file) => !file.endsWith('.export') && !file.includes('monotonic'))
      .flatMap((file) => linesOf(file).slice(0, 12))
      .concat(Array.from({ length: 20 }, () => flow));
    const alone = lines.map((line) => verdict(createDetector().parse(line)));
    fc.assert(
      fc.property(fc.shuffledSubarray(lines.map((_, index) => index)), (order) => {
        const detector = createDetector();
        for (const index of order) expect(verdict(detector.parse(lines[index]!))).toEqual(alone[index]);
      }),
      { numRuns: 20 },
    );
  });
});

describe('who wrote it', () => {
  test.each([
    ['root, by logger', `Nov 21 09:50:26 host root: ${dropText}`],
    ['a process with a number', `Nov 21 09:50:26 host logger[12]: ${dropText}`],
    ['a tag of the prefix', `Nov 21 09:50:26 host calico-drop: ${packetText}`],
    ['a process that calls itself the kernel', `Nov 21 09:50:26 host kernel[77]: ${dropText}`],
    ['no host', `Aug 30 16:07:07 root: ${dropText}`],
    ['facility user', `<13>Nov 21 09:50:26 host kernel: ${dropText}`],
    ['facility user, RFC 5424', `<13>1 2026-11-21T09:50:26Z host kernel - - - ${dropText}`],
    ['facility kern, another program', `<5>1 2026-11-21T09:50:26Z host root - - - ${dropText}`],
    ['facility user of kmsg', `13,1,2,-;${dropText}`],
    ['facility user of dmesg -x', `user  :notice: [ 2695.196363] ${dropText}`],
    ['facility daemon of dmesg -x -T', `daemon:info  : [Sat Nov 21 09:50:31 2026] ${dropText}`],
    ["a priority that is not the kernel's", `<13>[ 2695.196363] ${dropText}`],
    ['facility in words', `user.notice: Oct 12 10:50:34 host kernel: ${dropText}`],
    ['facility in words after the host', `Oct 12 10:50:34 host daemon.info kernel: ${dropText}`],
    ['a name at the start of the message', `[ 2695.257443] agent[4242]: quoting: ${dropText}`],
    [
      'journal: syslog',
      JSON.stringify({
        MESSAGE: dropText,
        _TRANSPORT: 'syslog',
        SYSLOG_FACILITY: '0',
        SYSLOG_IDENTIFIER: 'kernel',
        __CURSOR: 's',
      }),
    ],
    [
      'journal: kernel transport, facility user',
      JSON.stringify({ MESSAGE: dropText, _TRANSPORT: 'kernel', SYSLOG_FACILITY: '1', SYSLOG_IDENTIFIER: 'kernel' }),
    ],
    [
      'journal: kernel transport, another name',
      JSON.stringify({
        MESSAGE: packetText,
        _TRANSPORT: 'kernel',
        SYSLOG_FACILITY: '1',
        SYSLOG_IDENTIFIER: 'calico-drop',
      }),
    ],
    ['syslog-ng: facility', JSON.stringify({ PROGRAM: 'kernel', MESSAGE: dropText, FACILITY: 'user' })],
    ['syslog-ng: program', JSON.stringify({ PROGRAM: 'root', MESSAGE: dropText, FACILITY: 'kern' })],
    [
      'a relay that read the record through CRI',
      `2026-11-21T09:50:26.1Z stdout F Nov 21 09:50:26 host root: ${dropText}`,
    ],
  ])('%s: not from the kernel', (_name, line) => {
    expect(text(line)).toMatchObject({ kind: 'skip', reason: 'not from the kernel' });
  });

  test.each([
    ["LogDNA's file name", `Jul 12 12:37:26 host kern.log [852791.892864] ${dropText}`],
    ['a path', `Jul 12 12:37:26 host /var/log/kern.log ${dropText}`],
    ['no tag, no host', `2024-10-06T14:35:58.450988 [1546073.218762] ${dropText}`],
    ['no host', `Dec 05 14:37:47 kernel: ${dropText}`],
    ['no host, no tag, no uptime', `2024-10-06T14:35:58.450988 ${dropText}`],
    ['no blank after the tag', `Dec  5 14:37:47 host kernel:[12716.993704] ${dropText}`],
    ['an address for the host', `Dec  5 14:37:47 10.2.0.7 kernel: ${dropText}`],
    ['a host called kernel', `Dec  5 14:37:47 kernel kernel: ${dropText}`],
    ['a host called syslog', `Dec  5 14:37:47 syslog kernel: [   12.716993] ${dropText}`],
    ['a router', `kern.info: Oct 12 10:50:34 host kernel: ${dropText}`],
    ['busybox', `Oct 12 10:50:34 host kern.warn kernel: [   12.716993] ${dropText}`],
    ['the kernel, kmsg', `5,1,2,-,caller=T1;${dropText}`],
    ['the kernel, dmesg -x --time-format iso', `kern  :notice: 2026-11-21T09:50:31,257443+00:00 ${dropText}`],
    ['a caller', `[   12.716993][   T12] ${dropText}`],
    ['dmesg -d', `[   12.716993 <    0.010849>] ${dropText}`],
    [
      'structured data',
      `<5>1 2026-11-21T09:50:26Z host kernel - - [o ip="1\\"]2" x="y"][p] \u{feff}[ 1.000001] ${dropText}`,
    ],
    [
      'journal',
      JSON.stringify({ MESSAGE: dropText, _TRANSPORT: 'kernel', SYSLOG_FACILITY: '0', SYSLOG_IDENTIFIER: 'kernel' }),
    ],
    ['journal, bytes', JSON.stringify({ MESSAGE: [...Buffer.from(dropText)], _TRANSPORT: 'kernel', __CURSOR: 's' })],
    ['journal, two messages', JSON.stringify({ MESSAGE: [dropText, 'x'], _TRANSPORT: 'kernel', __CURSOR: 's' })],
    [
      'docker',
      JSON.stringify({
        log: `Nov 21 09:50:26 host kernel: ${dropText}\n`,
        stream: 'stdout',
        time: '2026-11-21T09:50:26Z',
      }),
    ],
    ['CRI in docker', JSON.stringify({ log: `2026-11-21T09:50:26.1Z stdout F ${dropText}\n` })],
    [
      'CRI around the journal',
      `2026-11-21T09:50:26.1Z stderr F ${JSON.stringify({ MESSAGE: dropText, _TRANSPORT: 'kernel', __CURSOR: 's' })}`,
    ],
    ['kubectl logs --timestamps', `2026-11-21T09:50:26.123456789Z Nov 21 09:50:26 host kernel: ${dropText}`],
    ['OpenWrt', `Sat Nov 21 09:50:26 2026 kern.warn kernel: [   12.716993] ${dropText}`],
    ['a byte order mark, CRLF', `\u{feff}Dec  5 14:37:47 host kernel: ${dropText}\r`],
  ])('%s: a packet', (_name, line) => {
    expect(text(line)).toMatchObject({
      kind: 'packet',
      packet: { inInterface: 'cali527b0801ecb', prefix: 'calico-drop' },
    });
  });

  test.each([
    ['an unknown envelope', `2026/11/21-09:50 fw01|kern|${dropText}`, '2026/11/21-09:50 fw01|kern|calico-drop'],
    ['a rule that is called like a process, facility kern', `5,1,2,-;fw[1]: ${dropText}`, 'fw[1]: calico-drop'],
  ])('%s: a packet whose prefix holds the rest', (_name, line, prefix) => {
    expect(text(line)).toMatchObject({ kind: 'packet', packet: { prefix } });
  });

  test('a tag counts in short-monotonic once the host is known', () => {
    const detector = createDetector();
    const parse = (line: string) => verdict(detector.parse(Buffer.from(line)));
    expect(parse(`[ 1156.246182] node-1 kernel: ${dropText}`)).toMatchObject({ prefix: 'calico-drop' });
    expect(parse(`[ 1156.246183] node-1 calico-drop: ${packetText}`)).toBe('not from the kernel');
    expect(parse(`[ 1156.246183] lab7 calico-packet: ${packetText}`)).toMatchObject({ prefix: 'lab7 calico-packet' });
  });

  test('a broken packet log of a process is no rejection', () => {
    expect(text('Nov 21 09:50:26 host root: IN=eth0 OUT= SRC=1')).toMatchObject({
      kind: 'skip',
      reason: 'not from the kernel',
    });
  });
});

describe('what is no record', () => {
  test.each([
    '',
    '   ',
    '\t',
    '\r',
    '\0\0',
    '# comment',
    '-- Boot e84f095b0c184255ba640a6a9aefbd8a --',
    '-- No entries --',
  ])('%j is blank', (line) => expect(text(line)).toEqual({ kind: 'skip', reason: 'blank' }));

  test('continuation lines of kmsg, in the record and alone', () => {
    const detector = createDetector();
    const parse = (line: string) => detector.parse(Buffer.from(line));
    expect(parse(`5,1,2,-;${dropText}\n SUBSYSTEM=net\n DEVICE=n3`)).toMatchObject({ packet: { mark: 0 } });
    expect(parse(' SUBSYSTEM=net')).toEqual({ kind: 'skip', reason: 'continuation' });
    expect(parse(' OTHER=x')).toEqual({ kind: 'skip', reason: 'continuation' });
    expect(parse(` ${packetText}`)).toMatchObject({ kind: 'packet' });
  });

  test('a line of more than the limit', () => {
    const bytes = new Uint8Array(recordLimitBytes + 1).fill(0x61);
    expect(createDetector().parse(bytes)).toMatchObject({ kind: 'reject', reason: 'too long', at: recordLimitBytes });
  });

  test('a line of 1 MB that is no packet log', () => {
    expect(text(`Nov 21 09:50:26 host kernel: ${'x'.repeat(1_000_000)}`)).toMatchObject({ reason: 'no packet log' });
  });

  test('a message that journalctl left out', () => {
    const entry = { MESSAGE: null, _TRANSPORT: 'kernel', __CURSOR: 's' };
    expect(text(JSON.stringify(entry))).toMatchObject({ kind: 'reject', reason: 'too long' });
    expect(text(JSON.stringify({ ...entry, _TRANSPORT: 'stdout' }))).toMatchObject({ kind: 'skip' });
  });

  test('ulogd JSON is no format of ours and never a flow', () => {
    for (const line of readLines('nflog/ulogd.json')) {
      expect(['skip', 'reject']).toContain(createDetector().parse(line).kind);
    }
  });
});

describe('Hubble JSON', () => {
  const flow = '{"flow":{"verdict":"DROPPED","Summary":"x"},"time":"2024-01-01T00:00:00Z"}';

  test('broken and empty lines of the stream are rejected', () => {
    const detector = createDetector();
    const parse = (line: string) => detector.parse(Buffer.from(line));
    expect(parse(flow)).toMatchObject({ kind: 'response' });
    for (const line of ['', '   ', 'not json at all', '{"flow":', '# x', '-- Boot --']) {
      expect(parse(line)).toMatchObject({ kind: 'reject', reason: 'bad json' });
    }
    expect(parse(flow)).toMatchObject({ kind: 'response' });
  });

  test('the same lines in a log are none of ours', () => {
    const detector = createDetector();
    const parse = (line: string) => detector.parse(Buffer.from(line));
    parse(`[ 1156.246182] ${dropText}`);
    expect(parse('{"broken')).toMatchObject({ kind: 'reject', reason: 'bad json' });
    expect(parse('')).toEqual({ kind: 'skip', reason: 'blank' });
    expect(parse('not json at all')).toMatchObject({ kind: 'skip', reason: 'no packet log' });
  });

  test('a flow that came out of a container log', () => {
    expect(text(`2026-11-21T09:50:26.1Z stdout F ${flow}`)).toMatchObject({ kind: 'response' });
    expect(text(JSON.stringify({ log: `${flow}\n`, stream: 'stdout' }))).toMatchObject({ kind: 'response' });
    expect(text(`2026-11-21T09:50:26.123456789Z ${flow}`)).toMatchObject({ kind: 'response' });
    expect(text(`  ${flow}`)).toMatchObject({ kind: 'response' });
  });
});

describe('journal export', () => {
  const fields = ['__CURSOR=s=1', '__REALTIME_TIMESTAMP=1795254626920043', '_TRANSPORT=kernel', 'SYSLOG_FACILITY=0'];

  test('the message comes beside the packet', () => {
    const result = parseEach([...fields, `MESSAGE=${dropText}`, '_HOSTNAME=node-1', '']).at(-1);
    expect(result).toMatchObject({ kind: 'packet', envelope: { host: 'node-1', facility: 0 } });
    expect(result?.kind === 'packet' && Buffer.from(result.raw ?? []).toString()).toBe(dropText);
  });

  test('a binary field whose length and value hold line feeds', () => {
    const value = `${'x'.repeat(10 - 7)}\n${'y'.repeat(6)}`;
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(10n);
    const binary = Buffer.concat([length, Buffer.from(value)]);
    const pieces = binary
      .toString('latin1')
      .split('\n')
      .map((piece) => Buffer.from(piece, 'latin1'));
    expect(pieces.length).toBe(3);
    const results = parseEach([...fields, 'BLOB', ...pieces, `MESSAGE=${dropText}`, '']);
    expect(results.at(-1)).toMatchObject({ kind: 'packet' });
    expect(results.slice(0, -1).every((result) => result.kind === 'skip')).toBe(true);
  });

  test('an entry that was cut does not take the next line with it', () => {
    const results = parseEach([...fields, `Nov 21 09:50:26 host kernel: ${dropText}`]);
    expect(results.at(-1)).toMatchObject({ kind: 'packet', envelope: { format: 'rfc3164' } });
  });
});

describe('rsyslog repeats', () => {
  test.each([
    [`Nov 21 09:50:26 host kernel: message repeated 3 times: [ [ 1156.246182] ${dropText}]`, 1_156_246_182],
    [`Nov 21 09:50:26 host kernel: message repeated 3 times: [ ${dropText}]`, undefined],
    [`Nov 21 09:50:26 host kernel: message repeated 3 times: [${dropText.trimEnd()}]`, undefined],
  ])('%s', (line, uptimeUs) => {
    const result = text(line);
    expect(result).toMatchObject({ kind: 'packet', repeated: 3, packet: { rawPrefix: 'calico-drop: ' } });
    expect(result.kind === 'packet' && result.envelope.uptimeUs).toBe(uptimeUs);
  });

  test('of a process is not from the kernel', () => {
    expect(text(`Nov 21 09:50:26 host root: message repeated 2 times: [ ${dropText}]`)).toMatchObject({
      reason: 'not from the kernel',
    });
  });
});

describe('rejections', () => {
  test('name the place in the record and show the text around it', () => {
    const line = `Nov 21 09:50:26 host kernel: ${dropText.replace('DST=8.8.8.8', 'DST=8.8.8.8888')}\u001b[2J`;
    const result = text(line);
    expect(result).toMatchObject({ kind: 'reject', reason: 'bad address' });
    const { at, excerpt } = result.kind === 'reject' ? result : { at: NaN, excerpt: '' };
    expect(at).toBeGreaterThanOrEqual(line.indexOf('DST='));
    expect(at).toBeLessThanOrEqual(line.indexOf(' LEN='));
    expect(excerpt).toContain('DST=8.8.8.8888');
    expect(excerpt).not.toContain('\u001b');
  });
});

describe('totality', () => {
  const runs = Number(process.env['DETECTOR_PROPERTY_RUNS'] ?? 20_000);
  const corpus = [
    ...wrappedFiles,
    'kernel/legacy-ct.kmsg',
    'kernel/shapes.kmsg',
    'kernel/kernel-real.log',
    'kernel/kernel-lab.log',
    'syslog/dmesg/shapes.dmesg-e.log',
    'syslog/dmesg/shapes.dmesg-J.json',
    'journal/shapes.json-seq.txt',
  ]
    .flatMap(linesOf)
    .concat([Buffer.from('{"flow":{"verdict":"DROPPED"}}'), Buffer.from(`2026-11-21T09:50:26Z stdout F ${dropText}`)]);
  const kinds = ['packet', 'response', 'lost', 'suppressed', 'skip', 'reject'];

  const edit = fc.record({ at: fc.nat(500), remove: fc.nat(40), insert: fc.uint8Array({ maxLength: 12 }) });
  const mutated = fc
    .tuple(fc.nat(corpus.length - 1), fc.array(edit, { maxLength: 4 }))
    .map(([index, edits]) =>
      edits.reduce<Uint8Array>(
        (line, { at, remove, insert }) => Buffer.concat([line.subarray(0, at), insert, line.subarray(at + remove)]),
        corpus[index]!,
      ),
    );
  const glued = fc
    .tuple(fc.nat(corpus.length - 1), fc.nat(corpus.length - 1))
    .map(([a, b]) => Buffer.concat([corpus[a]!, corpus[b]!]));
  const line = fc.oneof(
    { weight: 6, arbitrary: mutated },
    { weight: 2, arbitrary: fc.uint8Array({ maxLength: 300 }) },
    { weight: 1, arbitrary: glued },
    { weight: 1, arbitrary: fc.json().map((json) => Buffer.from(json)) },
  );

  test(
    `${runs} random or mutated lines, none throws`,
    () => {
      const detector = createDetector();
      const seen = new Set<string>();
      fc.assert(
        fc.property(line, (bytes) => {
          const result = detector.parse(bytes);
          seen.add(result.kind);
          expect(kinds).toContain(result.kind);
          expect(result.kind === 'reject' ? result.at : 0).toBeGreaterThanOrEqual(0);
        }),
        { numRuns: runs, endOnFailure: true },
      );
      // The lines are worth their time only when they reach all of the code.
      expect([...seen].toSorted()).toEqual(expect.arrayContaining(['packet', 'reject', 'skip']));
    },
    60_000 + runs,
  );
});

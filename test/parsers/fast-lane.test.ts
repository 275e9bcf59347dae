import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kernelLines } from '../../bench/inputs/kernel-lines.ts';
import { createDetector, type Detector } from '../../src/parsers/detector.ts';
import { FastLane } from '../../src/parsers/fast-lane/fast-lane.ts';
import type { PacketLine } from '../../src/parsers/fast-lane/packet-line.ts';
import type { ParseResult } from '../../src/parsers/parse-result.ts';
import { fixtureLines } from './kernel-packet-lines.ts';
import { plainResult } from './plain-result.ts';

const bytesOf = (line: string) => Buffer.from(line, 'latin1');

const kmsgNames = ['bridge', 'legacy-ct', 'legacy-noct', 'nft-noct-opts'];
const kmsgLines = kmsgNames.flatMap((name) => fixtureLines(`${name}.kmsg`));
const messages = [
  ...kmsgLines.map((line) => line.slice(line.indexOf(';') + 1)),
  ...fixtureLines('kernel-real.log'),
  ...fixtureLines('kernel-lab.log'),
];
const fronts = [
  'Nov 21 09:30:25 worker-1 kernel: [ 1448.489729] ',
  'Feb 29 23:59:59 worker-1 kernel: ',
  'Nov  1 09:30:25 10.0.0.1 kernel: [12345.678901] ',
  '2026-11-21T09:30:25.809562+00:00 worker-1 kernel: [ 1448.489729] ',
  '2024-02-29T00:00:00-0130 node.example.org kernel: [    0.000001] ',
  '2026-11-21T09:30:25Z worker-1 kernel: ',
  '6,339,5140900,-;',
  '4,1,999999999999,-;',
  '[ 1156.246182] ',
  '[99999.000000] ',
];
const texts = ['calico-drop: ', 'calico-drop LOGandDROP: ', '[UFW BLOCK] ', '', 'glued', 'a b ', 'IN= ', 'su[12]: x '];

/** A detector, and one whose lane is never open; they are to see the same lines. */
function detectors(): { fast: Detector; general: Detector } {
  return { fast: plain(createDetector()), general: plain(createDetector({ hasFastLane: false })) };
}

/** Returns the detector with results that can be compared. */
function plain(detector: Detector): Detector {
  return {
    parse: (bytes) => plainResult(detector.parse(bytes)),
    ...(detector.lines && { lines: detector.lines }),
  };
}

const position = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
const letter = fc.constantFrom(...Array.from('0123456789abcdefxABCDEFINOUTRY=:.,-[]() \0\n\r\t\\;+TZ'), '\xff');

/** A change at one place: a letter put in, put in place of another, or all from there on cut off. */
const change = fc
  .tuple(position, letter, fc.constantFrom('insert', 'replace', 'cut', 'remove'))
  .map(([place, text, how]) => (line: string) => {
    const at = Math.floor(place * line.length);
    const rest = line.slice(how === 'insert' ? at : at + 1);
    if (how === 'cut') return line.slice(0, at);
    return line.slice(0, at) + (how === 'remove' ? '' : text) + rest;
  });

const wholeLine = fc
  .tuple(fc.constantFrom(...fronts), fc.constantFrom(...texts), fc.constantFrom(...messages))
  .map(([front, text, message]) => front + text + message.slice(message.indexOf('IN=')));

const number = fc.oneof(fc.nat(70_000), fc.constantFrom(0, 255, 256, 65_535, 65_536, 4_294_967_295, 4_294_967_296));
const address = fc.oneof(
  fc.ipV4(),
  fc.ipV6(),
  fc.constantFrom('1.2.3.256', '01.2.3.4', '1.2.3', '0.0.0.0', 'fe80:0000:0000:0000:0000:0000:0000:0001'),
);
const generated = fc
  .record({
    front: fc.constantFrom(...fronts),
    text: fc.constantFrom(...texts),
    device: fc.constantFrom('eth0', '', 'cali76be879f658', 'a.b-c@d', 'sixteen-letters-', 'a[1]:', 'x=y'),
    mac: fc.constantFrom('', 'MAC= ', 'MAC=ee:ee:ee:ee:ee:ee:1e:0a:36:33:f5:09:08:00 ', 'MAC=00:11 ', 'PHYSIN=p '),
    ends: fc.tuple(address, address),
    numbers: fc.array(number, { minLength: 8, maxLength: 8 }),
    flags: fc.subarray(['AE', 'CWR', 'ECE', 'URG', 'ACK', 'PSH', 'RST', 'SYN', 'FIN']),
    kind: fc.constantFrom('tcp', 'udp', 'icmp', 'tcp6'),
    trailer: fc.constantFrom('', ' ', '  ', ' MARK=0xa', ' UID=0 GID=0 ', ' UID=1 MARK=0xffffffff ', ' MARK=0x', ' x'),
  })
  .map(({ front, text, device, mac, ends, numbers, flags, kind, trailer }) => {
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = numbers;
    const ip =
      kind === 'tcp6'
        ? `LEN=${a} TC=${b % 300} HOPLIMIT=${c % 300} FLOWLBL=${d}`
        : `LEN=${a} TOS=0x${(b % 256).toString(16).padStart(2, '0')} PREC=0x20 TTL=${c % 300} ID=${d} DF`;
    const l4 = {
      tcp: `PROTO=TCP SPT=${e} DPT=${f} SEQ=${g} ACK=${h} WINDOW=${g} RES=0x00 ${[...flags, 'URGP=0'].join(' ')}`,
      tcp6: `PROTO=TCP SPT=${e} DPT=${f} WINDOW=${g} RES=0x00 ${[...flags, 'URGP=0'].join(' ')}`,
      udp: `PROTO=UDP SPT=${e} DPT=${f} LEN=${g}`,
      icmp: `PROTO=ICMP TYPE=${e % 20} CODE=${f % 4} ID=${g} SEQ=${h}`,
    }[kind];
    return `${front}${text}IN=${device} OUT=eth1 ${mac}SRC=${ends[0]} DST=${ends[1]} ${ip} ${l4}${trailer}`;
  });

/** The parts of a line that was taken, by their offsets. */
const parts = (text: string, { lineEnd, messageEnd, messageStart, prefixStart }: PacketLine) => ({
  prefix: text.slice(prefixStart, messageStart),
  message: text.slice(messageStart, messageEnd),
  isPlain: /^[ -[\]-~]*$/.test(text.slice(0, lineEnd)),
  after: text.slice(lineEnd).replace(/[\r\n]+$/, ''),
});

/** The parts by the general parser and by searching for them. */
const expectedParts = (text: string, result: ParseResult) => ({
  prefix: result.kind === 'packet' ? result.packet.rawPrefix : result.kind,
  message: text.slice(text.indexOf('IN=')).replace(/ *[\r\n]*$/, ''),
  isPlain: true,
  after: '',
});

describe('the fast lane', () => {
  it('takes the lines of a flood, and nearly all of the common fixture lines', () => {
    const lane = new FastLane();
    const flood = Array.from(kernelLines(2000));
    expect(flood.filter((line) => lane.take(bytesOf(line)))).toHaveLength(flood.length);
    const common = messages
      .map((message) => message.slice(message.indexOf('IN=')))
      .filter((message) => /PROTO=(?:(?:TCP|UDP) SPT|ICMP(?:v6)? TYPE=(?:0|8|128|129) )/.test(message))
      // Options, fragments, ICMP errors, tags of VLANs and the order of the 2.4 age are the general parser's.
      .filter((message) => !/OPT|FRAG:|INCOMPLETE|\[|MACSRC|PHYSIN=\S+ OUT=/.test(message));
    const left = common.filter((message) => !lane.take(bytesOf(`6,339,5140900,-;${message}`)));
    expect(left).toEqual([]);
    expect(common.length / messages.length).toBeGreaterThan(0.5);
  });

  it('reads every fixture message behind every front as the general parser does', () => {
    const { fast, general } = detectors();
    for (const line of fronts.flatMap((front) => messages.map((message) => front + message))) {
      expect(fast.parse(bytesOf(line)), line).toEqual(general.parse(bytesOf(line)));
    }
  });

  it('reads a flood as the general parser does', () => {
    const { fast, general } = detectors();
    for (const line of [...kernelLines(300), ...kmsgLines, ...kernelLines(300, { seed: 2, perSecond: 1 })])
      expect(fast.parse(bytesOf(line)), line).toEqual(general.parse(bytesOf(line)));
  });

  it('agrees on mutated lines', () => {
    const { fast, general } = detectors();
    const property = fc.property(wholeLine, fc.array(change, { maxLength: 3 }), (line, changes) => {
      const changed = changes.reduce((text, one) => one(text), line);
      expect(fast.parse(bytesOf(changed)), changed).toEqual(general.parse(bytesOf(changed)));
    });
    fc.assert(property, { numRuns: 3000 });
  });

  it('agrees on generated lines', () => {
    const { fast, general } = detectors();
    fc.assert(
      fc.property(generated, (line) => {
        expect(fast.parse(bytesOf(line)), line).toEqual(general.parse(bytesOf(line)));
      }),
      { numRuns: 3000 },
    );
  });

  it('tells a consumer of lines where the parts of the line are, and takes what `parse` takes', () => {
    let taken = 0;
    const { fast: lines, general } = detectors();
    const whole = fc.oneof(
      generated,
      fc.tuple(wholeLine, fc.array(change, { maxLength: 2 })).map(([line, changes]) => {
        return changes.reduce((text, one) => one(text), line);
      }),
    );
    const property = fc.property(whole, (text) => {
      const line = lines.lines?.take(bytesOf(text));
      taken += line === undefined ? 0 : 1;
      const expected = general.parse(bytesOf(text));
      const [seen, wanted] =
        line === undefined
          ? [lines.parse(bytesOf(text)), expected]
          : [parts(text, line), expectedParts(text, expected)];
      expect(seen, text).toEqual(wanted);
    });
    fc.assert(property, { numRuns: 2000 });
    expect(taken).toBeGreaterThan(100);
  });

  it('agrees after lines of every other form', () => {
    const others = [
      '[ 1156.246182] worker-1 kernel: booted',
      '__CURSOR=s=1',
      '{',
      '{"flow":{}}',
      '6,338,5140000,-;text',
      '2026-11-21T09:30:25Z stdout F hello',
    ];
    const { fast, general } = detectors();
    const property = fc.property(fc.constantFrom(...others), wholeLine, (before, line) => {
      expect(fast.parse(bytesOf(before))).toEqual(general.parse(bytesOf(before)));
      expect(fast.parse(bytesOf(line)), line).toEqual(general.parse(bytesOf(line)));
    });
    fc.assert(property, { numRuns: 500 });
  });
});

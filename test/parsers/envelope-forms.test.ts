import * as fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createDetector } from '../../src/parsers/detector.ts';
import type { ParseResult } from '../../src/parsers/parse-result.ts';
import { plainPacket } from './plain-result.ts';

const packetText = 'IN=eth0 OUT=cali0 MAC= SRC=10.0.0.1 DST=10.0.0.2 LEN=20 TOS=0x00 PREC=0x00 TTL=63 ID=1 PROTO=4 ';
const dropText = `calico-drop: ${packetText}`;

function parseLines(lines: readonly string[]): ParseResult[] {
  const detector = createDetector();
  return lines.map((line) => detector.parse(Buffer.from(line, 'latin1')));
}

function readText(file: string): string {
  return readFileSync(new URL(`../fixtures/${file}`, import.meta.url)).toString('latin1');
}

/** The verdicts about the records of a fixture, without the lines that complete none. */
function recordsOf(file: string): ParseResult[] {
  return parseLines(readText(file).split('\n').slice(0, -1)).filter(
    (result) => result.kind !== 'skip' || (result.reason !== 'continuation' && result.reason !== 'blank'),
  );
}

/** What must be the same in every form. */
function essence(result: ParseResult): unknown {
  return result.kind === 'packet'
    ? plainPacket(result.packet)
    : `${result.kind} ${'reason' in result ? result.reason : ''}`;
}

const uptimes = (results: readonly ParseResult[]) =>
  results.map((result) => ('envelope' in result ? result.envelope?.uptimeUs : undefined));

const rawOf = (result: ParseResult | undefined) =>
  result?.kind === 'packet' && result.raw !== undefined ? Buffer.from(result.raw).toString() : undefined;

describe('dmesg', () => {
  const reference = recordsOf('syslog/dmesg/shapes.dmesg-x.log');

  test('of link-layer records there are packets, others, and one that the kernel calls truncated', () => {
    const kinds = reference.map((result) => (result.kind === 'packet' ? 'packet' : essence(result)));
    const count = (kind: string) => kinds.filter((each) => each === kind).length;
    expect(kinds).toHaveLength(25);
    expect([count('packet'), count('skip not an IP packet'), count('reject truncated')]).toEqual([15, 9, 1]);
  });

  test.each([
    ['shapes.dmesg.log', 'dmesg'],
    ['shapes.dmesg-d.log', 'dmesg'],
    ['shapes.dmesg-x-iso.log', 'dmesg-iso'],
    ['shapes.dmesg-e.log', 'dmesg-reltime'],
    ['shapes.dmesg-J.json', 'dmesg-json'],
  ])('%s says what dmesg -x says', (file, format) => {
    const results = recordsOf(`syslog/dmesg/${file}`);
    expect(results.map(essence)).toEqual(reference.map(essence));
    expect(results.every((result) => 'envelope' in result && result.envelope?.format === format)).toBe(true);
  });

  test('the JSON document has the uptime of every record', () => {
    expect(uptimes(recordsOf('syslog/dmesg/shapes.dmesg-J.json'))).toEqual(uptimes(reference));
  });

  test.each([
    [['"pri": 4,'], {}, 'packet'],
    [['"fac": "kern",', '"pri": "warn",'], { facility: 0, severity: 4 }, 'packet'],
    [['"fac": "user",', '"pri": "notice",'], { facility: 1, severity: 5 }, 'skip not from the kernel'],
    [['"pri": 13,'], { facility: 1, severity: 5 }, 'skip not from the kernel'],
  ])('the JSON document with %j', (priority, envelope, expected) => {
    const fields = [...priority, '"time": 1156.246182,', '"caller": "T1",', `"msg": "${dropText}"`];
    const results = parseLines(['{', '   "dmesg": [', '      {', ...fields, '      }', '   ]', '}']);
    const record = results.find((result) => result.kind === 'packet' || essence(result) === expected);
    expect(record).toMatchObject({ envelope: { format: 'dmesg-json', uptimeUs: 1_156_246_182, ...envelope } });
    expect(results.filter((result) => essence(result) !== 'skip continuation')).toHaveLength(1);
    expect(rawOf(record)).toBe(expected === 'packet' ? dropText : undefined);
  });

  test('a field of the document that is no JSON is rejected, and the next record is read', () => {
    const lines = [
      '{',
      '   "dmesg": [',
      '{',
      '"msg": "IN=eth0 OUT= SRC=',
      '},{',
      `"msg": "${dropText}"`,
      '}',
      ']',
      '}',
    ];
    const fates = parseLines(lines).map(({ kind }) => kind);
    expect(fates.filter((kind) => kind !== 'skip')).toEqual(['reject', 'packet']);
  });

  test('a document with lines left out, doubled and cut never throws, and hides no line of another form', () => {
    const document = readText('syslog/dmesg/shapes.dmesg-J.json').split('\n');
    const changed = fc.array(fc.tuple(fc.nat(document.length - 1), fc.nat(400)), { maxLength: 12 });
    fc.assert(
      fc.property(changed, (changes) => {
        const lines = document.slice(0, 2);
        for (const [at, length] of changes) lines.push((document[at] ?? '').slice(0, length));
        const results = parseLines([...lines, `kern  :warn  : [ 12.345678] ${dropText}`]);
        expect(results.at(-1)).toMatchObject({ kind: 'packet', envelope: { format: 'dmesg', facility: 0 } });
      }),
    );
  });

  test('a document that ends without its end does not hide what comes after it', () => {
    const [packet] = parseLines(['{', '   "dmesg": [', '{', '"pri": 4,', `[ 12.345678] ${dropText}`]).slice(-1);
    expect(packet).toMatchObject({ kind: 'packet', envelope: { format: 'dmesg', uptimeUs: 12_345_678 } });
  });

  test.each(['[Nov21 09:29] ', '[Nov 1 09:29] ', '[  +0.000009] ', '[ +12.500000] ', '[+123.456789] '])(
    'a relative time, %j, is none of the prefix and no time either',
    (front) => {
      const [result] = parseLines([front + dropText]);
      expect(result).toMatchObject({ kind: 'packet', packet: { prefix: 'calico-drop' } });
      expect(result).toHaveProperty('envelope', { format: 'dmesg-reltime' });
    },
  );
});

describe('journalctl', () => {
  const reference = recordsOf('journal/shapes.json.jsonl');

  test.each(['shapes.short-delta.log', 'shapes.json-seq.txt', 'shapes.json-sse.txt'])(
    '%s says what -o json says',
    (file) => {
      expect(reference).toHaveLength(8);
      expect(recordsOf(`journal/${file}`).map(essence)).toEqual(reference.map(essence));
    },
  );

  test('-o verbose is rejected: who wrote the message may stand after it', () => {
    const [result] = parseLines([`    MESSAGE=${dropText}`]);
    expect(result).toMatchObject({ kind: 'reject', detail: expect.stringContaining('-o verbose is not read') });
  });
});

describe("the kernel's stamp", () => {
  test.each([
    ['[ 1156.24] ', 1_156_240_000],
    ['[1156.246182] ', 1_156_246_182],
    ['[ 1156.246182999] ', 1_156_246_182],
    ['[    0.000000] ', 0],
  ])('%j', (stamp, uptimeUs) => {
    const lines = [
      `${stamp}${dropText}`,
      `Nov 21 09:29:44 node kernel: ${stamp}${dropText}`,
      `Nov 21 09:29:44 node kernel: message repeated 2 times: [ ${stamp}${dropText}]`,
      `<4>Nov 21 09:29:44 ${stamp}${dropText}`,
    ];
    for (const result of parseLines(lines)) {
      expect(result).toMatchObject({ kind: 'packet', envelope: { uptimeUs }, packet: { prefix: 'calico-drop' } });
    }
  });
});

describe('a prefix that looks like a process', () => {
  test.each([
    '',
    '[ 12.345678] ',
    '<4>[ 12.345678] ',
    'Nov 21 09:29:44 node kernel: ',
    'Nov 21 09:29:44 node kernel: [ 12.345678] ',
  ])('is a prefix right before the record: %j', (front) => {
    expect(parseLines([`${front}web[80]: ${packetText}`])[0]).toMatchObject({
      kind: 'packet',
      packet: { prefix: 'web[80]' },
    });
    expect(parseLines([`${front}web[80]: ${dropText}`])[0]).toMatchObject({ reason: 'not from the kernel' });
  });
});

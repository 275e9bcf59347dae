import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { edgeOf } from '../../src/flow/edge.ts';
import {
  addAcknowledged,
  formatAcknowledged,
  parseAcknowledged,
  removeAcknowledged,
} from '../../src/tui/acknowledged-format.ts';
import { aFlow } from '../output/a-flow.ts';

const key = 'shop/frontend -> shop/db 5432/TCP';
const entry = { key, date: '2024-02-29', reason: 'agreed with the shop team' };

describe('reading', () => {
  test('takes edges, with or without a port and a remark', () => {
    const text = `# expected until the move\n\n${key}  # 2024-02-29 agreed\nworld -> shop/web\na.example -> ::1 ICMPv6 #x\n`;
    expect(parseAcknowledged(text)).toEqual({
      edges: [
        { line: 3, key, remark: '2024-02-29 agreed' },
        { line: 4, key: 'world -> shop/web', remark: '' },
        { line: 5, key: 'a.example -> ::1 ICMPv6', remark: 'x' },
      ],
      keys: new Set([key, 'world -> shop/web', 'a.example -> ::1 ICMPv6']),
      faults: [],
    });
  });

  test('blanks, tabs, a byte order mark and Windows line breaks do not matter', () => {
    expect(parseAcknowledged('\uFEFF  shop/frontend\t->  shop/db   5432/TCP \r\n').keys).toEqual(new Set([key]));
  });

  test.each([
    ['shop/web', 'no edge'],
    ['shop/web => shop/db 80/TCP', 'no edge'],
    ['a ->', 'no edge'],
    ['a -> b 80', '"80" is no port'],
    ['a -> b 80/tcp', '"80/tcp" is no port'],
    ['a -> b \u001b[2J', String.raw`"\x1b[2J" is no port`],
    ['a -> b 80/TCP because', 'too many words'],
  ])('says what is wrong with %j, and where', (line, message) => {
    const { edges, faults } = parseAcknowledged(`# one\n${line}\n${key}\n`);
    expect(edges).toHaveLength(1);
    expect(faults).toEqual([{ line: 2, message: expect.stringContaining(message) }]);
  });
});

describe('adding', () => {
  test('appends a line with the day and the reason', () => {
    expect(addAcknowledged('', entry)).toBe(`${key}  # 2024-02-29 agreed with the shop team\n`);
  });

  test('ends an unfinished last line first, in the manner of the file', () => {
    expect(addAcknowledged('# a\r\n# b', { ...entry, reason: '' })).toBe(`# a\r\n# b\r\n${key}  # 2024-02-29\r\n`);
  });

  test('leaves a file alone that has the edge', () => {
    const text = ` ${key.replaceAll(' ', '\t')} # old`;
    expect(addAcknowledged(text, entry)).toBe(text);
  });

  test('a reason cannot begin another line', () => {
    expect(formatAcknowledged({ ...entry, reason: 'x\nworld -> shop/db' })).toBe(
      String.raw`${key}  # 2024-02-29 x\x0aworld -> shop/db`,
    );
  });
});

describe('removing', () => {
  test('takes all lines of the edge and nothing else', () => {
    const text = `# head\n${key}\n\nworld -> shop/web\nbroken\n  ${key} # twice`;
    expect(removeAcknowledged(text, key)).toBe('# head\n\nworld -> shop/web\nbroken\n');
  });

  test('what is not there takes nothing away', () => {
    expect(removeAcknowledged(`${key}\r\n#`, 'a -> b')).toBe(`${key}\r\n#`);
  });
});

const aLine = fc.oneof(
  fc.constantFrom('', '# remark', key, 'world -> shop/web 80/TCP # ok', 'broken line', '\t'),
  fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\n', '')),
);
const aText = fc
  .tuple(fc.array(aLine), fc.constantFrom('\n', '\r\n'), fc.boolean())
  .map(([lines, lineBreak, isEnded]) => lines.join(lineBreak) + (isEnded ? lineBreak : ''));

describe('whatever the file and the names hold', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('a b', 'a -> b', '#', 'a\nb', '\u202e', '%20', '->', '"'),
  );

  test('the edge of a flow is found again, and taking it out gives the old file', () => {
    fc.assert(
      fc.property(aText, hostile, hostile, hostile, (text, source, destination, reason) => {
        const edge = edgeOf(
          aFlow({ source_names: [source], destination: { namespace: source, pod_name: destination } }),
        );
        fc.pre(!parseAcknowledged(text).keys.has(edge.key));
        const added = addAcknowledged(text, { key: edge.key, date: '2024-02-29', reason });
        const [before, after] = [parseAcknowledged(text), parseAcknowledged(added)];
        expect(after.edges.slice(0, -1)).toEqual(before.edges);
        expect(after.edges.at(-1)?.key).toBe(edge.key);
        expect(after.faults).toEqual(before.faults);
        expect(added.startsWith(text)).toBe(true);
        const removed = removeAcknowledged(added, edge.key);
        expect([text, `${text}\n`, `${text}\r\n`]).toContain(removed);
      }),
    );
  });
});

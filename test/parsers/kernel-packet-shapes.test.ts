import { describe, expect, it } from 'vitest';
import { createDetector } from '../../src/parsers/detector.ts';
import { fixtureLines } from './kernel-packet-lines.ts';
import { plainPacket } from './plain-result.ts';

/** Packets of every shape, and the event that each must become: made from the packet's fields and the rule's options. */
const records = fixtureLines('shapes.kmsg');
const expected = fixtureLines('shapes.expected.jsonl').map((line): unknown =>
  JSON.parse(Buffer.from(line, 'latin1').toString('utf8')),
);

describe('shapes.kmsg', () => {
  it('has an event for each record', () => {
    expect(expected).toHaveLength(records.length);
    expect(records.length).toBe(297);
  });

  it.each(records.map((record, index) => ({ number: index + 1, record, event: expected[index] })))(
    'record $number',
    ({ record, event }) => {
      const result = createDetector().parse(Buffer.from(record, 'latin1'));
      expect(result).toMatchObject({ kind: 'packet' });
      expect(result.kind === 'packet' && plainPacket(result.packet)).toEqual(event);
    },
  );
});

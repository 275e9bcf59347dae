import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BackwardWriter, noRoom } from '../../../src/flow/codec/backward-writer.ts';
import { compiled } from '../../../src/flow/codec/compiled.ts';
import { handWritten } from '../../../src/flow/codec/flow-writer.ts';
import { unknownFields } from '../../../src/flow/codec/plain-message.ts';
import { flowSchema, messageSchema, type MessageSchema } from '../../../src/flow/codec/schema.ts';
import { compileTableWriter, type MessageWriter } from '../../../src/flow/codec/wire-writer.ts';
import { encodeBySchema, encodeInto, encodeMessage } from '../../../src/flow/codec/wire.ts';
import { messageArbitrary } from './message-arbitrary.ts';

const tableWriter = compiled<MessageWriter>(compileTableWriter);

function byTable(message: MessageSchema, value: unknown): Buffer {
  const writer = new BackwardWriter();
  const buffer = Buffer.alloc(200_000);
  writer.begin(buffer, buffer.length);
  tableWriter(message)(writer, value);
  return buffer.subarray(writer.start);
}

/** Turns some values into what proto3 leaves out, and adds fields of a newer schema. */
function altered(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array || Array.isArray(value)) return value;
  const entries = Object.entries(value).map(([name, held]) => [name, altered(held, depth + 1)] as const);
  const zeros = entries.map(([name, held], index) => {
    if ((index + depth) % 3 !== 0) return [name, held];
    if (typeof held === 'number') return [name, 0];
    if (typeof held === 'string') return [name, ''];
    return [name, typeof held === 'boolean' ? false : held];
  });
  const made = Object.fromEntries(zeros) as Record<string | symbol, unknown>;
  if (depth % 2 === 1 && !('seconds' in made) && !('type_url' in made))
    made[unknownFields] = Uint8Array.of(0xf8, 0x07, 1);
  return made;
}

describe('a message written by hand', () => {
  test.each([...handWritten.keys()])('%s is, byte for byte, what the table of its fields makes of it', (name) => {
    const message = messageSchema(name);
    fc.assert(
      fc.property(messageArbitrary(message), fc.nat(3), (value, depth) => {
        for (const each of [value, altered(value, depth)]) {
          expect(Buffer.compare(encodeBySchema(message, each), byTable(message, each))).toBe(0);
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('objects with their names in any order', () => {
  test('are written in the order of the numbers', () => {
    const message = messageSchema('flow.DNS');
    fc.assert(
      fc.property(messageArbitrary(message), fc.infiniteStream(fc.nat()), (value, order) => {
        const shuffled = Object.fromEntries(
          Object.entries(value as object)
            .map((entry) => ({ entry, rank: order.next().value }))
            .sort((a, b) => a.rank - b.rank)
            .map(({ entry }) => entry),
        );
        expect(encodeBySchema(message, shuffled)).toEqual(encodeBySchema(message, value));
      }),
    );
  });

  test('with names the schema does not have are written without these', () => {
    const message = messageSchema('flow.DNS');
    const plain = encodeBySchema(message, { query: 'a', rcode: 1 });
    expect(encodeBySchema(message, { rcode: 1, no_such_field: 5, query: 'a' })).toEqual(plain);
    expect(encodeBySchema(message, { rcode: 1, query: 'a', ttl: undefined })).toEqual(plain);
  });

  test('in more orders than are remembered are still written', () => {
    const message = messageSchema('flow.Flow');
    const names = message.fields.filter(({ value }) => value.kind === 'scalar').map(({ name }) => name);
    const values = { uuid: 'u', node_name: 'n', proxy_port: 7, policy_match_type: 3, drop_reason: 2, Summary: 's' };
    const expected = encodeBySchema(message, values);
    fc.assert(
      fc.property(fc.shuffledSubarray(names, { minLength: names.length }), (order) => {
        const value = Object.fromEntries(order.map((name) => [name, Reflect.get(values, name)]));
        expect(Buffer.compare(byTable(message, value), expected)).toBe(0);
      }),
      { numRuns: 300 },
    );
  });
});

/** Returns where the message starts in a buffer of `size` bytes, undefined when it does not fit. */
function startIn(message: MessageSchema, value: unknown, size: number): number | undefined {
  const writer = new BackwardWriter();
  writer.begin(Buffer.alloc(size), size);
  try {
    writer.need(0);
    tableWriter(message)(writer, value);
    return writer.start;
  } catch (error) {
    if (error === noRoom) return undefined;
    throw error;
  }
}

describe('encoding into a buffer', () => {
  const flow = { uuid: 'x'.repeat(100), Summary: 'é'.repeat(40) };

  test('ends where it is told to, and touches nothing behind', () => {
    const target = Buffer.alloc(8000, 0x55);
    const start = encodeInto('flow.Flow', flow, target, 6000);
    expect(target.subarray(start, 6000)).toEqual(Buffer.from(encodeMessage('flow.Flow', flow)));
    expect(target.subarray(6000).every((byte) => byte === 0x55)).toBe(true);
  });

  test.each(['flow.Flow', 'flow.Endpoint', 'observed.v1.FlowExtension'])(
    '%s: a buffer that is too small, by however much, is told and never overrun',
    (name) => {
      const message = flowSchema().message(name)!;
      fc.assert(
        fc.property(messageArbitrary(message), fc.nat(4000), (value, size) => {
          const start = startIn(message, value, size);
          const { length } = byTable(message, value);
          // Some room to spare is asked for, so that not each byte is checked.
          expect(start === undefined ? size - length < 2100 + length * 2 : start === size - length).toBe(true);
        }),
        { numRuns: 50 },
      );
      expect(encodeInto('flow.Flow', flow, Buffer.alloc(0), 0)).toBe(-1);
    },
  );

  test('a message larger than the buffer that all share is encoded all the same', () => {
    const large = { Summary: 'x'.repeat(3_000_000), uuid: 'u' };
    expect(encodeMessage('flow.Flow', large)).toHaveLength(3_000_000 + 4 + 4 + 3);
    expect(encodeMessage('flow.Flow', { uuid: 'u' })).toEqual(Buffer.from([0x92, 0x02, 1, 0x75]));
  });
});

// Masking an encoding gives the encoding of the masked response.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { decodeMessage, encodeMessage } from '../../src/flow/codec/wire.ts';
import { messageSchema } from '../../src/flow/codec/schema.ts';
import { compileFieldMask } from '../../src/flow/field-mask.ts';
import type { GetFlowsResponse } from '../../src/flow/messages.ts';
import { maskedResponse } from '../../src/flow/response-mask.ts';
import { stockFieldMasks } from '../../src/flow/stock-field-masks.ts';
import { compileWireMask } from '../../src/flow/wire-mask.ts';
import { messageArbitrary } from './codec/message-arbitrary.ts';

const name = 'observer.GetFlowsResponse';
const flows = messageArbitrary(messageSchema('flow.Flow')) as fc.Arbitrary<NonNullable<GetFlowsResponse['flow']>>;
const fields = messageSchema('flow.Flow').fields.map(({ name: field }) => field);
const inner = [
  'source.labels',
  'source.workloads',
  'l4.TCP.flags',
  'l4.UDP',
  'IP.source',
  'time.seconds',
  'is_reply.value',
  'l7.dns.query',
];
const masks = fc.oneof(
  fc.constantFrom<readonly string[]>(...Object.values(stockFieldMasks)),
  fc.uniqueArray(fc.constantFrom(...fields, ...inner), { minLength: 1, maxLength: 12 }),
);

function isRight(response: GetFlowsResponse, paths: readonly string[]): boolean {
  const encoded = encodeMessage(name, response);
  const expected = encodeMessage(name, maskedResponse(response, compileFieldMask(paths)));
  return Buffer.from(compileWireMask(paths)(encoded) ?? []).equals(expected);
}

describe('a mask over an encoding', () => {
  test('gives the encoding of what the mask leaves', () => {
    const found = fc.check(
      fc.property(flows, masks, (flow, paths) => {
        const { time, node_name: node } = flow;
        const around = { ...(time === undefined ? {} : { time }), ...(node === undefined ? {} : { node_name: node }) };
        return isRight({ flow, ...around }, paths) && isRight({ flow }, paths);
      }),
      { numRuns: 500 },
    );
    expect(found.counterexample).toBeNull();
  });

  test('gives parts of a message that are longer than a byte tells', () => {
    const labels = Array.from({ length: 400 }, (_, index) => `label-${index}=${'x'.repeat(60)}`);
    for (const count of [1, 2, 3, 40, 400]) {
      const flow = {
        source: { identity: 7, namespace: 'n', labels: labels.slice(0, count), pod_name: 'p' },
        uuid: 'u',
      };
      expect(isRight({ flow }, ['source.labels', 'source.pod_name'])).toBe(true);
    }
  });

  test('leaves alone what has no flow, and what is no message', () => {
    const mask = compileWireMask(['verdict']);
    expect(mask(encodeMessage(name, { lost_events: { source: 1 } }))).toBeUndefined();
    expect(mask(Uint8Array.of(0x0a, 9, 8, 1))).toBeUndefined();
    expect(mask(Uint8Array.of(0x0a, 2, 0x12, 9))).toBeUndefined();
    expect(mask(Uint8Array.of())).toBeUndefined();
  });

  test('drops what the schema does not have', () => {
    const masked = compileWireMask(['verdict'])(Uint8Array.of(0x0a, 6, 0x10, 1, 0xf8, 0x7f, 1, 0x00));
    expect(masked === undefined || decodeMessage(name, masked).flow?.verdict === 1).toBe(true);
  });
});

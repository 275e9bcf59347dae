// Messages of an answer as they came: what can be printed from its bytes and what must be decoded come out in their order.
import { describe, expect, test } from 'vitest';

import { RpcError } from '../../../src/base/errors.ts';
import { piecePrinter } from '../../../src/cli/commands/print-pieces.ts';
import { createStandardOutput } from '../../../src/cli/standard-output.ts';
import { encodeMessage } from '../../../src/flow/codec/wire.ts';
import type { GetFlowsResponse } from '../../../src/flow/messages.ts';
import { createEncodedPrinter } from '../../../src/output/encoded-printer.ts';
import { createPrinter, type PrinterOptions } from '../../../src/output/printer.ts';
import { aFlowResponse, plainOptions, printed } from '../../output/a-flow.ts';

const responses: readonly GetFlowsResponse[] = [
  aFlowResponse(),
  aFlowResponse({ Summary: '<markup> "quoted" \u2028 ä' }),
  // Not one of which an encoded printer takes: an Any, a time before 1970, a loss, the status of nodes, and nothing at all.
  aFlowResponse({ extensions: {} }),
  aFlowResponse({ time: { seconds: -1, nanos: 0 } }),
  { lost_events: { source: 2, num_events_lost: 3n } },
  { node_status: { state_change: 3, node_names: ['n'] } },
  {},
  aFlowResponse({ uuid: 'last' }),
];

/** A piece as a joined message is: frames one behind the other. */
function pieceOf(messages: readonly Uint8Array[]): Buffer {
  const frames = messages.map((message) => {
    const header = Buffer.alloc(5);
    header.writeUInt32BE(message.length, 1);
    return Buffer.concat([header, message]);
  });
  return Buffer.concat(frames);
}

async function shown(pieces: readonly Uint8Array[], changes: Partial<PrinterOptions>, isWatching = false) {
  let text = '';
  let errors = '';
  let decoded = 0;
  const out = createStandardOutput({
    write: (written) => {
      text += Buffer.from(written).toString();
      return true;
    },
    on: () => undefined,
  });
  const options: PrinterOptions = { ...plainOptions, ...changes, out, err: { write: (line) => void (errors += line) } };
  const encodedPrinter = createEncodedPrinter(options);
  if (encodedPrinter === undefined) return undefined;
  const printer = createPrinter(options);
  const print = piecePrinter({
    encodedPrinter,
    out,
    notices: { isWatching },
    printResponse: (response) => {
      decoded += 1;
      printer.print(response);
    },
  });
  let failure: unknown;
  try {
    for (const piece of pieces) print(piece);
  } catch (error) {
    failure = error;
  }
  await out.flush();
  return { stdout: text, stderr: errors, decoded, failure };
}

const formats = ['json', 'jsonpb'] as const;
const encoded = responses.map((response) => encodeMessage('observer.GetFlowsResponse', response));

describe('messages as they came', () => {
  test.each(formats)('look as decoded ones do: %s', async (format) => {
    const expected = printed(responses, { ...plainOptions, format });
    expect(await shown([pieceOf(encoded)], { format })).toMatchObject({ ...expected, decoded: 5 });
    expect(await shown(encoded, { format })).toMatchObject({ ...expected, decoded: 5 });
  });

  test.each([{}, { color: true, nodeName: true, policyNames: true }, { numeric: true, timeFormat: 'RFC3339Nano' }])(
    'look as decoded ones do in the compact format: %o',
    async (style) => {
      const expected = printed(responses, { ...plainOptions, ...style });
      expect(await shown([pieceOf(encoded)], style)).toMatchObject({ ...expected, decoded: 5 });
    },
  );

  test('are decoded while somebody watches them', async () => {
    const found = await shown([pieceOf(encoded)], { format: 'json' }, true);
    expect(found?.decoded).toBe(responses.length);
  });

  test('end where one cannot be decoded, after what came before it', async () => {
    const found = await shown([pieceOf([encoded[0]!, Uint8Array.of(0x0a, 9), encoded[0]!])], { format: 'json' });
    expect(found?.stdout).toBe(printed([responses[0]!], { ...plainOptions, format: 'json' }).stdout);
    expect(found?.failure).toBeInstanceOf(RpcError);
    expect(String(found?.failure)).toMatch(/code = Internal desc = Response message parsing error: malformed/);
  });

  test('need decoding for formats that ask for more', async () => {
    expect(await shown([], { format: 'json', legacyJson: true })).toBeUndefined();
    expect(await shown([], { format: 'json', fields: ['uuid'] })).toBeUndefined();
    expect(await shown([], { format: 'dict' })).toBeUndefined();
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { flowScanPlan, type WantedFields } from '../../../src/flow/codec/json-scan-plan.ts';
import { FlowScanner, scanSlackBytes } from '../../../src/flow/codec/json-scanner.ts';
import { messageFromJson, messageToJson } from '../../../src/flow/codec/json.ts';
import { messageSchema } from '../../../src/flow/codec/schema.ts';
import type { GetFlowsResponse } from '../../../src/flow/messages.ts';
import { messageArbitrary } from './message-arbitrary.ts';

const everything: WantedFields = {
  flow: 'whole',
  node_status: 'whole',
  lost_events: 'whole',
  node_name: 'whole',
  time: 'whole',
};
const scanner = new FlowScanner(flowScanPlan(everything));

interface Scanned {
  readonly printed: string;
  readonly response: GetFlowsResponse;
}

/** Scans a line in the midst of others; undefined when the scanner leaves it to the general reader. */
function scanned(line: Uint8Array, by = scanner): Scanned | undefined {
  const before = Buffer.from('{"flow":{}}\n');
  const bytes = Buffer.concat([before, line, Buffer.from('\n{"flow":{}}\n'), Buffer.alloc(scanSlackBytes)]);
  by.load(bytes, bytes.length - scanSlackBytes);
  const end = by.scan(before.length);
  if (end !== before.length + line.length) return undefined;
  const parts: Buffer[] = [];
  let from = before.length;
  for (let index = 0; index < by.cuts.length; index += 2) {
    parts.push(bytes.subarray(from, by.cuts[index]));
    from = by.cuts[index + 1] ?? from;
  }
  parts.push(bytes.subarray(from, end));
  return { printed: Buffer.concat(parts).toString(), response: by.response };
}

/** What the general reader and printer make of a line; undefined when it is not one, or has fields nobody knows. */
function general(line: Uint8Array): Scanned | undefined {
  const text = Buffer.from(line).toString();
  if (!Buffer.from(text).equals(line)) return undefined;
  const read = messageFromJson('observer.GetFlowsResponse', text);
  return read.ok
    ? { printed: messageToJson('observer.GetFlowsResponse', read.value), response: read.value }
    : undefined;
}

/** The scanner may leave a line alone, but what it accepts it must have right. */
function isRight(line: Uint8Array): boolean {
  const found = scanned(line);
  return found === undefined || isDeepStrictEqual(found, general(line));
}

const responses = messageArbitrary(messageSchema('observer.GetFlowsResponse')) as fc.Arbitrary<GetFlowsResponse>;
const lines = responses.map((response) => {
  try {
    return messageToJson('observer.GetFlowsResponse', response);
  } catch {
    return '{"flow":{}}';
  }
});

/** Pieces that turn canonical JSON into something else, or nearly. */
// prettier-ignore
const pieces = fc.constantFrom(
  '"', '\\', ',', ':', '{', '}', '[', ']', ' ', '0', '00', '-', '1e3', '.5', 'null', 'true', '""', '"time":', '\n',
  '<', '\\u003c', '\\u003C', '\\u0041', '\\/', '\\u2028', '\u2028', '\u00e4', '\u{1f600}', '\\ud83d', '\u0000',
  '"AUDIT"', '4', '"verdict":"AUDIT",', '"nodeName":"x",', '"is_reply":false,', '"flow":{},', '99999999999',
);

const filesOf = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.jsonl?$/.test(name))
    .map((name) => join(folder, name));

describe('the scanner of canonical JSON', () => {
  test('reads and prints random responses as the general reader and printer do', () => {
    const wrong = fc.check(
      fc.property(lines, (line) => isRight(Buffer.from(line))),
      { numRuns: 300 },
    );
    expect(wrong.counterexample).toBeNull();
  });

  test('accepts or leaves mutated lines, and never gets one wrong', () => {
    const change = fc.tuple(fc.nat(), fc.nat(6), pieces);
    const wrong = fc.check(
      fc.property(lines, fc.array(change, { minLength: 1, maxLength: 3 }), (line, changes) => {
        let text = line;
        for (const [place, dropped, piece] of changes) {
          const at = place % (text.length + 1);
          text = text.slice(0, at) + piece + text.slice(at + dropped);
        }
        return isRight(Buffer.from(text.replaceAll('\n', ' ')));
      }),
      { numRuns: 500 },
    );
    expect(wrong.counterexample).toBeNull();
  });

  test('never takes bytes that are no UTF-8', () => {
    const line = Buffer.from('{"flow":{"Summary":"a\u00e4"}}');
    line[line.indexOf(0xc3)] = 0xff;
    expect(scanned(line)).toBeUndefined();
  });

  test('accepts recorded lines as they are printed, but for rare values', () => {
    const recorded = filesOf(resolve('test/fixtures/conformance/hubble')).flatMap((path) =>
      readFileSync(path, 'utf8')
        .split('\n')
        .filter((line) => line.startsWith('{"flow":')),
    );
    expect(recorded.filter((line) => !isRight(Buffer.from(line)))).toEqual([]);
    const printed = recorded.flatMap((line) => general(Buffer.from(line))?.printed ?? []);
    expect(printed.length).toBeGreaterThan(300);
    const left = printed.filter((line) => scanned(Buffer.from(line))?.printed !== line);
    // What the scanner has no words for: numbers below zero, 64-bit ones of 20 digits, codes nobody knows, Any.
    const rare = /:-1\b|"18446744073709551615"|"verdict":99|"@type"/;
    expect(left.filter((line) => !rare.test(line))).toEqual([]);
  });

  test.each([
    ['{"flow":{"event_type":{"type":4,"sub_type":0}}}', '{"flow":{"event_type":{"type":4}}}'],
    ['{"flow":{"event_type":{"type":0,"sub_type":3}}}', '{"flow":{"event_type":{"sub_type":3}}}'],
    ['{"flow":{"event_type":{"type":0,"sub_type":0}}}', '{"flow":{"event_type":{}}}'],
    ['{"flow":{"uuid":"","node_labels":[],"Summary":"x"},"node_name":""}', '{"flow":{"Summary":"x"}}'],
    ['{"flow":{"verdict":"VERDICT_UNKNOWN","is_reply":false}}', '{"flow":{"is_reply":false}}'],
  ])('leaves out the zeros of %s', (line, printed) => {
    expect(scanned(Buffer.from(line))?.printed).toBe(printed);
    expect(isRight(Buffer.from(line))).toBe(true);
  });

  test.each([
    ['names in the other spelling', '{"flow":{"nodeName":"a"}}'],
    ['an enum by number', '{"flow":{"verdict":4}}'],
    ['an escape nobody needs', '{"flow":{"verdict":"\\u0041UDIT"}}'],
    ['names out of order', '{"flow":{"verdict":"AUDIT","uuid":"a"}}'],
    ['a name that comes twice', '{"flow":{"uuid":"a","uuid":"b"}}'],
    ['two members of a oneof', '{"flow":{"l4":{"TCP":{},"UDP":{}}}}'],
    ['blanks', '{"flow": {}}'],
    ['null', '{"flow":{"verdict":null}}'],
    ['a day the calendar has not', '{"flow":{"time":"2023-02-29T00:00:00Z"}}'],
    ['more digits of a second than needed', '{"flow":{"time":"2024-02-29T00:00:00.100000Z"}}'],
    ['a number as text', '{"flow":{"proxy_port":"80"}}'],
    ['a number too large', '{"flow":{"proxy_port":4294967296}}'],
    ['a field of a newer schema', '{"flow":{"no_such_field":1}}'],
    ['a line that is cut off', '{"flow":{"uuid":"a'],
  ])('leaves %s to the general reader', (_, line) => {
    expect(scanned(Buffer.from(line))).toBeUndefined();
  });

  test('gives the wanted fields alone', () => {
    const some = new FlowScanner(flowScanPlan({ flow: { verdict: 'whole', source: { labels: 'whole' } } }));
    const line = '{"flow":{"verdict":"AUDIT","source":{"ID":7,"labels":["a"]},"destination":{"ID":8}},"node_name":"n"}';
    expect(scanned(Buffer.from(line), some)).toEqual({
      printed: line,
      response: { flow: { verdict: 4, source: { labels: ['a'] } } },
    });
  });
});

import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messageToJson } from '../../src/flow/codec/json.ts';
import { parseHubbleJson } from '../../src/parsers/hubble-json.ts';
import type { ParseResult } from '../../src/parsers/parse-result.ts';
import { corpusText, linesOf, recordedCase } from '../flow/codec/conformance-corpus.ts';

const parse = (line: string): ParseResult => parseHubbleJson(Buffer.from(line));

/** Returns what `hubble observe -o json` would print of a line, or undefined. */
function printed(line: string): string | undefined {
  const result = parse(line);
  return result.kind === 'response' ? messageToJson('observer.GetFlowsResponse', result.response) : undefined;
}

describe('parseHubbleJson', () => {
  it('takes of the odd lines what hubble took', () => {
    const lines = linesOf(corpusText('odd.jsonl')).flatMap((line) => printed(line) ?? []);
    expect(lines).toEqual(linesOf(recordedCase('input/odd-json').stdout));
  });

  it.each(['crlf.jsonl', 'nonl.jsonl', 'long.jsonl'])('takes every line of %s', (file) => {
    const lines = linesOf(corpusText(file));
    expect(lines.map((line) => parse(line).kind)).toEqual(lines.map(() => 'response'));
  });

  it.each(['agent_event', 'debug_event'])('hands on the %s that an exporter wrote among the flows', (kind) => {
    const event = { [kind]: { message: 'x', type: 1 }, node_name: 'edge/w1', time: '2024-03-01T00:00:00Z' };
    const exported = { [kind]: { type: 1, ...(kind === 'debug_event' ? { message: 'x' } : {}) } };
    expect(parse(JSON.stringify(event))).toEqual({
      kind: 'skip',
      reason: 'no flow in it',
      exported: { ...exported, node_name: 'edge/w1', time: { seconds: 1_709_251_200, nanos: 0 } },
    });
  });

  it('tells what became of each odd line', () => {
    const fates = linesOf(corpusText('odd.jsonl')).map((line) => {
      const result = parse(line);
      if (result.kind === 'response') return result.unknownFields ? 'response, discarded' : 'response';
      return result.kind === 'skip' || result.kind === 'reject' ? `${result.kind}: ${result.reason}` : result.kind;
    });
    expect(fates).toEqual([
      'response',
      'skip: blank',
      'skip: blank',
      'reject: bad json',
      'response, discarded',
      'response',
      'reject: bad value',
      'response, discarded',
      'response',
      'response',
      'response',
      'skip: no flow in it',
      'response',
      'response',
      'skip: no flow in it',
      'response',
      'response',
      'response',
      'reject: bad value',
      'reject: bad value',
      'response',
      'reject: bad json',
      'skip: no flow in it',
      'response',
      'reject: bad value',
      'response',
      'response',
      'response',
      'response',
    ]);
  });

  it('takes lost events and node states', () => {
    expect(parse('{"lost_events":{"num_events_lost":"3"},"time":"2024-01-01T00:00:00Z"}')).toMatchObject({
      kind: 'response',
      response: { lost_events: { num_events_lost: 3n } },
    });
    expect(parse('{"node_status":{}}')).toMatchObject({ kind: 'response', response: { node_status: {} } });
  });

  it('says where a line stops being JSON, in bytes', () => {
    expect(parse('{"node_name":"ü"} x')).toMatchObject({ kind: 'reject', reason: 'bad json', at: 19 });
  });

  it('says where a line stops being UTF-8', () => {
    const bytes = Buffer.concat([Buffer.from('{"node_name":"ü'), Uint8Array.of(0xff), Buffer.from('"}')]);
    expect(parseHubbleJson(bytes)).toMatchObject({
      kind: 'reject',
      reason: 'bad json',
      at: 16,
      detail: 'invalid UTF-8',
    });
  });

  it.each([
    ['{"flow":{"Summary":"a\u001b[31m"}}', 'bad json'],
    [String.raw`{"flow":{"verdict":"\u001b[31m"}} \u001b`, 'bad json'],
    [String.raw`{"flow":{"time":"\u202e\u001b]0;x"}}`, 'bad value'],
  ])('shows no control character of %j', (line, reason) => {
    const result = parse(line);
    expect(result).toMatchObject({ kind: 'reject', reason });
    expect(Object.values(result).join('')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
  });

  it('reads a view into a larger buffer', () => {
    const bytes = Buffer.from('xx{"flow":{}}yy');
    expect(parseHubbleJson(new Uint8Array(bytes.buffer, bytes.byteOffset + 2, bytes.length - 4))).toMatchObject({
      kind: 'response',
      response: { flow: {} },
    });
  });

  it('never throws, whatever the bytes', () => {
    const line = readFileSync(new URL('../fixtures/conformance/hubble/nonl.jsonl', import.meta.url)).subarray(0, 900);
    const mutated = fc
      .tuple(fc.nat(line.length), fc.nat(30), fc.uint8Array({ maxLength: 8 }))
      .map(([at, cut, put]) => Buffer.concat([line.subarray(0, at), put, line.subarray(at + cut)]));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array(), mutated), (bytes) => {
        expect(['response', 'skip', 'reject']).toContain(parseHubbleJson(bytes).kind);
      }),
      { numRuns: 2000 },
    );
  });
});

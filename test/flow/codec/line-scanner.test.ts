// Scanning by learnt shapes says of every line what scanning it the general way says.
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { hubbleFlows } from '../../../bench/inputs/hubble-flows.ts';
import { flowScanPlan, type WantedFields } from '../../../src/flow/codec/json-scan-plan.ts';
import { FlowScanner, scanSlackBytes } from '../../../src/flow/codec/json-scanner.ts';
import { messageToJson } from '../../../src/flow/codec/json.ts';
import { LineScanner } from '../../../src/flow/codec/line-scanner.ts';
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
const some: WantedFields = { flow: { verdict: 'whole', source: { labels: 'whole' }, IP: 'whole' }, time: 'whole' };

/** Scans lines twice, as most of them are known the second time, and returns those of which something else was said. */
function differences(lines: readonly string[], wanted: WantedFields): string[] {
  const general = new FlowScanner(flowScanPlan(wanted));
  const scanner = new LineScanner(flowScanPlan(wanted));
  const text = lines.map((line) => `${line}\n`).join('');
  const length = Buffer.byteLength(text);
  const bytes = Buffer.concat([Buffer.from(text), Buffer.alloc(scanSlackBytes)]);
  const found: string[] = [];
  for (const _ of ['learning', 'known']) {
    general.load(bytes, length);
    scanner.load(bytes, length);
    for (let at = 0; at < length; at = bytes.indexOf(0x0a, at) + 1) {
      const expected = general.scan(at);
      const end = scanner.scan(at);
      const isSame =
        expected === end &&
        (end === -1 ||
          (isDeepStrictEqual(general.cuts, scanner.cuts) && isDeepStrictEqual(general.response, scanner.response)));
      if (!isSame) found.push(bytes.toString('utf8', at, bytes.indexOf(0x0a, at)));
    }
  }
  return found;
}

const recorded = readFileSync('test/fixtures/conformance/hubble/flows.jsonl', 'utf8').split('\n').filter(Boolean);
const generated = Array.from(hubbleFlows(300));

/** Values and punctuation that make another line of one, often one of the same shape that is not right. */
// prettier-ignore
const pieces = fc.constantFrom(
  '"', '\\', ',', '{', '}', '[', ']', ' ', '0', '00', '-', '9', '99999999999', '1.5', 'null', '""', '"a"', '[]', '[""]', '\t',
  '<', '\\u003c', '\\u0041', '\\n', '\u2028', '\u00e4', '\u{1f600}', '2026-02-30', '24:00:00', '.000', '.1', '.100', 'Z',
  '4294967296', '2147483648', '"18446744073709551615"', '"9223372036854775807"', 'true', 'false', '"AUDIT"', '"verdict":"DROPPED",',
);

describe('scanning by the shapes of lines before', () => {
  test.each([
    ['everything', everything],
    ['some of it', some],
  ])('says of recorded lines what the general scanner says: %s', (_, wanted) => {
    expect(differences([...recorded, ...generated], wanted)).toEqual([]);
  });

  test('says of random responses what the general scanner says', () => {
    const response = messageArbitrary(messageSchema('observer.GetFlowsResponse')) as fc.Arbitrary<GetFlowsResponse>;
    const line = response.map((value) => {
      try {
        return messageToJson('observer.GetFlowsResponse', value);
      } catch {
        return '{"flow":{}}';
      }
    });
    const found = fc.check(
      fc.property(
        fc.array(line, { minLength: 2, maxLength: 6 }),
        (lines) => differences(lines, everything).length === 0,
      ),
      { numRuns: 100 },
    );
    expect(found.counterexample).toBeNull();
  });

  test('is never wrong about a line that nearly has the shape of another one', () => {
    const change = fc.tuple(fc.nat(), fc.nat(6), pieces);
    const base = fc.constantFrom(...generated.slice(0, 50), ...recorded.slice(0, 50));
    const changed = fc.tuple(base, fc.array(change, { minLength: 1, maxLength: 2 })).map(([line, changes]) => {
      let text = line;
      for (const [place, dropped, piece] of changes) {
        const at = place % (text.length + 1);
        text = text.slice(0, at) + piece + text.slice(at + dropped);
      }
      return [line, text.replaceAll('\n', ' '), line];
    });
    const found = fc.check(
      fc.property(
        fc.array(changed, { minLength: 1, maxLength: 5 }),
        (lines) => differences(lines.flat(), some).length === 0,
      ),
      { numRuns: 1000 },
    );
    expect(found.counterexample).toBeNull();
  });

  test('takes any number of shapes', () => {
    const kinds = ['TCP', 'UDP', 'SCTP'];
    const lines = Array.from({ length: 6000 }, (_, index) => {
      const labels = Array.from({ length: index % 40 }, (__, at) => `{"name":"p${at}","kind":"k"}`).join(',');
      const l4 = `"l4":{"${kinds[index % 3]}":{"source_port":${(index % 50) + 1}}}`;
      return `{"flow":{${l4},"source":{"workloads":[${labels}]},"proxy_port":${(index % 7) + 1}}}`;
    });
    expect(differences(lines, some)).toEqual([]);
  });
});

import { expect, test } from 'vitest';
import { decodeAnswerHeader, encodeAnswerHeader } from '../../src/flow/answer-header.ts';
import type { AnswerHeader } from '../../src/flow/observer.ts';

const header: AnswerHeader = {
  windows: [
    { retentionClass: 'denied-audited', since: { seconds: 1_700_000_000, nanos: 5 }, evicted: 0 },
    { retentionClass: 'other', evicted: 7 },
  ],
  assumedMode: 'LogAndDrop',
  logRuleFlows: 1,
  verdictFlows: 2,
  serverVersion: '0.1.0',
};

test('a header survives its travel', () => {
  expect(decodeAnswerHeader(encodeAnswerHeader(header))).toEqual(header);
  expect(decodeAnswerHeader(encodeAnswerHeader({}))).toEqual({});
});

test('its text is printable ASCII, whatever is in it', () => {
  const text = encodeAnswerHeader({ assumedMode: 'ä\n\u{1f600}\u007f' });
  expect(text).toMatch(/^[\x20-\x7e]*$/);
  expect(decodeAnswerHeader(text)).toEqual({ assumedMode: 'ä\n\u{1f600}\u007f' });
});

test.each([
  ['', {}],
  ['no json', {}],
  ['null', {}],
  ['[]', {}],
  ['{"windows":3,"assumedMode":1,"logRuleFlows":-1,"verdictFlows":1.5,"serverVersion":{}}', {}],
  ['{"windows":[{"retentionClass":"else"},5,null]}', { windows: [] }],
  [
    '{"windows":[{"retentionClass":"other","evicted":"x","since":{"seconds":1,"nanos":2e9}}]}',
    { windows: [{ retentionClass: 'other', evicted: 0 }] },
  ],
])('%j gives %j', (text, expected) => {
  expect(decodeAnswerHeader(text)).toEqual(expected);
});

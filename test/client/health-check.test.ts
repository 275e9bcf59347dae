import { expect, test } from 'vitest';
import { decodeHealthResponse, encodeHealthRequest } from '../../src/client/health-check.ts';

test('the request holds the name as field 1', () => {
  expect(Buffer.from(encodeHealthRequest('a.B')).toString('hex')).toBe('0a03612e42');
});

test.each([
  ['', 'UNKNOWN'],
  ['0801', 'SERVING'],
  ['0802', 'NOT_SERVING'],
  ['0803', 'SERVICE_UNKNOWN'],
  ['0877', 'UNKNOWN'],
  ['1201', 'UNKNOWN'],
])('%j is %s', (hex, expected) => {
  expect(decodeHealthResponse(Buffer.from(hex, 'hex'))).toBe(expected);
});

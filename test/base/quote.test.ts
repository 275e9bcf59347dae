import { expect, test } from 'vitest';
import { quote } from '../../src/base/quote.ts';

test.each([
  ['', '""'],
  ['boom', '"boom"'],
  ['rpc "error": desc\n x', '"rpc \\"error\\": desc\\n x"'],
  ['a\\b', '"a\\\\b"'],
  ['\u0007\b\t\n\v\f\r', '"\\a\\b\\t\\n\\v\\f\\r"'],
  ['\u0000\u001b\u007f', '"\\x00\\x1b\\x7f"'],
  ['\u0085\u200b\u00a0', '"\\u0085\\u200b\\u00a0"'],
  ['é 世界 😀', '"é 世界 😀"'],
  ['\u{e0001}', '"\\U000e0001"'],
  ['plain ü', '"plain ü"'],
  ['\u200e', '"\\u200e"'],
])('%j', (text, expected) => {
  expect(quote(text)).toBe(expected);
});

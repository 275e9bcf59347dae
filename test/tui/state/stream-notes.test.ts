import { expect, test } from 'vitest';

import { gapBy, lossText, nodeStatusText } from '../../../src/tui/state/stream-notes.ts';

test.each([
  [1, 'source', "up to 2 flows lost: the kernel's ring buffer overran"],
  [2, 'source', "up to 2 flows lost: the server's queue was full"],
  [3, 'reader', 'up to 2 flows lost: this reader was too slow'],
  [0, 'source', 'up to 2 flows lost'],
  [9, 'source', 'up to 2 flows lost'],
])('a loss by source %d', (source, by, text) => {
  expect(gapBy({ source })).toBe(by);
  expect(lossText(2, source)).toBe(text);
});

test('a single flow', () => {
  expect(lossText(1, 3)).toBe('up to 1 flow lost: this reader was too slow');
  expect(lossText(0, 3)).toBe('flows may be missing here, nobody knows how many');
});

test.each([
  [{ state_change: 1, node_names: ['prod/a'] }, 'node prod/a connected'],
  [{ state_change: 3, node_names: ['a', 'b', 'c'] }, 'nodes a, b, c gone'],
  [{ state_change: 2, node_names: ['a', 'b', 'c', 'd', 'e'] }, 'nodes a, b, c and 2 more unavailable'],
  [{ state_change: 4, node_names: ['a'], message: 'no route' }, 'node a reports an error: no route'],
  [{ state_change: 77 }, 'a node changed'],
])('a change of nodes %#', (status, text) => {
  expect(nodeStatusText(status)).toBe(text);
});

test('a long message is cut', () => {
  expect(nodeStatusText({ state_change: 4, node_names: ['a'], message: 'x'.repeat(5000) })).toHaveLength(325);
});

import { expect, test } from 'vitest';

import { matchNodeNames } from '../../src/policy/node-name.ts';

test.each([
  ['worker-1', 'worker-1', 'exact'],
  ['Worker-1', 'worker-1', 'exact'],
  ['worker-1', 'worker-1.example.com', 'short'],
  ['worker-1.example.com', 'worker-1', 'short'],
  ['worker-1.example.com', 'worker-1.example.org', 'none'],
  ['worker-1', 'worker-10', 'none'],
  ['worker-1', '', 'none'],
  ['10.0.0.1', '10.0.0.2', 'none'],
  ['10', '10.0.0.2', 'none'],
])('%s and %s: %s', (a, b, match) => {
  expect(matchNodeNames(a, b)).toBe(match);
  expect(matchNodeNames(b, a)).toBe(match);
});

import { expect, it } from 'vitest';

import { createHeldStderr } from '../../../src/cli/tui/held-stderr.ts';
import { aSink } from './an-invocation.ts';

it('passes on what is written before it is held and after', () => {
  const sink = aSink();
  const held = createHeldStderr(sink);
  held.write('a\n');
  held.hold();
  held.write('b\n');
  expect(sink.text).toBe('a\n');
  held.release();
  held.write('c\n');
  expect(sink.text).toBe('a\nb\nc\n');
});

it('says each thing once, where it was last said', () => {
  const sink = aSink();
  const held = createHeldStderr(sink);
  held.hold();
  for (const text of ['again\n', 'once\n', 'again\n']) held.write(text);
  held.release();
  expect(sink.text).toBe('once\nagain\n');
});

it('keeps the newest 200 lines', () => {
  const sink = aSink();
  const held = createHeldStderr(sink);
  held.hold();
  for (let line = 0; line < 1000; line += 1) held.write(`${line}\n`);
  held.release();
  const lines = sink.text.split('\n').slice(0, -1);
  expect([lines.length, lines[0], lines.at(-1)]).toEqual([200, '800', '999']);
});

it('is no terminal while it is held: nobody could answer a question', () => {
  const held = createHeldStderr({ write: () => true, isTTY: true });
  expect(held.isTTY).toBe(true);
  held.hold();
  expect(held.isTTY).toBe(false);
});

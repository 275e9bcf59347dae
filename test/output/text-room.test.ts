import { assert, array, boolean, constantFrom, property, string } from 'fast-check';
import { expect, test } from 'vitest';

import { createTerminalEscape } from '../../src/output/terminal-text.ts';
import { TextRoom } from '../../src/output/text-room.ts';

const pieces = constantFrom('\u001b', '\u001b[31m', '[31m', '\r', '\u2028', '\u202e', '\n', 'é', '🦊', 'plain');

test('escapes many lines as it does one by one', () => {
  assert(
    property(array(array(pieces, { maxLength: 8 }), { maxLength: 20 }), string(), boolean(), (lines, more, color) => {
      const escape = createTerminalEscape(color);
      const room = new TextRoom(escape);
      const texts = lines.map((line) => `${line.join('')}${more}\n`);
      for (const text of texts) room.addText(text);
      expect(Buffer.from(room.take()).toString()).toBe(texts.map(escape).join(''));
    }),
  );
});

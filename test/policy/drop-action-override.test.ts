import { describe, expect, test } from 'vitest';

import { UsageError } from '../../src/base/errors.ts';
import {
  acceptsDeniedPackets,
  dropActionOverrides,
  logsDeniedPackets,
  parseDropActionOverride,
  requireDropActionOverride,
} from '../../src/policy/drop-action-override.ts';

describe('parseDropActionOverride', () => {
  test.each([
    ['Drop', 'Drop'],
    ['DROP', 'Drop'],
    ['accept', 'Accept'],
    ['LogAndDrop', 'LogAndDrop'],
    ['LOGandDROP', 'LogAndDrop'],
    ['LOG-and-DROP', 'LogAndDrop'],
    ['log_and_drop', 'LogAndDrop'],
    ['LogAndAccept', 'LogAndAccept'],
    ['LOGandACCEPT', 'LogAndAccept'],
    ['LOG-and-ACCEPT', 'LogAndAccept'],
    [' logandaccept ', 'LogAndAccept'],
  ])('%s is %s', (text, mode) => {
    expect(parseDropActionOverride(text)).toBe(mode);
  });

  test.each(['', 'Log', 'LogAndReject', 'and', 'Drop!', 'Log And Drop'])('"%s" is none', (text) => {
    expect(parseDropActionOverride(text)).toBeUndefined();
  });
});

test('a bad value names its place and the allowed values', () => {
  expect(() => requireDropActionOverride('LogAndReject', 'felix.yaml (default): spec.dropActionOverride')).toThrow(
    expect.objectContaining({
      name: UsageError.name,
      message: 'felix.yaml (default): spec.dropActionOverride: "LogAndReject" is no drop action override',
      hint: expect.stringContaining('Drop, Accept, LogAndDrop, LogAndAccept'),
    }),
  );
});

test('halves of the modes', () => {
  expect(dropActionOverrides.filter(logsDeniedPackets)).toEqual(['LogAndDrop', 'LogAndAccept']);
  expect(dropActionOverrides.filter(acceptsDeniedPackets)).toEqual(['Accept', 'LogAndAccept']);
});

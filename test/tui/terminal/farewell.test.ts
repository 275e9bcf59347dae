import { describe, expect, it } from 'vitest';
import { farewellLine, spokenDuration } from '../../../src/tui/terminal/farewell.ts';

const counts = { denied: 0, audited: 0, allowed: 0, undecided: 0, error: 0 };
const command = 'observe --verdict AUDITED';

describe('the last line', () => {
  it('says what was seen, and how to see it again', () => {
    const visit = {
      counts: { ...counts, audited: 310, denied: 12, allowed: 12_109 },
      elapsedMs: 250_000,
      command,
    };
    expect(farewellLine(visit)).toBe(
      'seen 12,431 flows (310 audited, 12 denied) in 4 min 10 s; the same again: observe --verdict AUDITED',
    );
  });

  it.each([
    [{ counts, elapsedMs: 2_400, command }, 'seen no flows in 2 s; the same again: observe --verdict AUDITED'],
    [
      { counts: { ...counts, denied: 1 }, elapsedMs: 60_000, command },
      'seen 1 flow (1 denied) in 1 min; the same again: observe --verdict AUDITED',
    ],
  ])('speaks of few things as people do', (visit, expected) => {
    expect(farewellLine(visit)).toBe(expected);
  });

  it.each([
    [0, '0 s'],
    [59_400, '59 s'],
    [59_600, '1 min'],
    [3_600_000, '1 h'],
    [7_530_000, '2 h 5 min'],
  ])('tells %d ms as %s', (ms, expected) => {
    expect(spokenDuration(ms)).toBe(expected);
  });
});

import { describe, expect, test } from 'vitest';

import type { Flow } from '../../../src/flow/flow.ts';
import { connectionText, isUnanswered } from '../../../src/tui/detail/connection.ts';
import { createClockText } from '../../../src/tui/text/clock-text.ts';
import { aFlow } from '../../output/a-flow.ts';
import { aSeenFlow, at } from '../builders/flow-screen.ts';
import { aLoggedFlow, retransmissions } from '../builders/other-screens.ts';

const clock = createClockText('UTC');
const flow = aFlow(aLoggedFlow());
const answer: Flow = {
  ...flow,
  time: at(0.3),
  verdict: 1,
  IP: { source: '192.168.157.26', destination: '192.168.128.30' },
  l4: { TCP: { source_port: 5432, destination_port: 56_248, flags: { SYN: true, ACK: true } } },
};

describe('connectionText', () => {
  test('tells flows with their times, and that nobody answered', () => {
    expect(connectionText(flow, retransmissions(flow), clock)).toBe(
      'same connection: 18:42:44.246 SYN, 18:42:45.270 SYN, 18:42:47.286 SYN  (no answer seen)',
    );
  });

  test('tells the answer as one, and another verdict', () => {
    const text = connectionText(flow, [aSeenFlow(flow), aSeenFlow(answer)], clock);
    expect(text).toBe('same connection: 18:42:44.246 SYN, 18:42:44.300 answer SYN ACK allowed');
  });

  test('counts what is too much to tell', () => {
    const seen = Array.from({ length: 15 }, () => aSeenFlow(flow));
    expect(connectionText(flow, seen, clock)).toMatch(/^same connection: 3 before, 18:42:44\.246/);
  });

  test('a lone flow says whether an answer was seen, one without answers nothing', () => {
    expect(connectionText(flow, [aSeenFlow(flow)], clock)).toBe('same connection: nothing else held  (no answer seen)');
    expect(connectionText({ ...flow, l4: { IGMP: {} } }, [], clock)).toBe('');
  });
});

describe('isUnanswered', () => {
  test('is false for an answer, and where one was seen', () => {
    expect(isUnanswered({ ...flow, is_reply: true }, [])).toBe(false);
    expect(isUnanswered(flow, [aSeenFlow(answer)])).toBe(false);
    expect(isUnanswered(flow, [aSeenFlow({ is_reply: true })])).toBe(false);
    expect(isUnanswered(flow, retransmissions(flow))).toBe(true);
  });
});

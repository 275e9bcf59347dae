import { describe, expect, test } from 'vitest';

import { packFlowExtension } from '../../../src/flow/codec/extension.ts';
import { VerdictBasis } from '../../../src/flow/flow-extension.ts';
import type { SourceStatus } from '../../../src/flow/observed-status.ts';
import { Verdict } from '../../../src/flow/verdict.ts';
import { createAnswerNotices } from '../../../src/tui/session/answer-notices.ts';
import { at } from '../../helpers/observed-events.ts';

const assumedFlow = {
  verdict: Verdict.AUDIT,
  extensions: packFlowExtension({ verdict_basis: VerdictBasis.ASSUMED, drop_action_override: 'LogAndDrop' }),
};

function noticesOf(...sources: readonly SourceStatus[]): readonly string[] {
  const notices = createAnswerNotices({});
  notices.read(sources);
  return notices.all;
}

describe('notices', () => {
  test('an assumed mode is told once, with the first verdict that rests on it', () => {
    const notices = createAnswerNotices({});
    notices.header({ assumedMode: 'LogAndDrop' });
    notices.shown({ verdict: Verdict.FORWARDED });
    expect(notices.all).toEqual([]);
    for (const verdict of [Verdict.DROPPED, Verdict.AUDIT]) notices.shown({ verdict });
    expect(notices.all).toEqual([expect.stringContaining('an assumed mode, LogAndDrop')]);
  });

  test('where the answer does not say, the flows do', () => {
    const notices = createAnswerNotices({});
    notices.header({});
    notices.shown({ verdict: Verdict.AUDIT });
    expect(notices.all).toEqual([]);
    notices.shown(assumedFlow);
    expect(notices.all).toEqual([expect.stringContaining('an assumed mode, LogAndDrop')]);
  });

  test('records that became no flow are told by reason where there is no flow, and malformed ones always', () => {
    const source = { records: 5n, flows: 0n, skipped: 3n, skipped_by_reason: { other: 3n }, rejected: { cut: 2n } };
    expect(noticesOf(source)).toEqual(['of 5 records read: 3 skipped (other 3), 2 rejected (cut 2)']);
    expect(noticesOf(source, { ...source, flows: 1n, rejected: { empty: 1n } })).toEqual([
      'of 10 records read: 3 rejected (cut 2, empty 1)',
    ]);
    expect(noticesOf({ records: 5n, flows: 2n, skipped: 3n }, {})).toEqual([]);
  });

  test('verdicts that were known for long are looked at no more', () => {
    const notices = createAnswerNotices({});
    for (let count = 0; count < 64; count += 1) notices.shown({ verdict: Verdict.DROPPED });
    notices.shown(assumedFlow);
    expect(notices.all).toEqual([]);
  });

  test.each([
    [{ whitelist: [{ verdict: [Verdict.AUDIT] }] }, { logRuleFlows: 7, verdictFlows: 0 }, 1],
    [{ blacklist: [{ verdict: [Verdict.AUDIT] }] }, { logRuleFlows: 1, verdictFlows: 0 }, 1],
    [{ whitelist: [{ verdict: [Verdict.AUDIT] }] }, { logRuleFlows: 7, verdictFlows: 2 }, 0],
    [{}, { logRuleFlows: 7, verdictFlows: 0 }, 0],
  ])('flows of Log rules alone, asked for by verdict: %j %j', (request, header, count) => {
    const notices = createAnswerNotices(request);
    notices.header(header);
    expect(notices.all).toHaveLength(count);
  });

  test('what is held no more of the time asked for', () => {
    const notices = createAnswerNotices({ since: at(0) });
    notices.header({
      windows: [
        { retentionClass: 'denied-audited', evicted: 0, since: at(100) },
        { retentionClass: 'other', evicted: 3, since: at(60) },
      ],
    });
    expect(notices.all).toEqual([
      'asked for since 2023-11-14T22:13:20Z, held are forwarded since 2023-11-14T22:14:20Z',
    ]);
  });

  test('nothing is told of a window that covers what was asked for', () => {
    const notices = createAnswerNotices({ since: at(61) });
    notices.header({ windows: [{ retentionClass: 'other', evicted: 3, since: at(60) }] });
    expect(notices.all).toEqual([]);
  });
});

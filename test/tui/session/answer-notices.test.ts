import { describe, expect, test } from 'vitest';

import { packFlowExtension } from '../../../src/flow/codec/extension.ts';
import { VerdictBasis } from '../../../src/flow/flow-extension.ts';
import { Verdict } from '../../../src/flow/verdict.ts';
import { createAnswerNotices } from '../../../src/tui/session/answer-notices.ts';
import { at } from '../../helpers/observed-events.ts';

const assumedFlow = {
  verdict: Verdict.AUDIT,
  extensions: packFlowExtension({ verdict_basis: VerdictBasis.ASSUMED, drop_action_override: 'LogAndDrop' }),
};

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

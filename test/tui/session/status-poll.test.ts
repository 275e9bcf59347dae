import { describe, expect, test } from 'vitest';

import { ConnectError, RpcError } from '../../../src/base/errors.ts';
import type { CallOptions } from '../../../src/flow/observer.ts';
import { createStatusPoll } from '../../../src/tui/session/status-poll.ts';
import { manualTiming, settle } from './manual-timing.ts';

interface Answers {
  readonly serverStatus?: () => Promise<object>;
  readonly getNodes?: () => Promise<object>;
  readonly observedStatus?: () => Promise<object | undefined>;
  readonly isDue?: () => boolean;
}

function aPoll({ isDue = () => true, ...answers }: Answers) {
  const asked: string[] = [];
  const heard: string[] = [];
  const manual = manualTiming();
  const ending = new AbortController();
  const ask = (name: keyof typeof answers) => async (call?: CallOptions) => {
    asked.push(name);
    expect(call?.signal).toBe(ending.signal);
    return await (answers[name] ?? (async () => ({})))();
  };
  const poll = createStatusPoll({
    observer: {
      serverStatus: async (call) => (await ask('serverStatus')(call)) ?? {},
      getNodes: async (call) => (await ask('getNodes')(call)) ?? {},
      observedStatus: ask('observedStatus'),
    },
    signal: ending.signal,
    timing: manual.timing,
    isDue,
    listener: {
      serverStatus: () => heard.push('serverStatus'),
      nodes: () => heard.push('getNodes'),
      observedStatus: () => heard.push('observedStatus'),
      failed: () => heard.push('failed'),
      asked: () => heard.push('asked'),
    },
  });
  return { poll, asked, heard, manual, ending };
}

const all = ['serverStatus', 'getNodes', 'observedStatus'];
const unimplemented = new RpcError('no', { code: 'rpc/status', details: { status: 'Unimplemented' } });

describe('the poll', () => {
  test('asks at once, every five seconds, and no more once it is ended', async () => {
    const { poll, asked, heard, manual, ending } = aPoll({});
    const run = poll.run();
    await manual.pass(4999);
    expect(asked).toEqual(all);
    expect(heard.toSorted()).toEqual(['asked', ...all].toSorted());
    expect(heard.at(-1)).toBe('asked');
    await manual.pass(1);
    expect(asked).toHaveLength(6);
    ending.abort();
    await run;
    expect(manual.sleeping).toBe(0);
  });

  test('asks nothing while it is not due', async () => {
    let isDue = false;
    const { poll, asked, manual, ending } = aPoll({ isDue: () => isDue });
    const run = poll.run();
    await manual.pass(10_000);
    expect(asked).toEqual([]);
    isDue = true;
    await manual.pass(5000);
    expect(asked).toEqual(all);
    ending.abort();
    await run;
  });

  test('never asks twice at once', async () => {
    const answers: ((nodes: object) => void)[] = [];
    const getNodes = () => new Promise<object>((resolve) => answers.push(resolve));
    const { poll, asked, manual, ending } = aPoll({ getNodes });
    const run = poll.run();
    await manual.pass(60_000);
    const extra = poll.round();
    expect(asked).toEqual(all);
    answers[0]?.({});
    await extra;
    await manual.pass(5000);
    expect(asked).toHaveLength(6);
    ending.abort();
    answers[1]?.({});
    await run;
  });

  test('a failure is counted, and the question asked again', async () => {
    const { poll, asked, heard } = aPoll({
      serverStatus: async () => {
        throw new ConnectError('gone', { code: 'connect/unavailable' });
      },
    });
    await poll.round();
    await poll.round();
    expect(heard.filter((name) => name === 'failed')).toHaveLength(2);
    expect(asked.filter((name) => name === 'serverStatus')).toHaveLength(2);
  });

  test('what the server does not know is not asked again, and is no failure', async () => {
    const { poll, asked, heard } = aPoll({
      getNodes: async () => {
        throw unimplemented;
      },
      observedStatus: async () => undefined,
    });
    await poll.round();
    await poll.round();
    expect(asked).toEqual([...all, 'serverStatus']);
    expect(heard).toEqual(['serverStatus', 'asked', 'serverStatus', 'asked']);
  });

  test('answers that come after the end are heard by nobody', async () => {
    const { poll, heard, ending } = aPoll({});
    const round = poll.round();
    ending.abort();
    await round;
    await settle();
    expect(heard).toEqual([]);
  });
});

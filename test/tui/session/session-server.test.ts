import { join } from 'node:path';
import { expect, test } from 'vitest';

import { systemClock } from '../../../src/base/clock.ts';
import { timestampFromMs } from '../../../src/base/time/timestamp.ts';
import { createGrpcObserver } from '../../../src/client/grpc-observer.ts';
import { createResumingObserver } from '../../../src/client/resume/resuming-observer.ts';
import { createSession } from '../../../src/tui/session/session.ts';
import { machineTiming } from '../../../src/tui/session/timing.ts';
import type { FlowOrigin } from '../../../src/tui/tui-options.ts';
import { eventually } from '../../helpers/eventually.ts';
import { startTestServer, tempFolder } from '../../helpers/grpc-server.ts';
import { audited, forwarded } from '../../helpers/observed-events.ts';
import { recordedView } from './recorded-view.ts';

const clock = systemClock();
const { sleep } = machineTiming(clock);
const now = () => ({ time: timestampFromMs(Date.now()) });

/** Returns the server at `target`, reached anew after each break. */
function serverOrigin(target: string): FlowOrigin {
  const connect = () => createGrpcObserver({ target });
  return {
    kind: 'server',
    name: target,
    cluster: undefined,
    isTls: false,
    async open(onState) {
      const events = connect();
      const observer = createResumingObserver(connect, { clock, sleep, onState });
      const close = async () => void (await Promise.all([observer.close(), events.close()]));
      return { observer, events, close };
    },
  };
}

test('a server that stops and starts again: nothing comes twice, the gap is marked, filters go on', async () => {
  await using folder = await tempFolder();
  const listen = [`unix://${join(folder.path, 'observed.sock')}`];
  const view = recordedView();
  const session = createSession({ ...view, clock, request: {}, capacity: 1000, onChange: () => {} });
  const early = [forwarded('a', now()), audited('b', now())];

  const first = await startTestServer({ listen });
  for (const event of early) first.store.append(event);
  session.open(serverOrigin(listen[0]!));
  await eventually(() => view.entries.join(' ')).toBe('a b');
  await eventually(() => session.reader.nodes?.connected).toBe(1);
  expect(session.reader.observedStatus?.version).toBe('0.1.0');
  expect(session.reader.state).toEqual({ kind: 'live' });

  await first.server.stop();
  await eventually(() => session.reader.state.kind).toBe('reconnecting');
  expect(view.entries).toEqual(['a', 'b']);

  // Started again, it reads its log again.
  await using second = await startTestServer({ listen });
  for (const event of [...early, forwarded('c', now())]) second.store.append(event);
  await eventually(() => view.entries.at(-1)).toBe('c');
  expect(view.entries).toEqual(['a', 'b', expect.stringMatching(/^gap connection \?: no connection for \d/), 'c']);
  expect(session.reader.state).toEqual({ kind: 'live' });

  session.ask({ terms: ['verdict:audit'] });
  await eventually(() => view.entries.join(' ')).toBe('b');
  second.store.append(audited('d', now()));
  second.store.append(forwarded('e', now()));
  await eventually(() => view.entries.join(' ')).toBe('b d');
  await session.close();
});

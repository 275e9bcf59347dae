import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { systemClock } from '../../../src/base/clock.ts';
import { createLogger } from '../../../src/base/logger.ts';
import { startIntake, type SourceIntake } from '../../../src/cli/commands/source-intake.ts';
import { createPipeline } from '../../../src/pipeline/pipeline.ts';
import { compilePolicyConfiguration } from '../../../src/policy/configuration.ts';
import { createObserverService } from '../../../src/server/observer/observer-service.ts';
import { createFlowStore, type FlowStore } from '../../../src/store/flow-store.ts';
import { eventually } from '../../helpers/eventually.ts';
import { syslogLine } from '../../e2e/packets.ts';

const logger = createLogger({ write: () => true }, 'error');
const clock = systemClock();

function intakeOf(stdin: Readable, store: FlowStore): SourceIntake {
  const policy = compilePolicyConfiguration(
    {
      dropActionOverride: { value: 'LogAndAccept', origin: 'flag', name: '--drop-action-override' },
      felixConfigFiles: [],
      nodeLabels: [],
      prefixVerdicts: [],
    },
    () => '',
  );
  const pipeline = createPipeline({ clusterName: 'default', zone: 'UTC', policy, version: '0', logger });
  return startIntake(['stdin:'], { pipeline, store, logger, clock, stdin, signal: new AbortController().signal });
}

/** Lines that are there as fast as they are read, far more of them than the store holds. */
const chunks = 200;
const linesPerChunk = 250;

function endlessInput(yielded: (chunk: number) => void): Readable {
  function* content(): Generator<Buffer> {
    const chunk = Buffer.from(syslogLine().repeat(linesPerChunk));
    for (let count = 1; count <= chunks; count += 1) {
      yielded(count);
      yield chunk;
    }
  }
  return Readable.from(content(), { objectMode: false });
}

describe('an input that is read as fast as it can be', () => {
  test('reaches a follower while it is read, and all of it', async () => {
    const store = createFlowStore({ capacity: 8192, clock });
    const service = createObserverService({ store, clock, nodeName: 'default/n', version: '0' });
    let [flows, others, beforeLast] = [0, 0, 0];
    const following = (async () => {
      for await (const batch of service.getFlows({ follow: true })) {
        for (const { flow } of batch) if (flow === undefined) others += 1;
        flows += batch.length;
      }
    })();
    await eventually(() => store.subscribers).toBe(1);
    const stdin = endlessInput((chunk) => {
      if (chunk === chunks) beforeLast = flows;
    });
    await intakeOf(stdin, store).done;
    await service.close();
    await following;
    expect({ flows, others }).toEqual({ flows: chunks * linesPerChunk, others: 0 });
    expect(beforeLast).toBeGreaterThan(0);
  });

  test('leaves the event loop its turns', async () => {
    const store = createFlowStore({ capacity: 8192, clock });
    let turns = 0;
    const count = setInterval(() => (turns += 1), 1);
    await intakeOf(
      endlessInput(() => undefined),
      store,
    ).done;
    clearInterval(count);
    expect(turns).toBeGreaterThan(5);
  });

  test('does not wait for a follower that hangs', async () => {
    const store = createFlowStore({ capacity: 8192, clock });
    const leave = store.addFollower(() => 0);
    await intakeOf(
      endlessInput(() => undefined),
      store,
    ).done;
    leave();
    expect(store.counts().seen).toBe(chunks * linesPerChunk);
  });
});

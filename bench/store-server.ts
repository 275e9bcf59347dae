/** A server over a store that is full already, as a process: `node store-server.ts TARGET FLOWS SUMMARY_BYTES`. Says `ready` when it listens. */

import { systemClock } from '../src/base/clock.ts';
import { createLogger } from '../src/base/logger.ts';
import { descriptorSetBytes } from '../src/flow/descriptor-set.ts';
import { createObserverService } from '../src/server/observer/observer-service.ts';
import { startServer } from '../src/server/grpc/server.ts';
import { createFlowStore } from '../src/store/flow-store.ts';
import { capacityFor, storeEvents } from './inputs/store-events.ts';

const [target = '', flows = '0', summaryBytes = '24'] = process.argv.slice(2);
const clock = systemClock();
const store = createFlowStore({ capacity: capacityFor(Number(flows)), clock });
for (const event of storeEvents(Number(flows), { auditedOneIn: 10, summaryBytes: Number(summaryBytes) }))
  store.append(event);
const service = createObserverService({ store, clock, nodeName: 'default/bench', version: '0' });
const logger = createLogger({ write: () => true }, 'error');
await startServer({ service, listen: [target], descriptorSet: descriptorSetBytes(), logger });
process.stdout.write('ready\n');

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileFilters } from '../../../src/filters/compile.ts';
import { messageSchema } from '../../../src/flow/codec/schema.ts';
import type { FlowFilter } from '../../../src/flow/flow-filter.ts';
import type { Flow } from '../../../src/flow/flow.ts';
import { compileRowFilters } from '../../../src/server/observer/row-filters.ts';
import { createFlowStore } from '../../../src/store/flow-store.ts';
import { messageArbitrary } from '../../flow/codec/message-arbitrary.ts';
import { fakeClock } from '../../helpers/observed-events.ts';

const ipv4Texts = ['10.0.0.1', '10.0.0.2', '10.0.1.1', '10.255.0.1', '192.168.0.1', '255.255.255.255', '0.0.0.0'];
const addresses = fc.constantFrom(...ipv4Texts, '', 'fd00::1', '::ffff:10.0.0.1', '010.0.0.1', '10.0.0', 'no address');
const ports = fc.constantFrom(0, 1, 53, 443, 65_535, 65_536, 2 ** 32 - 1);
const codes = fc.constantFrom(0, 1, 2, 3, 4, 5, 7, 129, 254, 255, 256, 260);
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const flags = fc.record(
  { SYN: fc.boolean(), ACK: fc.boolean(), FIN: fc.boolean(), NS: fc.boolean() },
  { requiredKeys: [] },
);
const transport = fc.record({ source_port: ports, destination_port: ports }, { requiredKeys: [] });

/** Flows whose values are near those of the filters below. */
const nearFlows = fc
  .record({
    verdict: maybe(codes),
    traffic_direction: maybe(codes),
    event_type: maybe(fc.record({ type: codes, sub_type: codes }, { requiredKeys: [] })),
    is_reply: maybe(fc.boolean()),
    IP: maybe(fc.record({ source: addresses, destination: addresses, ipVersion: codes }, { requiredKeys: [] })),
    l4: maybe(
      fc.oneof(
        fc.record({ source_port: ports, destination_port: ports, flags }, { requiredKeys: [] }).map((TCP) => ({ TCP })),
        transport.map((UDP) => ({ UDP })),
        transport.map((SCTP) => ({ SCTP })),
        fc.constantFrom({ ICMPv4: {} }, { ICMPv6: { type: 1 } }, { VRRP: {} }, { IGMP: {} }, {}),
      ),
    ),
    l7: maybe(fc.constantFrom({ dns: {} }, { http: { code: 200 } }, { kafka: {} }, {})),
    source: maybe(fc.constantFrom({ namespace: 'shop', pod_name: 'a' }, { namespace: 'default' })),
  })
  .map((flow) => Object.fromEntries(Object.entries(flow).filter(([, value]) => value !== undefined)) as Flow);

const someOf = <T>(arbitrary: fc.Arbitrary<T>) => fc.array(arbitrary, { maxLength: 2 });
const ranges = fc.constantFrom(
  ...ipv4Texts,
  '10.0.0.0/24',
  '10.0.0.1/32',
  '0.0.0.0/0',
  '10.0.0.0/9',
  'fd00::/8',
  '::1',
);
const portTexts = fc.constantFrom('0', '53', '0443', '65535');

const filters: fc.Arbitrary<FlowFilter> = fc.record(
  {
    verdict: someOf(codes),
    traffic_direction: someOf(codes),
    ip_version: someOf(codes),
    event_type: someOf(fc.record({ type: codes, match_sub_type: fc.boolean(), sub_type: codes }, { requiredKeys: [] })),
    reply: someOf(fc.boolean()),
    protocol: someOf(
      fc.constantFrom('tcp', 'UDP', 'sctp', 'icmp', 'ICMPv4', 'icmpv6', 'vrrp', 'igmp', 'dns', 'Http', 'kafka'),
    ),
    tcp_flags: someOf(flags),
    source_port: someOf(portTexts),
    destination_port: someOf(portTexts),
    source_ip: someOf(ranges),
    destination_ip: someOf(ranges),
    source_pod: someOf(fc.constantFrom('shop/', 'a')),
  },
  { requiredKeys: [] },
);

/** Tells of each flow whether its row matches, by the columns and by the flow alone. */
async function compare(flows: readonly Flow[], whitelist: readonly FlowFilter[], blacklist: readonly FlowFilter[]) {
  const store = createFlowStore({ capacity: 1000, clock: fakeClock() });
  for (const flow of flows) store.append({ response: { flow } });
  const byRow = await compileRowFilters({ whitelist, blacklist });
  const byFlow = await compileFilters({ whitelist, blacklist });
  const rewind = store.rewind(store.head());
  const found: boolean[] = [];
  for (let row = rewind.step(); row !== undefined; row = rewind.step()) found.unshift(byRow(row));
  return { found, expected: flows.map((flow) => byFlow(flow)) };
}

const lists = fc.array(filters, { maxLength: 2 });

test.each([
  ['near the filters', nearFlows, 400],
  ['of any kind', messageArbitrary(messageSchema('flow.Flow')).map((flow) => flow as Flow), 60],
])('columns say of flows %s what the flow says', async (_what, flow, numRuns) => {
  await fc.assert(
    fc.asyncProperty(fc.array(flow, { minLength: 1, maxLength: 20 }), lists, lists, async (flows, allow, deny) => {
      const { found, expected } = await compare(flows, allow, deny);
      expect(found).toEqual(expected);
    }),
    { numRuns },
  );
});

test.each<[string, FlowFilter]>([
  ['verdict', { verdict: [2] }],
  ['event_type', { event_type: [{ type: 4, match_sub_type: true, sub_type: 2 }] }],
  ['direction', { traffic_direction: [1] }],
  ['protocol', { protocol: ['tcp'] }],
  ['ports', { source_port: ['443'], destination_port: ['53'] }],
  ['addresses', { source_ip: ['10.0.0.1'], destination_ip: ['10.0.0.0/8'] }],
  ['flags', { tcp_flags: [{ SYN: true }] }],
  ['reply', { reply: [false] }],
])('%s is answered without decoding a flow', async (_what, filter) => {
  const store = createFlowStore({ capacity: 10, clock: fakeClock() });
  const tcp = { source_port: 443, destination_port: 53, flags: { SYN: true } };
  store.append({
    response: {
      flow: {
        verdict: 2,
        event_type: { type: 4, sub_type: 2 },
        traffic_direction: 1,
        is_reply: false,
        IP: { source: '10.0.0.1', destination: '10.9.9.9', ipVersion: 1 },
        l4: { TCP: tcp },
      },
    },
  });
  store.append({ response: { flow: { verdict: 1 } } });
  const matches = await compileRowFilters({ whitelist: [filter], blacklist: [] });
  const rewind = store.rewind(store.head());
  const found: boolean[] = [];
  for (let row = rewind.step(); row !== undefined; row = rewind.step()) {
    const { columns, index } = row;
    const untouchable = { ...row, columns, index, row: () => expect.unreachable('the flow was decoded') };
    found.push(matches(untouchable));
  }
  expect(found).toEqual([false, true]);
});

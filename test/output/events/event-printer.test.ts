import { readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { messageFromJson } from '../../../src/flow/codec/json.ts';
import type { MessageName, MessageTypes } from '../../../src/flow/codec/message-types.ts';
import type { GetAgentEventsResponse, GetDebugEventsResponse } from '../../../src/flow/messages.ts';
import { agentEvents } from '../../../src/output/events/agent-events.ts';
import { debugEvents } from '../../../src/output/events/debug-events.ts';
import { parseEventFormat } from '../../../src/output/events/event-formats.ts';
import type { EventKind, EventResponse } from '../../../src/output/events/event-kind.ts';
import { createEventPrinter, type EventPrinterOptions } from '../../../src/output/events/event-printer.ts';
import { peerLine } from '../../../src/output/peers.ts';

const folder = new URL('../../fixtures/conformance/hubble/', import.meta.url);
const read = (file: string) => JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
const fixture: Readonly<Record<string, readonly unknown[]>> = read('server-fixture.json');
const recorded: readonly { args: readonly string[]; stdout: string; stderr: string; exit: number }[] =
  read('server-cases.json');

function answers<N extends MessageName>(name: N, values: readonly unknown[] = []): MessageTypes[N][] {
  return values.map((value) => {
    const result = messageFromJson(name, JSON.stringify(value));
    if (!result.ok) throw new Error(result.message);
    return result.value;
  });
}

const agent = answers('observer.GetAgentEventsResponse', fixture['GetAgentEvents']);
const debug = answers('observer.GetDebugEventsResponse', fixture['GetDebugEvents']);

function print<Response extends EventResponse>(
  kind: EventKind<Response>,
  responses: readonly Response[],
  options: Partial<EventPrinterOptions> = {},
): string {
  let text = '';
  const out = { write: (more: string) => void (text += more) };
  const printer = createEventPrinter(kind, {
    format: 'compact',
    timeFormat: 'StampMilli',
    nodeName: false,
    legacyJson: false,
    out,
    ...options,
  });
  for (const response of responses) printer.print(response);
  printer.end();
  return text;
}

function valueAfter(args: readonly string[], flag: string, otherwise: string): string {
  const at = args.indexOf(flag);
  return at < 0 ? otherwise : args[at + 1]!;
}

describe('recorded events', () => {
  const cases = recorded.filter(({ args }) => args[1]?.endsWith('-events') === true);

  test('both kinds are among them', () => {
    expect(cases).toHaveLength(20);
  });

  test.each(cases.filter(({ exit }) => exit === 0).map((one) => [one.args.join(' '), one] as const))(
    '%s',
    (_, { args, stdout }) => {
      const options = {
        format: parseEventFormat(valueAfter(args, '-o', 'compact')),
        timeFormat: valueAfter(args, '--time-format', 'StampMilli'),
        nodeName: args.includes('--print-node-name'),
      };
      const printed =
        args[1] === 'agent-events' ? print(agentEvents, agent, options) : print(debugEvents, debug, options);
      expect(printed).toBe(stdout);
    },
  );

  test.each(cases.filter(({ exit }) => exit !== 0).map((one) => [one.args.join(' '), one] as const))(
    '%s',
    (_, { args, stderr }) => {
      expect(() => parseEventFormat(valueAfter(args, '-o', ''))).toThrow(stderr.trimEnd());
    },
  );
});

test('legacy JSON is the bare event, with json only', () => {
  const [response] = debug;
  const bare = print(debugEvents, [response!], { format: 'json', legacyJson: true });
  expect(fixture['GetDebugEvents']?.[0]).toMatchObject({ debug_event: JSON.parse(bare) });
  const whole = print(debugEvents, [response!], { format: 'jsonpb', legacyJson: true });
  expect(JSON.parse(whole)).toEqual(fixture['GetDebugEvents']?.[0]);
});

function details(event: GetAgentEventsResponse['agent_event']): string {
  const text = print(agentEvents, [event === undefined ? {} : { agent_event: event }]);
  return text.replace(/^N\/A: /, '').trimEnd();
}

describe('agent events that were not recorded', () => {
  test.each<[string, GetAgentEventsResponse['agent_event'], string]>([
    ['no event', undefined, ''],
    ['a type of a newer schema', { type: 77 }, '77 (UNKNOWN)'],
    ['a notification of another type', { type: 2, service_delete: { id: 5 } }, 'AGENT_STARTED (UNKNOWN)'],
    ['a start without a time', { type: 2, agent_start: {} }, 'AGENT_STARTED (start time: N/A)'],
    ['an empty service', { type: 11, service_upsert: {} }, 'SERVICE_UPSERTED (id: 0)'],
    [
      'an old identity of 0',
      { type: 9, ipcache_update: { old_identity: 0 } },
      'IPCACHE_UPSERTED (cidr: , identity: 0, old identity: 0, encrypt key: 0)',
    ],
    [
      'control characters',
      { type: 0, unknown: { type: '\u001b[2J' } },
      'AGENT_EVENT_UNKNOWN (type: ^[[2J, notification: )',
    ],
  ])('%s', (_, event, text) => {
    expect(details(event)).toBe(text);
  });
});

test.each<[GetDebugEventsResponse['debug_event'], string]>([
  [{ source: { ID: 7, namespace: 'shop' } }, 'ID: 7 DBG_EVENT_UNKNOWN MARK: N/A CPU: N/A ()'],
  [{ source: { ID: 7, labels: ['reserved:host', 'k8s:a=b'] } }, 'ID: 7 DBG_EVENT_UNKNOWN MARK: N/A CPU: N/A ()'],
  [{ source: { ID: 7, labels: ['k8s:a=b'] }, cpu: 0, hash: 0 }, 'ID: 7 DBG_EVENT_UNKNOWN MARK: 0x0 CPU: 00 ()'],
  [{ type: 999, cpu: 128 }, 'N/A 999 MARK: N/A CPU: 128 ()'],
])('debug event %#', (event, text) => {
  expect(print(debugEvents, [{ debug_event: event! }])).toBe(`N/A: ${text}\n`);
});

test('no events are no table', () => {
  expect(print(agentEvents, [], { format: 'table' })).toBe('');
});

describe('peers', () => {
  test('are printed as recorded', () => {
    const lines = answers('peer.ChangeNotification', fixture['Notify']).map(peerLine);
    expect(lines.join('')).toBe(recorded.find(({ args }) => args[0] === 'watch')?.stdout);
  });

  test.each([
    [{}, 'UNKNOWN       \n'],
    [{ type: 9, name: 'n', address: 'a', tls: {} }, '9            a n (TLS.ServerName: )\n'],
    [{ type: 1, name: '\u001b]0;x', address: 'a' }, 'PEER_ADDED   a ^[]0;x\n'],
  ])('%j', (peer, line) => {
    expect(peerLine(peer)).toBe(line);
  });
});

import { describe, expect, test } from 'vitest';

import { DropReason } from '../../src/flow/drop-reason.ts';
import { TrafficDirection } from '../../src/flow/enums.ts';
import { VerdictBasis } from '../../src/flow/flow-extension.ts';
import { Verdict } from '../../src/flow/verdict.ts';
import { aMode, aPipeline, aPolicy, aRecord, at } from './pipeline-fakes.ts';

// The one line that every generation of Calico's documentation shows.
const line =
  'May 18 18:42:44 ubuntu kernel: [ 1156.246182] calico-drop: IN=tunl0 OUT=cali76be879f658 MAC= SRC=192.168.128.30 ' +
  'DST=192.168.157.26 LEN=60 TOS=0x00 PREC=0x00 TTL=62 ID=56743 DF PROTO=TCP SPT=56248 DPT=80 WINDOW=29200 RES=0x00 ' +
  'SYN URGP=0 MARK=0xa000000';

// 2026-06-01T00:00:00Z, so the stamp is of 2026.
const receivedAt = at(1_780_272_000);

function observe(mode: string) {
  const pipeline = aPipeline({ policy: aPolicy(aMode(mode)), clusterName: 'prod' });
  const [event, ...more] = pipeline.push(aRecord(line, { receivedAt }));
  expect([...more, ...pipeline.flush()]).toEqual([]);
  return { flow: event?.response.flow, response: event?.response, extension: event?.extension };
}

describe("the line of Calico's documentation", () => {
  test('under LogAndAccept', () => {
    const { flow, response, extension } = observe('LOG-and-ACCEPT');
    expect(flow).toEqual({
      time: at(1_779_129_764),
      uuid: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
      emitter: { name: 'observed', version: '1.2.3' },
      verdict: Verdict.AUDIT,
      IP: { source: '192.168.128.30', destination: '192.168.157.26', ipVersion: 1 },
      l4: { TCP: { source_port: 56248, destination_port: 80, flags: { SYN: true } } },
      source: {},
      destination: {},
      Type: 1,
      node_name: 'prod/ubuntu',
      event_type: { type: 5 },
      traffic_direction: TrafficDirection.INGRESS,
      is_reply: false,
      interface: { name: 'cali76be879f658' },
      Summary: 'TCP Flags: SYN',
    });
    expect(response).toMatchObject({ node_name: 'prod/ubuntu', time: at(1_779_129_764) });
    expect(extension).toEqual({
      raw_line: line,
      log_prefix: 'calico-drop',
      in_interface: 'tunl0',
      out_interface: 'cali76be879f658',
      mark: 0xa000000,
      ttl: 62,
      length: 60,
      ip_id: 56743,
      ip_protocol: 6,
      verdict_basis: VerdictBasis.FLAG,
      drop_action_override: 'LogAndAccept',
    });
  });

  test('under LogAndDrop', () => {
    const { flow, extension } = observe('LogAndDrop');
    expect(flow).toMatchObject({
      verdict: Verdict.DROPPED,
      drop_reason: DropReason.POLICY_DENIED,
      drop_reason_desc: DropReason.POLICY_DENIED,
      event_type: { type: 5 },
      traffic_direction: TrafficDirection.INGRESS,
    });
    expect(flow).not.toHaveProperty('is_reply');
    expect(extension?.drop_action_override).toBe('LogAndDrop');
  });

  test('the id depends on the line alone, not on the mode', () => {
    expect(observe('LogAndDrop').flow?.uuid).toBe(observe('LogAndAccept').flow?.uuid);
  });
});

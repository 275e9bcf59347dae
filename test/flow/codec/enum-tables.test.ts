import { describe, expect, it } from 'vitest';
import { flowSchema } from '../../../src/flow/codec/schema.ts';
import { DropReason } from '../../../src/flow/drop-reason.ts';
import type { EnumTable } from '../../../src/flow/enum-table.ts';
import * as enums from '../../../src/flow/enums.ts';
import { VerdictBasis } from '../../../src/flow/flow-extension.ts';
import { Verdict } from '../../../src/flow/verdict.ts';
import descriptor from '../../../src/flow/generated/descriptor.json' with { type: 'json' };

const tables: [string, EnumTable][] = [
  ['flow.Verdict', Verdict],
  ['flow.DropReason', DropReason],
  ['flow.FlowType', enums.FlowType],
  ['flow.AuthType', enums.AuthType],
  ['flow.TraceObservationPoint', enums.TraceObservationPoint],
  ['flow.TraceReason', enums.TraceReason],
  ['flow.L7FlowType', enums.L7FlowType],
  ['flow.IPVersion', enums.IPVersion],
  ['flow.TrafficDirection', enums.TrafficDirection],
  ['flow.DebugCapturePoint', enums.DebugCapturePoint],
  ['flow.LostEventSource', enums.LostEventSource],
  ['flow.SocketTranslationPoint', enums.SocketTranslationPoint],
  ['flow.Tunnel.Protocol', enums.TunnelProtocol],
  ['flow.AgentEventType', enums.AgentEventType],
  ['flow.DebugEventType', enums.DebugEventType],
  ['relay.NodeState', enums.NodeState],
  ['observed.v1.VerdictBasis', VerdictBasis],
];

/** Enums no code of ours names: an agent's internal numbering, and the peer service we only pass on. */
const withoutTable = ['flow.EventType', 'peer.ChangeNotificationType'];

/** Returns the full names of all enums in the JSON descriptor. */
function enumNames(node: unknown, prefix: string): string[] {
  if (typeof node !== 'object' || node === null) return [];
  const own = 'values' in node ? [prefix] : [];
  const nested = 'nested' in node && typeof node.nested === 'object' && node.nested !== null ? node.nested : {};
  const inner = Object.entries(nested).flatMap(([name, child]) =>
    enumNames(child, prefix === '' ? name : `${prefix}.${name}`),
  );
  return [...own, ...inner];
}

describe('enum tables', () => {
  it.each(tables)('%s has the names, codes and order of the schema', (name, table) => {
    expect(Object.entries(table)).toEqual([...(flowSchema().enum(name)?.codes ?? [])]);
  });

  it('cover every enum of the schema', () => {
    const covered = [...tables.map(([name]) => name), ...withoutTable];
    expect(enumNames(descriptor, '').toSorted()).toEqual(covered.toSorted());
  });
});

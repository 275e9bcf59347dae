// The GetFlows request that really goes over the wire, against those recorded of the hubble CLI.
import { isDeepStrictEqual } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';

import { messageToJson } from '../../src/flow/codec/json.ts';
import { eventually } from '../helpers/eventually.ts';
import { createConformanceCounts, printCounts } from './conformance-counts.ts';
import { readRecorded, startFakeHubble } from './fake-hubble.ts';
import { startProgram } from './programs.ts';

interface RecordedRequest {
  readonly name: string;
  readonly args: readonly string[];
  readonly request: unknown;
  /** The mask stands apart: some of its paths have no form in JSON. */
  readonly field_mask_paths: readonly string[] | null;
}

const recorded = readRecorded('requests.json') as readonly RecordedRequest[];

const counts = createConformanceCounts('of all requests');

afterAll(() => printCounts(counts));

describe('recorded requests of the hubble CLI', () => {
  test.concurrent.each(recorded.map((one) => [one.name, one] as const))('%s', { timeout: 60_000 }, async (_, one) => {
    await using hubble = await startFakeHubble();
    const program = startProgram('observe', [...one.args, '--server', hubble.address], { stdin: '' });
    await eventually(() => hubble.flowRequests.length).toBe(1);
    await program.stop();
    const { field_mask: mask, ...request } = hubble.flowRequests[0]!;
    const sent = {
      request: JSON.parse(messageToJson('observer.GetFlowsRequest', request)) as unknown,
      paths: mask?.paths ?? null,
    };
    const wanted = { request: one.request, paths: one.field_mask_paths };
    counts.add('GetFlows', isDeepStrictEqual(sent, wanted) ? 'equal' : 'different');
    expect(sent).toEqual(wanted);
  });
});

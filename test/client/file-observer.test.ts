import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { PassThrough, Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { InputError, UsageError } from '../../src/base/errors.ts';
import { createFileObserver, type FileObserver, type FileObserverOptions } from '../../src/client/file-observer.ts';
import { packFlowExtension, unpackFlowExtension } from '../../src/flow/codec/extension.ts';
import { encodeMessage } from '../../src/flow/codec/wire.ts';
import { VerdictBasis, type FlowExtension } from '../../src/flow/flow-extension.ts';
import type { GetFlowsRequest, GetFlowsResponse } from '../../src/flow/messages.ts';
import type { FlowAnswer } from '../../src/flow/observer.ts';
import type { ObservedEvent, SourceRecord } from '../../src/flow/source-record.ts';
import { Verdict } from '../../src/flow/verdict.ts';
import { createPipeline, type Pipeline } from '../../src/pipeline/pipeline.ts';
import { compilePolicyConfiguration } from '../../src/policy/configuration.ts';
import { eventually } from '../helpers/eventually.ts';
import { memoryLogger, openFilesBelow, pipeOf, temporaryFolder } from '../sources/harness.ts';

const folder = temporaryFolder();

/** What a line of these tests stands for: a flow by its number and verdict, or a lost event; `#` is no event at all. */
function eventOf(record: SourceRecord): ObservedEvent[] {
  const [word = '', verdict = 'FORWARDED'] = Buffer.from(record.bytes).toString().split(' ');
  if (word === '#') return [];
  if (word === 'lost') return [{ response: { lost_events: { num_events_lost: 3n }, time: { seconds: 50, nanos: 0 } } }];
  const number = Number(word);
  const flow = {
    uuid: word,
    verdict: verdict === 'DROPPED' ? Verdict.DROPPED : Verdict.FORWARDED,
    node_name: `default/node-${number % 2}`,
    source: { namespace: 'shop', cluster_name: 'default' },
    destination: { namespace: `ns-${number % 3}`, cluster_name: 'prod' },
  };
  const time = number < 0 ? {} : { time: { seconds: number, nanos: 0 } };
  return [{ response: { flow, node_name: flow.node_name, ...time }, extension: { raw_line: word } }];
}

/** A pipeline that holds the last event back until it is flushed, as the real one may. */
function fakePipeline(seen: SourceRecord[] = []): Pipeline {
  let held: ObservedEvent[] = [];
  let flows = 0;
  const push = (record: SourceRecord) => {
    seen.push(record);
    const out = held;
    held = eventOf(record);
    flows += held.length;
    return out;
  };
  return {
    push,
    pushBatch: (records) => records.flatMap(push),
    flush() {
      const out = held;
      held = [];
      return out;
    },
    sources: () => [],
    modes: () => [],
    summary: () => ({ flows, logRuleFlows: 0, verdictFlows: flows, assumed: true }),
    updateFelixConfig: () => false,
  };
}

function observer(inputs: readonly string[], more: Partial<FileObserverOptions> = {}) {
  return createFileObserver({
    inputs,
    pipeline: () => fakePipeline(),
    stdin: Readable.from([]),
    logger: memoryLogger(),
    ...more,
  });
}

async function responses(answer: FlowAnswer): Promise<GetFlowsResponse[]> {
  const all: GetFlowsResponse[] = [];
  for await (const batch of answer) {
    expect(batch.length).toBeGreaterThan(0);
    all.push(...batch);
  }
  return all;
}

const names = async (answer: FlowAnswer) =>
  (await responses(answer)).map((response) => response.flow?.uuid ?? (response.lost_events ? 'lost' : '?'));

function writeLines(name: string, lines: readonly string[]): string {
  writeFileSync(folder(name), lines.map((line) => `${line}\n`).join(''));
  return folder(name);
}

const write = (name: string, ...lines: string[]) => writeLines(name, lines);
const numbers = (count: number, from = 0) => Array.from({ length: count }, (_, n) => String(n + from));

function asking(include: boolean): GetFlowsRequest {
  const value = encodeMessage('observed.v1.FlowsRequestExtension', { include_flow_extension: include });
  return { extensions: { type_url: 'type.googleapis.com/observed.v1.FlowsRequestExtension', value } };
}

async function extensions(request: GetFlowsRequest): Promise<(FlowExtension | undefined)[]> {
  const all = await responses(observer([write('kern.log', '1', 'lost')]).getFlows(request));
  return all.map((response) => unpackFlowExtension(response.flow?.extensions));
}

const at = (seconds: number) => ({ seconds, nanos: 0 });

describe('flows of a file', () => {
  const lines = ['1', '2 DROPPED', 'lost', '3', '#', '4 DROPPED', '5'];

  it.each<[string, GetFlowsRequest, string[]]>([
    ['all, in the order of the file', {}, ['1', '2', 'lost', '3', '4', '5']],
    ['number 0 is all', { number: 0n }, ['1', '2', 'lost', '3', '4', '5']],
    ['--all', { number: 18_446_744_073_709_551_615n }, ['1', '2', 'lost', '3', '4', '5']],
    ['--first, lost events count', { number: 3n, first: true }, ['1', '2', 'lost']],
    ['--first above what there is', { number: 30n, first: true }, ['1', '2', 'lost', '3', '4', '5']],
    ['--last', { number: 2n }, ['4', '5']],
    ['--last, lost events count', { number: 4n }, ['lost', '3', '4', '5']],
    ['--last above what there is', { number: 1_000_000n }, ['1', '2', 'lost', '3', '4', '5']],
    ['since and until, both included', { since: at(2), until: at(4) }, ['2', '3', '4']],
    ['until', { until: at(1) }, ['1']],
    ['a whitelist drops lost events', { whitelist: [{ verdict: [Verdict.DROPPED] }] }, ['2', '4']],
    ['a blacklist keeps them', { blacklist: [{ verdict: [Verdict.DROPPED] }] }, ['1', 'lost', '3', '5']],
    ['filters come before --last', { whitelist: [{ verdict: [Verdict.DROPPED] }], number: 1n }, ['4']],
    [
      'filters come before --first',
      { whitelist: [{ verdict: [Verdict.DROPPED] }], number: 2n, first: true },
      ['2', '4'],
    ],
    ['the window comes before --last', { until: at(3), number: 1n }, ['3']],
  ])('%s', async (_name, request, expected) => {
    expect(await names(observer([write('kern.log', ...lines)]).getFlows(request))).toEqual(expected);
    expect(openFilesBelow(folder())).toEqual([]);
  });

  it('without a time are of 1970', async () => {
    const path = write('kern.log', '-1', '7');
    expect(await names(observer([path]).getFlows({ since: at(1) }))).toEqual(['7']);
    expect(await names(observer([path]).getFlows({ until: at(0) }))).toEqual(['-1']);
  });

  it('keep no more than --last asks for, in their order', async () => {
    const path = writeLines('kern.log', numbers(5000));
    const expected = numbers(3000, 2000);
    expect(await names(observer([path]).getFlows({ number: 3000n }))).toEqual(expected);
  });

  it('are read only as far as --first needs', async () => {
    const seen: SourceRecord[] = [];
    const path = writeLines('kern.log', numbers(200_000));
    const inputs = [path, writeLines('kern.log.later', numbers(200_000, 1_000_000))];
    const files = observer(inputs, { pipeline: () => fakePipeline(seen) });
    expect(await names(files.getFlows({ number: 2n, first: true }))).toEqual(['0', '1']);
    expect(seen.length).toBeLessThan(200_000);
    expect(openFilesBelow(folder())).toEqual([]);
  });

  it('of several inputs come by time, gzip and standard input too', async () => {
    writeFileSync(folder('kern.log.2.gz'), gzipSync('1\n4\n'));
    const inputs = [folder('kern.log.2.gz'), write('kern.log.1', '3', '7', 'lost'), '-'];
    const seen: SourceRecord[] = [];
    const files = observer(inputs, { stdin: pipeOf('2\n5'), pipeline: () => fakePipeline(seen) });
    expect(await names(files.getFlows({}))).toEqual(['1', '2', '3', '4', '5', '7', 'lost']);
    const records = seen.map((record) => `${record.source} ${record.line}`);
    const [zipped = '', plain = ''] = inputs;
    const expected = [`${zipped} 1`, `${zipped} 2`, `${plain} 1`, `${plain} 2`, `${plain} 3`, '- 1', '- 2'];
    expect(records.toSorted()).toEqual(expected.toSorted());
    expect(files.summary()?.flows).toBe(7);
  });

  it.each<[string, GetFlowsRequest, string[]]>([
    ['--first', { number: 3n, first: true }, ['1', '2', '3']],
    ['--last', { number: 3n }, ['4', '5', '6']],
  ])('of several inputs are counted in that order: %s', async (_name, request, expected) => {
    const files = observer([write('a.log', '1', '3', '5'), write('b.log', '2', '4', '6')]);
    expect(await names(files.getFlows(request))).toEqual(expected);
    expect(openFilesBelow(folder())).toEqual([]);
  });

  it('are nothing when one of several inputs is missing', async () => {
    const files = observer([write('a.log', '1'), folder('missing')]);
    await expect(names(files.getFlows({}))).rejects.toThrow('missing: no such file or directory');
    expect(openFilesBelow(folder())).toEqual([]);
  });

  it('of standard input cannot be read twice', async () => {
    await expect(names(observer(['-', '-']).getFlows({}))).rejects.toThrow(InputError);
  });

  it('that the pipeline holds are let go when a pipe is silent', async () => {
    const stdin = new PassThrough();
    stdin.write('1\n');
    const seen: (string | undefined)[] = [];
    for await (const batch of observer(['-'], { stdin }).getFlows({})) {
      seen.push(...batch.map((response) => response.flow?.uuid));
      if (seen.length === 1) stdin.end('2\n');
    }
    expect(seen).toEqual(['1', '2']);
  });

  it('report how far reading is, and what was counted', async () => {
    const progress: unknown[] = [];
    const path = write('kern.log', ...lines);
    const files = observer([path], { onProgress: (each) => progress.push(each) });
    expect(files.summary()).toBeUndefined();
    await names(files.getFlows({}));
    expect(progress).toEqual([{ input: path, records: lines.length }]);
    expect(files.summary()).toEqual({ flows: 6, logRuleFlows: 0, verdictFlows: 6, assumed: true });
  });
});

describe('the field mask', () => {
  const request = { field_mask: { paths: ['uuid'] } };

  it('holds for flows of a log, and takes time and node from what it leaves, as a server does', async () => {
    expect(await responses(observer([write('kern.log', '1', 'lost')]).getFlows(request))).toEqual([
      { flow: { uuid: '1' } },
      { lost_events: { num_events_lost: 3n }, time: at(50) },
    ]);
  });

  it('leaves recorded flows as they were recorded, as Hubble does', async () => {
    const line = '{"flow":{"uuid":"1","verdict":"DROPPED"},"node_name":"n"}';
    expect(await responses(realFiles([write('flows.jsonl', line)]).getFlows(request))).toEqual([
      { flow: { uuid: '1', verdict: Verdict.DROPPED }, node_name: 'n' },
    ]);
  });

  it('does not take away the record that was asked for', async () => {
    const [response] = await responses(observer([write('kern.log', '1')]).getFlows({ ...request, ...asking(true) }));
    expect(response?.flow).toEqual({ uuid: '1', extensions: packFlowExtension({ raw_line: '1' }) });
  });
});

/** Flows of a followed input, by number, as they come. */
function following(files: FileObserver, request: GetFlowsRequest) {
  const abort = new AbortController();
  const seen: string[] = [];
  const done = (async () => {
    for await (const batch of files.getFlows({ ...request, follow: true }, { signal: abort.signal })) {
      seen.push(...batch.map((response) => response.flow?.uuid ?? ''));
    }
  })();
  return { seen, done, stop: () => abort.abort() };
}

describe('following', () => {
  it('goes on with what is written to a log, over a rotation', async () => {
    const path = write('kern.log', '1', '2');
    const answer = following(observer([path]), {});
    await eventually(() => answer.seen).toEqual(['1', '2']);
    appendFileSync(path, '3\n4');
    await eventually(() => answer.seen).toEqual(['1', '2', '3']);
    renameSync(path, `${path}.1`);
    write('kern.log', '5');
    await eventually(() => answer.seen).toEqual(['1', '2', '3', '4', '5']);
    answer.stop();
    await answer.done;
    expect(openFilesBelow(folder())).toEqual([]);
  });

  it('begins with --last of what was there', async () => {
    const path = writeLines('kern.log', numbers(3000));
    const answer = following(observer([path]), { number: 2n });
    await eventually(() => answer.seen).toEqual(['2998', '2999']);
    appendFileSync(path, '1\n2\n3\n');
    await eventually(() => answer.seen).toEqual(['2998', '2999', '1', '2', '3']);
    answer.stop();
    await answer.done;
    expect(openFilesBelow(folder())).toEqual([]);
  });

  it('begins several logs by time, then takes each as it comes', async () => {
    const paths = [write('a.log', '1', '3'), write('b.log', '2', '4')];
    const answer = following(observer(paths), {});
    await eventually(() => answer.seen).toEqual(['1', '2', '3', '4']);
    appendFileSync(paths[1] ?? '', '6\n');
    await eventually(() => answer.seen).toHaveLength(5);
    appendFileSync(paths[0] ?? '', '5\n');
    await eventually(() => answer.seen).toEqual(['1', '2', '3', '4', '6', '5']);
    answer.stop();
    await answer.done;
    expect(openFilesBelow(folder())).toEqual([]);
  });

  it('ends with recorded flows, as with Hubble', async () => {
    const path = write('flows.jsonl', '{"flow":{"uuid":"a"}}', '{"flow":{"uuid":"b"}}');
    expect(await names(realFiles([path]).getFlows({ follow: true, number: 1n }))).toEqual(['b']);
  });

  it('shows --last of a pipe once it is silent, of recorded flows at its end', async () => {
    const stdin = new PassThrough();
    const answer = following(observer(['-'], { stdin }), { number: 1n });
    stdin.write('1\n2\n');
    await eventually(() => answer.seen).toEqual(['2']);
    stdin.end('3\n4\n');
    await answer.done;
    expect(answer.seen).toEqual(['2', '3', '4']);
  });
});

describe('the record behind a flow', () => {
  it('goes along when it is asked for', async () => {
    expect(await extensions(asking(true))).toEqual([expect.objectContaining({ raw_line: '1' }), undefined]);
  });

  it.each([
    ['nothing is asked', {}],
    ['it is declined', asking(false)],
    ['something else is asked', { extensions: packFlowExtension({ verdict_basis: VerdictBasis.LINE }) }],
  ])('stays behind when %s', async (_name, request) => {
    expect(await extensions(request)).toEqual([undefined, undefined]);
  });
});

describe('a request that cannot be answered', () => {
  it.each<[string, GetFlowsRequest, string]>([
    ['--last above a million', { number: 1_000_001n }, '--last must be <= 1_000_000, got 1000001'],
    ['a bad filter', { whitelist: [{ source_ip: ['x/y'] }] }, 'invalid IP prefix'],
  ])('%s fails in the header and in the iteration, before anything is opened', async (_name, request, message) => {
    const answer = observer([folder('missing')]).getFlows(request);
    await expect(answer.header).rejects.toThrow(UsageError);
    await expect(responses(answer)).rejects.toThrow(message);
  });

  it('a good one has an empty header at once, whether it is iterated or not', async () => {
    expect(await observer([folder('missing')]).getFlows({}).header).toEqual({});
  });

  it('a missing file fails in Hubble’s words', async () => {
    await expect(responses(observer([folder('missing')]).getFlows({}))).rejects.toThrow(
      `open ${folder('missing')}: no such file or directory`,
    );
  });

  it('a directory fails', async () => {
    mkdirSync(folder('d'));
    await expect(responses(observer([folder('d')]).getFlows({}))).rejects.toThrow(
      `read ${folder('d')}: is a directory`,
    );
  });

  it.each<[string, GetFlowsRequest, number]>([
    ['everything', {}, 0],
    ['--last', { number: 5n }, 5],
  ])('a broken file fails after the flows before that point: %s', async (_name, request, least) => {
    const bytes = gzipSync(Array.from({ length: 20_000 }, (_, n) => `${n} ${Math.sin(n)}`).join('\n'));
    writeFileSync(folder('kern.log.gz'), bytes.subarray(0, bytes.length / 2));
    const seen: string[] = [];
    const reading = (async () => {
      for await (const batch of observer([folder('kern.log.gz')]).getFlows(request)) {
        seen.push(...batch.map((response) => response.flow?.uuid ?? ''));
      }
    })();
    await expect(reading).rejects.toThrow(InputError);
    expect(seen.length).toBeGreaterThanOrEqual(least);
    expect(seen.length).toBeGreaterThan(0);
  });
});

describe('ending', () => {
  it('by abort ends the iteration without an error', async () => {
    const abort = new AbortController();
    const stdin = new PassThrough();
    stdin.write('1\n2\n');
    const seen: unknown[] = [];
    for await (const batch of observer(['-'], { stdin }).getFlows({}, { signal: abort.signal })) {
      seen.push(...batch);
      setImmediate(() => abort.abort());
    }
    expect(seen).toHaveLength(2);
    expect(stdin.destroyed).toBe(true);
  });

  it('by close ends every call', async () => {
    execFileSync('mkfifo', [folder('pipe')]);
    const files = observer([folder('pipe')]);
    const reading = names(files.getFlows({}));
    setTimeout(() => void files.close(), 20);
    expect(await reading).toEqual([]);
  });

  it('by leaving the iteration closes the file', async () => {
    const path = writeLines('kern.log', numbers(100_000));
    for await (const batch of observer([path]).getFlows({})) {
      expect(batch.length).toBeGreaterThan(0);
      break;
    }
    expect(openFilesBelow(folder())).toEqual([]);
  });
});

const inputs = () => [write('kern.log', '1', '2', 'lost', '3')];

describe('what else an observer is asked', () => {
  it('lists the nodes of the flows', async () => {
    expect(await observer(inputs()).getNodes()).toEqual({
      nodes: [
        { name: 'default/node-0', num_flows: 1n, seen_flows: 1n },
        { name: 'default/node-1', num_flows: 2n, seen_flows: 2n },
      ],
    });
  });

  it('lists the namespaces of the flows, by cluster', async () => {
    expect(await observer(inputs()).getNamespaces()).toEqual({
      namespaces: [
        { cluster: 'default', namespace: 'shop' },
        { cluster: 'prod', namespace: 'ns-0' },
        { cluster: 'prod', namespace: 'ns-1' },
        { cluster: 'prod', namespace: 'ns-2' },
      ],
    });
  });

  it('has no server status, and says what to do', async () => {
    const files = observer(inputs());
    await expect(files.serverStatus()).rejects.toThrow(UsageError);
    await expect(files.serverStatus()).rejects.toMatchObject({ hint: expect.stringContaining('--input-file') });
    expect(await files.observedStatus()).toBeUndefined();
  });
});

const fixture = (name: string) => fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));

/** An observer whose pipeline is the one that ships, under LogAndAccept. */
function realFiles(paths: readonly string[], logger = memoryLogger()) {
  const policy = compilePolicyConfiguration(
    {
      dropActionOverride: { value: 'LogAndAccept', origin: 'flag', name: '--drop-action-override' },
      felixConfigFiles: [],
      nodeLabels: [],
      prefixVerdicts: [],
    },
    () => '',
  );
  const pipeline = () =>
    createPipeline({ clusterName: 'default', nodeName: 'worker-1', zone: 'UTC', policy, version: '0.0.0', logger });
  return observer(paths, { pipeline, logger });
}

describe('with the real pipeline', () => {
  it('every packet of a captured kernel log is a flow, alike whether it is plain or compressed', async () => {
    const name = 'legacy-noct.kmsg';
    const truth = readFileSync(fixture('kernel/expected.jsonl'), 'utf8').trim().split('\n');
    const packets = truth.filter((line) => line.includes(`"${name}"`) && line.includes('"packet"'));
    expect(packets.length).toBeGreaterThan(10);
    const zipped = folder('zipped');
    writeFileSync(zipped, gzipSync(readFileSync(fixture(`kernel/${name}`))));
    for (const path of [fixture(`kernel/${name}`), zipped]) {
      const flows = (await responses(realFiles([path]).getFlows({}))).filter((response) => response.flow !== undefined);
      expect(flows).toHaveLength(packets.length);
    }
  });

  it('the line in Calico’s documentation is an audited flow, with its record when that is asked for', async () => {
    const line =
      'May 18 18:42:44 ubuntu kernel: [ 1156.246182] calico-drop: IN=tunl0 OUT=cali76be879f658 MAC= ' +
      'SRC=192.168.128.30 DST=192.168.157.26 LEN=60 TOS=0x00 PREC=0x00 TTL=62 ID=56743 DF PROTO=TCP ' +
      'SPT=56248 DPT=80 WINDOW=29200 RES=0x00 SYN URGP=0 MARK=0xa000000';
    const [response] = await responses(realFiles([write('kern.log', 'no packet', line)]).getFlows(asking(true)));
    expect(response?.flow).toMatchObject({
      verdict: Verdict.AUDIT,
      IP: { source: '192.168.128.30', destination: '192.168.157.26' },
      l4: { TCP: { source_port: 56_248, destination_port: 80 } },
    });
    expect(unpackFlowExtension(response?.flow?.extensions)).toMatchObject({ raw_line: line });
  });

  it('Hubble’s own lines come as they are; a malformed one is told and skipped', async () => {
    const hubble = readFileSync(fixture('conformance/hubble/flows.jsonl'), 'utf8').trimEnd().split('\n');
    const logger = memoryLogger();
    const path = write('flows.jsonl', '{"flow":', ...hubble);
    const last = await responses(realFiles([path], logger).getFlows({ number: 3n }));
    expect(last).toHaveLength(3);
    expect(last.at(-1)?.flow?.uuid).toBe(/"uuid":\s?"([^"]+)"/.exec(hubble.at(-1) ?? '')?.[1]);
    expect(logger.lines.join('\n')).toContain('line 1: bad json');
  });

  it('a record over the limit is counted and skipped, the next one is read', async () => {
    const path = write('kern.log', `x IN= OUT= ${'y'.repeat(2_000_000)}`, '{"flow":{"uuid":"after"}}');
    expect(await names(realFiles([path]).getFlows({}))).toEqual(['after']);
  });
});

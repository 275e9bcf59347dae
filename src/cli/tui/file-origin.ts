/** Flows of files, and of this machine's kernel log, for the terminal UI. */

import { basename } from 'node:path';
import type { Readable } from 'node:stream';

import type { Clock } from '../../base/clock.ts';
import { InputError } from '../../base/errors.ts';
import type { Logger } from '../../base/logger.ts';
import { createFileInventory } from '../../client/file-inventory.ts';
import { createFileObserver, type FileObserver } from '../../client/file-observer.ts';
import type { Observer } from '../../flow/observer.ts';
import type { Pipeline } from '../../pipeline/pipeline.ts';
import { openKmsg } from '../../sources/kmsg-device.ts';
import { kmsgPath } from '../../sources/kmsg.ts';
import { openFile } from '../../sources/open-file.ts';
import type { FlowOrigin } from '../../tui/tui-options.ts';
import type { LogReading } from '../flags/log-reading.ts';
import { createLogPipeline, policyConfigurationOf } from '../log-pipeline.ts';

/** What files are read with. */
export interface FileOriginOptions {
  readonly reading: LogReading;
  readonly stdin: Readable;
  readonly logger: Logger;
  readonly clock: Clock;
}

/** What is known of the inputs of the running call. */
interface ReadSoFar {
  readonly inventory: ReturnType<typeof createFileInventory>;
  readonly pipelines: readonly Pipeline[];
}

/** Makes pipelines whose flows are counted by node, whatever the filters show of them. */
class CountedPipelines {
  readonly #make: () => Pipeline;
  #inventory = createFileInventory();
  #pipelines: Pipeline[] = [];

  constructor(make: () => Pipeline) {
    this.#make = make;
  }

  get soFar(): ReadSoFar {
    return { inventory: this.#inventory, pipelines: this.#pipelines };
  }

  restart(): void {
    this.#inventory = createFileInventory();
    this.#pipelines = [];
  }

  make(): Pipeline {
    const pipeline = this.#make();
    const inventory = this.#inventory;
    this.#pipelines.push(pipeline);
    const counted = <Event extends ReturnType<Pipeline['flush']>>(events: Event): Event => {
      for (const { response } of events) inventory.add(response);
      return events;
    };
    return {
      ...pipeline,
      push: (record) => counted(pipeline.push(record)),
      pushBatch: (records) => counted(pipeline.pushBatch(records)),
      flush: () => counted(pipeline.flush()),
    };
  }
}

/** Over files the observer would read everything again to tell their nodes; this one tells those read so far. */
function tellingSoFar(files: FileObserver, pipelines: CountedPipelines): Observer {
  return {
    getFlows: (request, call) => {
      pipelines.restart();
      return files.getFlows(request, call);
    },
    serverStatus: (call) => files.serverStatus(call),
    getNodes: async () => ({ nodes: pipelines.soFar.inventory.nodes() }),
    getNamespaces: async () => ({ namespaces: pipelines.soFar.inventory.namespaces() }),
    observedStatus: async () => ({
      sources: files.sources(),
      modes: pipelines.soFar.pipelines.flatMap((pipeline) => pipeline.modes()),
    }),
    close: () => files.close(),
  };
}

function openObserver(paths: readonly string[], options: FileOriginOptions): Observer {
  const { reading, stdin, logger, clock } = options;
  const policy = policyConfigurationOf(reading);
  for (const warning of policy.warnings) logger.warn(warning);
  const pipelines = new CountedPipelines(() => createLogPipeline({ reading, policy, logger }));
  const files = createFileObserver({ inputs: paths, pipeline: () => pipelines.make(), stdin, logger, clock });
  return tellingSoFar(files, pipelines);
}

function originOver(
  paths: readonly string[],
  named: Pick<FlowOrigin, 'name'> & Partial<Pick<FlowOrigin, 'isGrowing'>>,
  options: FileOriginOptions,
): FlowOrigin {
  return {
    kind: 'file',
    cluster: undefined,
    isTls: undefined,
    ...named,
    open: async () => {
      const observer = openObserver(paths, options);
      return { observer, events: undefined, close: () => observer.close() };
    },
  };
}

/** Rejects with an InputError for a file that is not there, cannot be read, or can be read only once, such as a pipe. */
async function requireReadable(path: string): Promise<void> {
  const { handle, stats } = await openFile(path);
  try {
    if (stats.isFile()) return;
    throw new InputError(`open ${path}: it can be read only once, and each change of the filters reads it again`, {
      code: 'input/read-once',
      hint: 'copy it into a file first, or show lines: --no-tui',
    });
  } finally {
    await handle.close();
  }
}

/** Returns the origin over files. Rejects with an InputError that names the first one that cannot be read. */
export async function fileOrigin(paths: readonly string[], options: FileOriginOptions): Promise<FlowOrigin> {
  for (const path of paths) if (path !== kmsgPath) await requireReadable(path);
  const [first = '', ...others] = paths;
  const name = `${basename(first)}${others.length === 0 ? '' : ` +${others.length}`}`;
  return originOver(paths, { name }, options);
}

/** Returns the origin over the kernel's own ring, which is followed. Throws an InputError that says how to be allowed to read it. */
export function kernelLogOrigin(options: FileOriginOptions): FlowOrigin {
  openKmsg(kmsgPath).close();
  return originOver([kmsgPath], { name: 'kernel log', isGrowing: true }, options);
}

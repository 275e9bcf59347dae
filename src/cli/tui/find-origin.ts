/** Where flows come from: what the command line says, and what the user asks for on screen. */

import { createLogger, type Logger } from '../../base/logger.ts';
import type { TriedPlace } from '../../client/dial.ts';
import type { FlowOrigin, OriginWish } from '../../tui/tui-options.ts';
import { asksForPart, rejectFilesInDemo } from '../commands/demo.ts';
import type { FlowsInvocation } from '../flags/observe-line.ts';
import type { Surroundings } from '../program.ts';
import { demoOrigin } from './demo-origin.ts';
import type { FlowPlace } from './equal-command.ts';
import { fileOrigin, kernelLogOrigin, type FileOriginOptions } from './file-origin.ts';
import { fullPath } from './file-paths.ts';
import { findServerOrigin, type OriginValues, type ServerSearch } from './server-origin.ts';

/** What to show: flows of a server or of files, or the demo. */
export type ShownCommand = FlowsInvocation & { readonly kind: 'flows' | 'demo' };

/** What the first search gave. */
export interface FirstOrigin {
  readonly origin: FlowOrigin | undefined;
  readonly tried: readonly TriedPlace[];
  /** Closes what was opened on the way to an origin that was never opened itself. */
  abandon(): Promise<void>;
}

/** Finds origins, and knows which one was opened last. */
export interface OriginFinder {
  /** Finds what the command line asks for. Rejects with what makes it impossible; nothing that answers is an outcome. */
  first(): Promise<FirstOrigin>;
  /** Finds what the user asks for on screen. Rejects with an AppError when there is none. */
  find(wish: OriginWish): Promise<FlowOrigin>;
  /** Where the flows on screen come from. */
  place(): FlowPlace;
}

function loggerFor({ flags }: FlowsInvocation, { stderr }: Surroundings): Logger {
  return createLogger(stderr, flags.values.debug ? 'debug' : 'info');
}

function fileOptions(command: ShownCommand, surroundings: Surroundings): FileOriginOptions {
  const { stdin, clock } = surroundings;
  return { reading: command.logReading, stdin, clock, logger: loggerFor(command, surroundings) };
}

function demoOf(command: ShownCommand, { clock, stderr }: Surroundings): FlowOrigin {
  // What the parsers say about the captures is no news for anybody.
  const logger = createLogger(stderr, command.flags.values.debug ? 'debug' : 'warn');
  return demoOrigin({ reading: command.logReading, clock, logger, isAtOnce: asksForPart(command) && isDemo(command) });
}

function isDemo({ kind }: ShownCommand): boolean {
  return kind === 'demo';
}

/** An origin, and how a command line says it. */
interface PlacedOrigin {
  readonly origin: FlowOrigin;
  readonly place: FlowPlace;
}

const namedServer: FlowPlace = { kind: 'server', address: undefined };

async function serverAt(address: string, values: OriginValues, surroundings: Surroundings): Promise<FlowOrigin> {
  const search = await findServerOrigin({ ...values, server: address, 'port-forward': false }, surroundings);
  if (search.kind === 'found') return search.origin;
  throw search.error;
}

async function wishedOrigin(
  wish: OriginWish,
  command: ShownCommand,
  surroundings: Surroundings,
): Promise<PlacedOrigin> {
  switch (wish.kind) {
    case 'demo':
      return { origin: demoOf(command, surroundings), place: { kind: 'demo' } };
    case 'kernel-log':
      return { origin: kernelLogOrigin(fileOptions(command, surroundings)), place: { kind: 'kernel-log' } };
    case 'file': {
      const path = fullPath(wish.path, surroundings.environment);
      const origin = await fileOrigin([path], fileOptions(command, surroundings));
      return { origin, place: { kind: 'files', paths: [path] } };
    }
    default: {
      const { address } = wish satisfies { readonly kind: 'server' };
      const origin = await serverAt(address, command.flags.values, surroundings);
      return { origin, place: { kind: 'server', address } };
    }
  }
}

/** What the command line names without a server, undefined where it asks for one. */
async function localOrigin(command: ShownCommand, surroundings: Surroundings): Promise<PlacedOrigin | undefined> {
  const { inputFiles: paths } = command;
  if (isDemo(command)) {
    rejectFilesInDemo(command);
    return { origin: demoOf(command, surroundings), place: { kind: 'demo' } };
  }
  if (paths.length === 0) return undefined;
  return { origin: await fileOrigin(paths, fileOptions(command, surroundings)), place: { kind: 'files', paths } };
}

function foundBy(search: ServerSearch): FirstOrigin {
  return search.kind === 'found'
    ? { origin: search.origin, tried: [], abandon: () => search.abandon() }
    : { origin: undefined, tried: search.tried, abandon: async () => {} };
}

/** Returns the finder for a command line. */
export function createOriginFinder(command: ShownCommand, surroundings: Surroundings): OriginFinder {
  let current = namedServer;
  const placed = ({ origin, place }: PlacedOrigin): FlowOrigin => ({
    ...origin,
    open: async (onState) => {
      const opened = await origin.open(onState);
      current = place;
      return opened;
    },
  });
  return {
    first: async () => {
      const local = await localOrigin(command, surroundings);
      if (local !== undefined) return { origin: placed(local), tried: [], abandon: async () => {} };
      const found = foundBy(await findServerOrigin(command.flags.values, surroundings));
      const { origin } = found;
      return { ...found, origin: origin && placed({ origin, place: namedServer }) };
    },
    find: async (wish) => placed(await wishedOrigin(wish, command, surroundings)),
    place: () => current,
  };
}

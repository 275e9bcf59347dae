/** `observe` on a terminal: the full-screen view, with everything it needs from the machine. */

import { BugError } from '../../base/errors.ts';
import type { ExitCode } from '../../base/exit-codes.ts';
import { escapeControl } from '../../base/escape.ts';
import type { TextSink } from '../../base/logger.ts';
import { compileFilters } from '../../filters/compile.ts';
import type { AcknowledgedEdges, TuiEnding, TuiOptions, TuiPorts } from '../../tui/tui-options.ts';
import type { Environment } from '../flags/resolve.ts';
import type { ProgramTerminal, Surroundings } from '../program.ts';
import { openAcknowledgedFile, rememberedAcknowledged } from './acknowledged-file.ts';
import { appearanceOf } from './appearance.ts';
import { equalCommand } from './equal-command.ts';
import { lookAt } from './file-paths.ts';
import { createOriginFinder, type OriginFinder, type ShownCommand } from './find-origin.ts';
import { firstQuestion, hasOwnFilters } from './first-question.ts';
import { createHeldStderr } from './held-stderr.ts';
import { flowsText, saveText } from './save-flows.ts';
import { openSettingsFile } from './settings-file.ts';

function acknowledgedOf({ kind, flags }: ShownCommand, surroundings: Surroundings): AcknowledgedEdges {
  const { environment, readText, stderr, clock } = surroundings;
  const named = flags.values.acknowledged;
  if (kind === 'demo' && named === undefined) return rememberedAcknowledged();
  return openAcknowledgedFile({ named, environment, readText, stderr, clock });
}

function portsOf(command: ShownCommand, finder: OriginFinder, surroundings: Surroundings): TuiPorts {
  const { environment, readText, stderr, terminal } = surroundings;
  const { flags } = command;
  return {
    findOrigin: (wish) => finder.find(wish),
    acknowledged: acknowledgedOf(command, surroundings),
    settings: openSettingsFile({ environment, readText, stderr, isFiltered: hasOwnFilters(command) }),
    lookAt: (path) => lookAt(path, environment),
    saveFlows: async (path, format, responses) =>
      saveText(lookAt(path, environment).path, flowsText(format, responses, flags.values)),
    commandWith: (filterFlags) => equalCommand(flags, finder.place(), filterFlags),
    suspend: terminal?.stopUntilContinued,
  };
}

/** Aborts with what interrupts the program, and when the terminal is gone. */
function endedBy({ interrupted, onHangUp }: Surroundings, over: AbortSignal): AbortSignal {
  const hangUp = new AbortController();
  onHangUp(() => hangUp.abort('SIGHUP'), over);
  return AbortSignal.any([interrupted, hangUp.signal]);
}

interface Opening {
  readonly command: ShownCommand;
  readonly terminal: ProgramTerminal;
  readonly surroundings: Surroundings;
}

/** Everything but where the flows come from and what ends it; wrong settings are told before a server is looked for. */
function preparedOptions(
  { command, terminal, surroundings }: Opening,
  finder: OriginFinder,
): Omit<TuiOptions, 'origin' | 'tried' | 'interrupted'> {
  const { environment, readText, clock } = surroundings;
  return {
    stdin: terminal.input,
    stdout: terminal.output,
    clock,
    ...firstQuestion(command),
    appearance: appearanceOf(command.flags, { environment, readText, now: clock.now() }),
    ports: portsOf(command, finder, surroundings),
    multiplexer: multiplexerOf(environment),
  };
}

/** tmux and GNU screen each say so in a variable of their own; inside both it is the inner one that counts, and tmux is mostly that. */
function multiplexerOf(environment: Environment): TuiOptions['multiplexer'] {
  if ((environment['TMUX'] ?? '') !== '') return 'tmux';
  return (environment['STY'] ?? '') === '' ? undefined : 'screen';
}

/** The module of the view, which is loaded when it is needed. */
export interface ScreenModule {
  openTui(options: TuiOptions): Promise<TuiEnding>;
}

const loadScreen = (): Promise<ScreenModule> => import('../../tui/open-tui.tsx');

/** Until then nobody wonders whether anything happens. */
const patienceMs = 1000;

/** Says on `stderr` that an answer is awaited when that takes long, as the screen is not there yet. */
async function saidWhileSlow<Value>(work: Promise<Value>, stderr: TextSink): Promise<Value> {
  const timer = setTimeout(() => stderr.write('waiting for an answer; Ctrl-c ends\n'), patienceMs);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Opens the view and resolves with its exit code once the screen is restored and one line says what was seen. What is written to stderr
 * meanwhile comes before that line. Throws what is wrong with the command line, the configuration or a file that was named, before the
 * screen is taken, and what ends the view with an error.
 */
export async function runScreen(
  command: ShownCommand,
  surroundings: Surroundings,
  load: () => Promise<ScreenModule> = loadScreen,
): Promise<ExitCode> {
  const { terminal } = surroundings;
  if (terminal === undefined) throw new BugError('there is no terminal', { code: 'bug/no-terminal' });
  // A filter that is none is told before anything is opened.
  await compileFilters(command.request);
  const stderr = createHeldStderr(surroundings.stderr);
  const opening = { command, terminal, surroundings: { ...surroundings, stderr } };
  const finder = createOriginFinder(command, opening.surroundings);
  const prepared = preparedOptions(opening, finder);
  for (const notice of command.notices) stderr.write(`${notice}\n`);
  // Loading it takes as long as finding a server, so both are done at once.
  const [screen, found] = await saidWhileSlow(Promise.all([load(), finder.first()]), stderr);
  const over = new AbortController();
  stderr.hold();
  try {
    const { origin, tried } = found;
    const interrupted = endedBy(opening.surroundings, over.signal);
    const { code, farewell } = await screen.openTui({ ...prepared, origin, tried, interrupted });
    if (farewell !== '') stderr.write(`${escapeControl(farewell)}\n`);
    return code;
  } finally {
    over.abort();
    await found.abandon();
    stderr.release();
  }
}

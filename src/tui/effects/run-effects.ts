/** Doing what reducers asked for. What comes of it goes back as actions. */

import { AppError } from '../../base/errors.ts';
import { checkBar } from '../../filters/expression/filters-of.ts';
import type { Edge } from '../../flow/edge.ts';
import type { Effect } from '../state/effects.ts';
import { flowsOf, responseOf } from '../state/row-text.ts';
import { selectedRows } from '../state/selection.ts';
import type { Dispatch } from '../state/store.ts';
import type { Timeline } from '../state/timeline.ts';
import type { Session } from '../session/session.ts';
import type { Copied } from '../terminal/clipboard.ts';
import type { TuiPorts } from '../tui-options.ts';

/** What of the terminal effects need. */
export interface EffectTerminal {
  /** Puts a text on the terminal's clipboard. */
  copy(text: string): Copied;
  /** Writes the whole screen anew. */
  redraw(): void;
  setMouse(isOn: boolean): void;
  /** Gives the terminal back, stops the process, and draws the screen anew afterwards. Undefined where there is no such thing. */
  readonly suspend: (() => Promise<void>) | undefined;
}

/** What effects are done with. */
export interface EffectPorts {
  readonly session: Pick<Session, 'ask' | 'open'>;
  readonly timeline: Timeline;
  readonly terminal: EffectTerminal;
  readonly outside: TuiPorts;
  /** Ends the program; `fault` says what could not be kept for the next time. */
  readonly quit: (fault: string | undefined) => void;
}

type EffectOf<Kind extends Effect['kind']> = Extract<Effect, { readonly kind: Kind }>;

function faultText(error: unknown): string {
  if (error instanceof AppError) return error.hint === undefined ? error.message : `${error.message}: ${error.hint}`;
  return error instanceof Error ? error.message : String(error);
}

/** Starts what takes a while; a failure becomes a message. */
function start(work: () => Promise<void>, dispatch: Dispatch): void {
  work().catch((error: unknown) => dispatch({ kind: 'say', tone: 'error', text: faultText(error) }));
}

const digits = new Intl.NumberFormat('en');
const counted = (count: number, one: string): string => `${digits.format(count)} ${one}${count === 1 ? '' : 's'}`;
const sized = (bytes: number): string => counted(bytes, 'byte');

function copy(
  { terminal }: EffectPorts,
  { text, what }: { readonly text: string; readonly what: string },
  dispatch: Dispatch,
): void {
  const copied = terminal.copy(text);
  if (!copied.ok) return dispatch({ kind: 'say', tone: 'error', text: copied.message });
  const note = copied.note === undefined ? '' : `; ${copied.note}`;
  const size = sized(Buffer.byteLength(text, 'utf8'));
  dispatch({ kind: 'say', tone: 'info', text: `copied ${what} to the terminal's clipboard (OSC 52, ${size})${note}` });
}

async function checkTerms({ text, terms }: EffectOf<'check-terms'>, dispatch: Dispatch): Promise<void> {
  const found = await checkBar(terms);
  const fault = found === undefined ? undefined : `${found.message}: ${found.hint}`;
  dispatch({ kind: 'checked', text, terms: terms.map((term) => term.text), fault });
}

function lookAt({ outside }: EffectPorts, { path }: EffectOf<'look-at'>, dispatch: Dispatch): void {
  const found = outside.lookAt(path.trim());
  const note = found.exists
    ? `${found.path} is there already: you are asked before it is replaced`
    : `writes ${found.path}`;
  dispatch({ kind: 'note', text: path, note });
}

async function saveFile(ports: EffectPorts, effect: EffectOf<'save-file'>, dispatch: Dispatch): Promise<void> {
  const found = ports.outside.lookAt(effect.path);
  if (found.exists && !effect.overwrite) {
    const yes = { kind: 'save-file', path: effect.path, overwrite: true } as const;
    return dispatch({ kind: 'ask', question: `${found.path} is there already. Replace it?`, yes });
  }
  const responses = flowsOf(selectedRows(ports.timeline, effect.rows)).map(responseOf);
  const bytes = await ports.outside.saveFlows(effect.path, effect.format, responses);
  const text = `saved ${counted(responses.length, 'flow')} to ${found.path} (${sized(bytes)})`;
  dispatch({ kind: 'say', tone: 'info', text });
}

async function saveView(
  { outside }: EffectPorts,
  { name, settings }: EffectOf<'save-view'>,
  dispatch: Dispatch,
): Promise<void> {
  await outside.settings.save(name, settings);
  dispatch({
    kind: 'say',
    tone: 'info',
    text: `view ${name} is kept in ${outside.settings.path}; :view ${name} brings it back`,
  });
}

/** An edge that is accepted, or no longer. */
interface Acknowledging {
  readonly edge: Edge;
  readonly shown: boolean;
  readonly isAccepted: boolean;
}

async function acknowledge(
  ports: EffectPorts,
  { edge, shown, isAccepted }: Acknowledging,
  dispatch: Dispatch,
): Promise<void> {
  const { acknowledged } = ports.outside;
  await (isAccepted ? acknowledged.add(edge) : acknowledged.remove(edge));
  ports.timeline.setAcknowledged(acknowledged.keys, shown);
  const done = isAccepted
    ? `accepted: ${edge.key}; A shows it (in ${acknowledged.path})`
    : `no longer accepted: ${edge.key}`;
  dispatch({ kind: 'say', tone: 'info', text: done });
}

async function open({ session, outside }: EffectPorts, { wish }: EffectOf<'open'>, dispatch: Dispatch): Promise<void> {
  dispatch({ kind: 'say', tone: 'info', text: 'opening' });
  const origin = await outside.findOrigin(wish);
  session.open(origin);
  dispatch({ kind: 'opened' });
  dispatch({ kind: 'say', tone: 'info', text: `opened ${origin.name}` });
}

async function quit({ outside, quit: end }: EffectPorts, { settings }: EffectOf<'quit'>): Promise<void> {
  try {
    await outside.settings.save(undefined, settings);
    end(undefined);
  } catch (error) {
    end(`the settings could not be kept: ${faultText(error)}`);
  }
}

async function suspend({ terminal }: EffectPorts, dispatch: Dispatch): Promise<void> {
  if (terminal.suspend === undefined)
    dispatch({ kind: 'say', tone: 'error', text: 'there is no shell to go back to here' });
  else await terminal.suspend();
}

function setFolding({ timeline }: EffectPorts, { isFolding }: EffectOf<'set-folding'>, dispatch: Dispatch): void {
  dispatch({ kind: 'relaid', move: timeline.setFolding(isFolding) });
}

/** Returns what does effects. Each begins at once; those that take a while end with an action. */
export function createEffectRunner(ports: EffectPorts): (effect: Effect, dispatch: Dispatch) => void {
  const { session, timeline, terminal, outside } = ports;
  return (effect, dispatch) => {
    switch (effect.kind) {
      case 'query':
        return session.ask({ terms: effect.terms, ...(effect.around === undefined ? {} : { around: effect.around }) });
      case 'check-terms':
        return start(() => checkTerms(effect, dispatch), dispatch);
      case 'quit':
        return start(() => quit(ports, effect), dispatch);
      case 'suspend':
        return start(() => suspend(ports, dispatch), dispatch);
      case 'redraw':
        return terminal.redraw();
      case 'mouse':
        return terminal.setMouse(effect.isOn);
      case 'copy':
        return copy(ports, effect, dispatch);
      case 'copy-command':
        return copy(ports, { text: outside.commandWith(effect.flags), what: 'the observe command' }, dispatch);
      case 'save-view':
        return start(() => saveView(ports, effect, dispatch), dispatch);
      case 'look-at':
        return lookAt(ports, effect, dispatch);
      case 'save-file':
        return start(() => saveFile(ports, effect, dispatch), dispatch);
      case 'acknowledge':
      case 'unacknowledge':
        return start(
          () => acknowledge(ports, { ...effect, isAccepted: effect.kind === 'acknowledge' }, dispatch),
          dispatch,
        );
      case 'show-acknowledged':
        return timeline.setAcknowledged(outside.acknowledged.keys, effect.shown);
      case 'open':
        return start(() => open(ports, effect, dispatch), dispatch);
      case 'set-folding':
        return setFolding(ports, effect, dispatch);
      case 'hold-folds':
        return timeline.holdFolds(effect.seq);
      case 'clear':
        return timeline.clearNewEdges();
      default:
        return effect satisfies never;
    }
  };
}

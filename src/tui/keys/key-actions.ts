/** From the terminal's input to actions. */

import type { UiAction, UiState } from '../state/ui-state.ts';
import type { KeyContext } from './key-command.ts';
import { keyContext } from './key-context.ts';
import type { KeyMap } from './key-map.ts';
import { keyName, type KeyPress, type KeyStroke, type MousePress } from './key-press.ts';

/** Rows one turn of the wheel moves by. */
const wheelRows = 3;

const typedContexts: ReadonlySet<KeyContext> = new Set(['filter', 'prompt', 'help']);

function typed(context: KeyContext, text: string): UiAction | undefined {
  if (text === '') return undefined;
  if (typedContexts.has(context)) return { kind: 'type', text };
  return context === 'menu' ? { kind: 'choose', key: text } : undefined;
}

function strokeAction(stroke: KeyStroke, context: KeyContext, keys: KeyMap): UiAction | undefined {
  const name = keys.commandFor(keyName(stroke), context);
  return name === undefined ? typed(context, stroke.text) : { kind: 'command', name };
}

function mouseAction(press: MousePress): UiAction {
  if (press.action === 'press') return { kind: 'click', column: press.column, row: press.row };
  return { kind: 'wheel', rows: press.action === 'wheel-up' ? -wheelRows : wheelRows };
}

/**
 * Returns what an input means with the focus where it is, or undefined when it means nothing there. Text that was pasted
 * is typed where a text is written, with blanks for line ends; nowhere else it does anything.
 */
export function actionFor(press: KeyPress, ui: UiState, keys: KeyMap): UiAction | undefined {
  const context = keyContext(ui);
  switch (press.kind) {
    case 'key':
      return strokeAction(press, context, keys);
    case 'paste':
      return typedContexts.has(context) && press.text !== ''
        ? { kind: 'type', text: press.text.replaceAll(/\r\n?|\n/gu, ' ') }
        : undefined;
    case 'mouse':
      return ui.isMouseOn ? mouseAction(press) : undefined;
    default:
      return press satisfies never;
  }
}

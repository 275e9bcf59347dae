/** Saving the flows of the view. */

import { extname } from 'node:path';

import { saveFormats, type SaveFormat } from '../../tui-options.ts';
import { withEffects, type ReduceContext, type Reduced } from '../reduced.ts';
import { viewSelection } from '../selection.ts';
import type { UiState } from '../ui-state.ts';
import { withNote } from './prompts.ts';

/** Returns the format the ending of a path stands for, or undefined. */
export function formatOf(path: string): SaveFormat | undefined {
  const ending = extname(path).slice(1).toLowerCase();
  return saveFormats.find((format) => format === ending);
}

/** What a path has to end with, for people. */
export const endingsHint = `the ending tells the format: ${saveFormats.map((format) => `.${format}`).join(', ')}`;

/** Saves the marked rows, else all that are shown, and closes the prompt; a path without a known ending leaves it open. */
export function saveFile(ui: UiState, path: string, overwrite: boolean, context: ReduceContext): Reduced {
  const format = formatOf(path);
  if (format === undefined) return { ui: withNote(ui, endingsHint), effects: [] };
  const rows = viewSelection({ ui, data: context.data });
  return withEffects({ ...ui, overlay: undefined }, { kind: 'save-file', path, format, overwrite, rows });
}

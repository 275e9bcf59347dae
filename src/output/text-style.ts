/** The flags that say how text looks, as the style the formats are made with. */

import { createTimeText } from '../base/time/layouts.ts';
import { ansiPalette, plainPalette } from './columns/palette.ts';
import type { TextStyle } from './flow-format.ts';
import type { FlowFormatName } from './formats.ts';
import { createTerminalEscape } from './terminal-text.ts';

/** Flags of `observe`. */
export interface StyleOptions {
  /** `--output`. */
  readonly format: FlowFormatName;
  /** `--color`, with `auto` resolved. The formats table, csv, md, json and jsonpb never have colour. */
  readonly color: boolean;
  /** `--time-format`: a name of timeLayoutNames in any letter case. */
  readonly timeFormat: string;
  /** `--numeric`: addresses instead of names, whatever `ipTranslation` says. */
  readonly numeric: boolean;
  /** `--ip-translation`: names of pods, services and domains instead of addresses. */
  readonly ipTranslation: boolean;
  /** `--print-node-name`. */
  readonly nodeName: boolean;
  /** `--print-policy-names`. */
  readonly policyNames: boolean;
}

const colourless: ReadonlySet<FlowFormatName> = new Set(['table', 'csv', 'md']);

/** Returns the style the flags ask for. */
export function styleOf(options: StyleOptions): TextStyle {
  const color = options.color && !colourless.has(options.format);
  return {
    time: createTimeText(options.timeFormat),
    palette: color ? ansiPalette : plainPalette,
    escape: createTerminalEscape(color),
    ipTranslation: options.ipTranslation && !options.numeric,
    nodeName: options.nodeName,
    policyNames: options.policyNames,
  };
}

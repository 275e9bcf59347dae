/** The printer of agent and debug events, as `hubble observe agent-events` and `debug-events` print them. */

import type { TextSink } from '../../base/logger.ts';
import { createTimeText, type TimeText } from '../../base/time/layouts.ts';
import { alignTabs } from '../elastic-tabs.ts';
import { createTerminalEscape } from '../terminal-text.ts';
import type { EventFormatName } from './event-formats.ts';
import type { EventKind, EventResponse, EventText } from './event-kind.ts';

/** Options of the printer, each a flag of `observe` unless it says otherwise. */
export interface EventPrinterOptions {
  /** `--output`. */
  readonly format: EventFormatName;
  readonly out: TextSink;
  /** `--time-format`: a name of timeLayoutNames in any letter case. */
  readonly timeFormat: string;
  /** `--print-node-name`. */
  readonly nodeName: boolean;
  /** `HUBBLE_COMPAT=legacy-json-output`: the format json prints bare events. */
  readonly legacyJson: boolean;
}

/** Prints a stream of responses; the methods throw what the sink throws. */
export interface EventPrinter<Response> {
  /** Prints one response; one without an event prints nothing. */
  print(response: Response): void;
  /** Prints what had to wait for the end of the stream. Called once. */
  end(): void;
}

/** An event with what it is wrapped in, as text. */
interface Printed {
  readonly time: string;
  /** Undefined when the node is not shown. */
  readonly node: string | undefined;
  readonly text: EventText;
}

/** Turns events into text; stateful, one a stream. */
interface EventFormat {
  event(printed: Printed): string;
  end(): string;
}

// The newline Hubble puts behind the dashes between flows is missing between events.
const separator = '------------';

const escape = createTerminalEscape(false);

function compactFormat(): EventFormat {
  return {
    event: ({ time, node, text }) => escape(`${time}${node === undefined ? '' : ` [${node}]`}: ${text.line}\n`),
    end: () => '',
  };
}

function dictFormat(): EventFormat {
  let events = 0;
  return {
    event({ time, node, text }) {
      const fields = [['TIMESTAMP', time], ...(node === undefined ? [] : [['NODE', node]]), ...text.fields];
      const lines = fields.map(([key = '', value = '']) => `${key.padStart(11)}: ${value}\n`);
      events += 1;
      return (events === 1 ? '' : separator) + escape(lines.join(''));
    },
    end: () => '',
  };
}

function tableRow(time: string, node: string | undefined, cells: readonly string[]): string {
  return escape(`${[time, ...(node === undefined ? [] : [node]), ...cells].join('\t')}\n`);
}

function tableFormat(header: readonly string[], nodeName: boolean): EventFormat {
  const rows: string[] = [];
  return {
    event({ time, node, text }) {
      rows.push(tableRow(time, node, text.cells));
      return '';
    },
    end: () =>
      rows.length === 0 ? '' : alignTabs(tableRow('TIMESTAMP', nodeName ? 'NODE' : undefined, header) + rows.join('')),
  };
}

function textFormat<Response extends EventResponse>(
  kind: EventKind<Response>,
  { format, nodeName }: EventPrinterOptions,
): EventFormat {
  if (format === 'dict') return dictFormat();
  return format === 'table' ? tableFormat(kind.header, nodeName) : compactFormat();
}

function jsonPrinter<Response extends EventResponse>(
  kind: EventKind<Response>,
  { format, legacyJson, out }: EventPrinterOptions,
): EventPrinter<Response> {
  const bare = legacyJson && format === 'json';
  return {
    print(response) {
      const event = kind.bareJson(response);
      if (event !== undefined) out.write(`${bare ? event : kind.json(response)}\n`);
    },
    end() {},
  };
}

function textPrinter<Response extends EventResponse>(
  kind: EventKind<Response>,
  options: EventPrinterOptions,
): EventPrinter<Response> {
  const { out, nodeName, timeFormat } = options;
  const time: TimeText = createTimeText(timeFormat);
  const format = textFormat(kind, options);
  const write = (text: string): void => {
    if (text !== '') out.write(text);
  };
  return {
    print(response) {
      const text = kind.describe(response, time);
      if (text === undefined) return;
      const node = nodeName ? (response.node_name ?? '') : undefined;
      write(format.event({ time: time(response.time), node, text }));
    },
    end: () => write(format.end()),
  };
}

/** Returns the printer of one stream of events of `kind`. It buffers nothing but tables. */
export function createEventPrinter<Response extends EventResponse>(
  kind: EventKind<Response>,
  options: EventPrinterOptions,
): EventPrinter<Response> {
  const { format } = options;
  return format === 'json' || format === 'jsonpb' ? jsonPrinter(kind, options) : textPrinter(kind, options);
}

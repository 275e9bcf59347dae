/** The printer: responses of GetFlows to stdout and stderr. */

import type { TextSink } from '../base/logger.ts';
import type { GetFlowsResponse } from '../flow/messages.ts';
import { createCompactFormat } from './compact.ts';
import { createCsvFormat } from './csv.ts';
import { createDictFormat } from './dict.ts';
import { csvColumns, markdownColumns } from './flow-columns.ts';
import type { FlowFormat, StreamEnding } from './flow-format.ts';
import { createJsonFormat, createLegacyJsonFormat } from './json.ts';
import { createMarkdownFormat } from './md.ts';
import { isTroubleOfNodes } from './node-status.ts';
import { projected } from './projection.ts';
import { createRawFormat } from './raw.ts';
import { createTableFormat } from './table.ts';
import { styleOf, type StyleOptions } from './text-style.ts';

/** Options of the printer, each a flag of `observe` unless it says otherwise. */
export interface PrinterOptions extends StyleOptions {
  /** Where flows and lost events go. */
  readonly out: TextSink;
  /** Where node status goes. */
  readonly err: TextSink;
  /** `--silent-errors`: no node status at all. */
  readonly silentErrors: boolean;
  /** `--debug`: every node status, also that of nodes that work. */
  readonly debug: boolean;
  /** `HUBBLE_COMPAT=legacy-json-output`: the format json prints bare flows. */
  readonly legacyJson: boolean;
  /** `--fields`: columns of csv and md, fields kept by json and jsonpb. Empty stands for those of the format, or all. */
  readonly fields?: readonly string[];
}

/** Prints a stream of responses; the methods throw what the sinks throw. */
export interface FlowPrinter {
  /** Prints one response; one without a member that is known prints nothing. */
  print(response: GetFlowsResponse): void;
  /** Prints what had to wait for the end of the stream, which is `complete` when nothing is said. Called once. */
  end(ending?: StreamEnding): void;
}

function columnsOf(options: PrinterOptions, usual: readonly string[]): readonly string[] {
  const { fields = [] } = options;
  return fields.length === 0 ? usual : fields;
}

function formatOf(options: PrinterOptions): FlowFormat {
  switch (options.format) {
    case 'compact':
      return createCompactFormat(styleOf(options));
    case 'dict':
      return createDictFormat(styleOf(options));
    case 'table':
      return createTableFormat(styleOf(options));
    case 'raw':
      return createRawFormat(styleOf(options));
    case 'csv':
      return createCsvFormat(columnsOf(options, csvColumns), styleOf(options));
    case 'md':
      return createMarkdownFormat(columnsOf(options, markdownColumns(options.nodeName)), styleOf(options));
    case 'json':
      return projected(options.legacyJson ? createLegacyJsonFormat() : createJsonFormat(), options.fields);
    case 'jsonpb':
      return projected(createJsonFormat(), options.fields);
    default:
      return options.format satisfies never;
  }
}

function write(sink: TextSink, text: string): void {
  if (text !== '') sink.write(text);
}

/** Returns the printer of one stream. It writes at most once per response and buffers nothing but tables. */
export function createPrinter(options: PrinterOptions): FlowPrinter {
  const format = formatOf(options);
  const { out, err, silentErrors, debug } = options;
  return {
    print: (response) => {
      const { flow, lost_events: lost, node_status: status } = response;
      if (flow !== undefined) write(out, format.flow(flow, response));
      else if (lost !== undefined) write(format.lossStream === 'err' ? err : out, format.lostEvents(lost, response));
      else if (status !== undefined && !silentErrors && (debug || isTroubleOfNodes(status))) {
        write(err, format.nodeStatus(status, response));
      }
    },
    end: (ending = 'complete') => write(out, format.end(ending)),
  };
}

/** Writing the flows of a view to a file. */

import { statSync } from 'node:fs';

import { FailureError } from '../../base/errors.ts';
import type { GetFlowsResponse } from '../../flow/messages.ts';
import type { FlowFormatName } from '../../output/formats.ts';
import { createPrinter } from '../../output/printer.ts';
import type { SaveFormat } from '../../tui/tui-options.ts';
import { replaceFile } from '../config/replace-file.ts';
import type { FlowsValues } from '../flags/flows-request.ts';

const formats: Readonly<Record<SaveFormat, FlowFormatName>> = { jsonl: 'json', csv: 'csv', md: 'md' };

/** Like a file a shell makes: what is saved is to be handed on. */
const fileMode = 0o644;

const hint = 'name another file';

function requirePlain(path: string): void {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined || stats.isFile()) return;
  throw new FailureError(`cannot write ${path}: it is no plain file`, { code: 'output/not-written', hint });
}

/** Returns the text of the responses in a format, as `observe -o` prints it with these flags. */
export function flowsText(format: SaveFormat, responses: readonly GetFlowsResponse[], values: FlowsValues): string {
  const parts: string[] = [];
  const printer = createPrinter({
    format: formats[format],
    out: { write: (text) => parts.push(text) },
    err: { write: () => true },
    color: false,
    timeFormat: values['time-format'],
    numeric: values.numeric,
    ipTranslation: values['ip-translation'],
    nodeName: values['print-node-name'],
    policyNames: values['print-policy-names'],
    silentErrors: true,
    debug: false,
    legacyJson: false,
  });
  for (const response of responses) printer.print(response);
  printer.end();
  return parts.join('');
}

/**
 * Writes text to the file at `path`, which is the old one or the new one whatever happens; returns its size in bytes. Throws
 * FailureError that names the path when it cannot be written or is no plain file.
 */
export function saveText(path: string, text: string): number {
  requirePlain(path);
  replaceFile(path, text, { mode: fileMode, hint, code: 'output/not-written' });
  return Buffer.byteLength(text);
}

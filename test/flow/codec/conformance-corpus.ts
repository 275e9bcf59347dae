/** The recorded corpus under test/fixtures/conformance/hubble, as the codec tests read it. */

import { trusted } from '../../../src/flow/codec/plain-message.ts';
import { readFileSync } from 'node:fs';

const folder = new URL('../../fixtures/conformance/hubble/', import.meta.url);

/** One recorded run of the `hubble` CLI. */
export interface RecordedCase {
  readonly name: string;
  readonly stdout: string;
  readonly stderr: string;
}

/** Returns the text of a file of the corpus. */
export function corpusText(name: string): string {
  return readFileSync(new URL(name, folder), 'utf8');
}

/** Returns the lines of `text`, the last line end apart. */
export function linesOf(text: string): string[] {
  return text.replace(/\n$/, '').split('\n');
}

/** Returns the recorded case of a name. */
export function recordedCase(name: string): RecordedCase {
  const cases = trusted<RecordedCase[]>(JSON.parse(corpusText('cases.json')));
  const found = cases.find((one) => one.name === name);
  if (found === undefined) throw new Error(`the corpus has no case ${name}`);
  return found;
}

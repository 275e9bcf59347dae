/** RFC 5424, as rsyslog's SyslogProtocol23 template writes it and forwarders send it. */

import type { EnvelopeDraft, EnvelopeFormat } from './envelope-format.ts';
import { readIsoStamp } from './stamp-text.ts';
import { addPriority, readingFrom } from './text-reading.ts';

// VERSION TIMESTAMP HOSTNAME APP-NAME PROCID MSGID, each one word, `-` when unknown (section 6).
const headerForm = /^1 (\S{1,64}) (\S{1,255}) (\S{1,48}) \S{1,128} \S{1,32} /;
// STRUCTURED-DATA: `-`, or elements in brackets whose quoted values escape `"`, `\` and `]` with a backslash.
const dataForm = /^(?:-|(?:\[[^\]"]*(?:"(?:[^"\\]|\\.)*"[^\]"]*)*\])+)(?: |$)/;
const byteOrderMark = '\u00ef\u00bb\u00bf';

/** `<5>1 2026-11-21T09:30:25.809562+00:00 host kernel - - - [ 1448.489729] …`. */
export const rfc5424: EnvelopeFormat = {
  name: 'rfc5424',
  read(text, context) {
    if (context.front?.form !== 'number') return undefined;
    const header = headerForm.exec(text.head);
    if (header === null) return undefined;
    const [whole, stampWord = '', host = '', program = ''] = header;
    const data = dataForm.exec(text.head.slice(whole.length));
    if (data === null) return undefined;
    const messageAt = whole.length + data[0].length;
    const draft: EnvelopeDraft = { format: 'rfc5424' };
    const stamp = readIsoStamp(stampWord)?.stamp;
    if (stamp !== undefined) draft.stamp = stamp;
    if (host !== '-') draft.host = host;
    addPriority(draft, context.front);
    const mark = text.head.startsWith(byteOrderMark, messageAt) ? byteOrderMark.length : 0;
    const named = program === '-' || program === 'kernel' ? undefined : program;
    return readingFrom(text, messageAt + mark, { draft, program: named });
  },
};

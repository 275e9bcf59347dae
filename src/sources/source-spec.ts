/** `--source` as the user writes it. */

import { basename, resolve } from 'node:path';
import { UsageError } from '../base/errors.ts';
import { escapeControl } from '../base/escape.ts';
import { kmsgPath } from './kmsg.ts';

/** A source by kind, with the path where there is one. */
export type SourceSpec =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'kmsg'; readonly path: string }
  | { readonly kind: 'stdin' };

/** The forms that are understood, as help and errors show them. */
export const sourceForms = ['file:PATH', 'kmsg:', 'stdin:'] as const;

/**
 * Returns the source that `text` names. Throws a UsageError that names the known forms for anything else, `file:`
 * without a path and `stdin:` with one.
 */
export function parseSourceSpec(text: string): SourceSpec {
  const colon = text.indexOf(':');
  const scheme = colon === -1 ? '' : text.slice(0, colon);
  const rest = text.slice(colon + 1);
  if (scheme === 'file' && rest !== '') return { kind: 'file', path: rest };
  if (scheme === 'kmsg') return { kind: 'kmsg', path: rest === '' ? kmsgPath : rest };
  if (scheme === 'stdin' && rest === '') return { kind: 'stdin' };
  throw unknownSource(text);
}

function unknownSource(text: string): UsageError {
  const looksLikePath = text.includes('/') && !/^[a-z]+:/i.test(text);
  const known = `known sources are ${sourceForms.join(', ')}`;
  return new UsageError(`invalid source "${escapeControl(text)}"`, {
    code: 'usage/source',
    hint: looksLikePath ? `for a file write file:${escapeControl(text)}` : known,
  });
}

/** Names under which syslog daemons keep the kernel's messages. */
const kernelLogName = /^(?:kern|kernel|syslog|messages)(?:[.\-_]|$)/;

/**
 * Checks that no two of `specs` are copies of one kernel ring, which would show every packet twice. Refused with a
 * UsageError: the same source twice; more than one of `kmsg:` and `journal:`; one of them beside a file whose name says
 * that it holds the kernel's messages (kern.log, syslog, messages). Several files are fine: they may be of different
 * nodes.
 */
export function assertSingleKernelSource(specs: readonly string[]): void {
  const seen = new Map<string, string>();
  for (const spec of specs) {
    const same = seen.get(sameSourceKey(spec));
    if (same !== undefined) throw sameRing(same, spec);
    seen.set(sameSourceKey(spec), spec);
  }
  const rings = specs.filter((spec) => /^(?:kmsg|journal):/.test(spec));
  const logs = specs.filter((spec) => spec.startsWith('file:') && kernelLogName.test(basename(spec.slice(5))));
  const [first, second = logs[0]] = rings;
  if (first !== undefined && second !== undefined) throw sameRing(first, second);
}

function sameSourceKey(spec: string): string {
  return spec.startsWith('file:') ? `file:${resolve(spec.slice(5))}` : spec;
}

function sameRing(first: string, second: string): UsageError {
  return new UsageError(
    first === second
      ? `the source ${escapeControl(first)} is given twice`
      : `${escapeControl(first)} and ${escapeControl(second)} are copies of the same kernel log`,
    {
      code: 'usage/two-kernel-logs',
      hint: 'keep one of them, or every packet is seen twice: kmsg: is the most direct, a file also has what was before the boot',
    },
  );
}

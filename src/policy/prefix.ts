/** What the prefix of a log line says about the packet. */

import { Verdict } from '../flow/verdict.ts';
import { parseDropActionOverride, type DropActionOverride } from './drop-action-override.ts';
import type { LoggedPrefix, LogPrefixTemplate, TemplateMatch } from './log-prefix-template.ts';
import { findPrefixVerdict, type PrefixVerdict } from './prefix-verdict.ts';

/** The meaning of a prefix. */
export type PrefixMeaning =
  /** Felix's drop action: a policy denied the packet; what became of it is the mode's matter, or the line says it. */
  | { readonly kind: 'deny'; readonly stated?: DropActionOverride }
  /** A `Log` rule: it decides nothing. `policy` is the one its prefix names. */
  | { readonly kind: 'log-rule'; readonly policy?: TemplateMatch }
  /** A `Log` rule whose prefix the operator mapped to a verdict (a code of Verdict). */
  | { readonly kind: 'mapped'; readonly verdict: number; readonly policy?: TemplateMatch }
  /** The operator asked to leave these lines out. */
  | { readonly kind: 'ignore' };

/** Reads prefixes; remembers what it read, as a node writes few different ones. */
export interface PrefixReader {
  /** Returns the meaning of a prefix. The object is the same for the same prefix. */
  read(prefix: LoggedPrefix): PrefixMeaning;
}

const dropPrefix = 'calico-drop';
const deny: Extract<PrefixMeaning, { kind: 'deny' }> = { kind: 'deny' };
const ignore: PrefixMeaning = { kind: 'ignore' };

/** Returns the deny meaning of Felix's own prefix, or undefined for any other. */
function readDropPrefix(prefix: string): Extract<PrefixMeaning, { kind: 'deny' }> | undefined {
  if (prefix === dropPrefix) return deny;
  if (!prefix.startsWith(`${dropPrefix} `)) return undefined;
  const stated = parseDropActionOverride(prefix.slice(dropPrefix.length));
  return stated === undefined ? undefined : { kind: 'deny', stated };
}

function readLogPrefix(prefix: LoggedPrefix, templates: readonly LogPrefixTemplate[]): TemplateMatch | undefined {
  for (const template of templates) {
    const match = template.match(prefix);
    if (match !== undefined) return match;
  }
  return undefined;
}

/** What a reader needs. Templates are tried in their order. */
export interface PrefixReaderOptions {
  readonly mappings: readonly PrefixVerdict[];
  readonly templates: readonly LogPrefixTemplate[];
  /** A prefix known to come from `Log` rules, even if it reads like Felix's own. */
  readonly logRulePrefix?: string;
}

function interpret(prefix: LoggedPrefix, options: PrefixReaderOptions): PrefixMeaning {
  const { mappings, templates, logRulePrefix } = options;
  const mapped = findPrefixVerdict(mappings, prefix.prefix);
  if (mapped === 'ignore') return ignore;
  const dropped = prefix.prefix === logRulePrefix ? undefined : readDropPrefix(prefix.prefix);
  // A line that says what was done outranks every mapping.
  if (dropped?.kind === 'deny' && (dropped.stated !== undefined || mapped === undefined)) return dropped;
  const policy = dropped === undefined ? readLogPrefix(prefix, templates) : undefined;
  const named = policy === undefined ? {} : { policy };
  if (mapped === undefined || mapped === Verdict.TRACED) return { kind: 'log-rule', ...named };
  return { kind: 'mapped', verdict: mapped, ...named };
}

/** Prefixes remembered at most; a log with more has made-up ones, and the memory starts anew. */
const rememberedPrefixes = 1024;

/**
 * Returns a reader. `calico-drop` is a deny, `calico-drop LOGandDROP` and `… LOGandACCEPT` (Felix's
 * logDropActionOverride) say themselves what was done, everything else comes from a `Log` rule; the operator's mappings
 * are looked at first.
 */
export function createPrefixReader(options: PrefixReaderOptions): PrefixReader {
  const meanings = new Map<string, PrefixMeaning>();
  return {
    read(prefix) {
      const known = meanings.get(prefix.rawPrefix);
      if (known !== undefined) return known;
      if (meanings.size >= rememberedPrefixes) meanings.clear();
      const meaning = interpret(prefix, options);
      meanings.set(prefix.rawPrefix, meaning);
      return meaning;
    },
  };
}

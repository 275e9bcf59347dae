/** Felix's logPrefix with placeholders: `%t` tier, `%k` kind, `%n` name, `%p` namespace/name. */

import { policyKindShortNames, type LoggedPolicy } from './policy-name.ts';

/** What a prefix said by a template. */
export interface TemplateMatch {
  readonly policy: LoggedPolicy;
  /** The firewall had cut the prefix: the policy is the one that fits, or its name is not whole. */
  readonly approximate: boolean;
}

type Placeholder = 't' | 'k' | 'n' | 'p';
type Part = { readonly literal: string } | { readonly placeholder: Placeholder };

const placeholderPattern = /%([tknp])/;

/** Longest prefixes of the two firewalls: iptables cuts at 29 characters, nftables takes 127. */
const cutLengths: readonly number[] = [29, 127];

/** Returns whether a prefix as written can have been cut by the firewall: it is as long as one may be, without its end. */
function mayBeCut(rawPrefix: string): boolean {
  return cutLengths.includes(rawPrefix.length) && !rawPrefix.endsWith(': ');
}

function isPlaceholder(text: string): text is Placeholder {
  return text === 't' || text === 'k' || text === 'n' || text === 'p';
}

function partsOf(template: string): readonly Part[] {
  // Splitting by a pattern with one group puts the placeholders at odd places.
  return template
    .split(placeholderPattern)
    .map((text, index): Part => (index % 2 === 1 && isPlaceholder(text) ? { placeholder: text } : { literal: text }))
    .filter((part) => !('literal' in part) || part.literal !== '');
}

const isNameCharacter = (code: number): boolean =>
  (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39) || code === 0x2d || code === 0x2e || code === 0x5f;

/** Returns the offset after the run of name characters (and at most one `/` where `slash` allows it) from `at`. */
function nameEnd(text: string, at: number, slash: boolean): number {
  let end = at;
  let slashes = slash ? 1 : 0;
  for (; end < text.length; end += 1) {
    const code = text.charCodeAt(end);
    if (isNameCharacter(code)) continue;
    if (code !== 0x2f || slashes === 0 || end === at) break;
    slashes -= 1;
  }
  return end;
}

function captured(placeholder: Placeholder, value: string): LoggedPolicy {
  if (placeholder === 't') return { tier: value };
  if (placeholder === 'k') return { kind: value };
  if (placeholder === 'n') return { name: value };
  const slash = value.indexOf('/');
  return slash < 0 ? { name: value } : { namespace: value.slice(0, slash), name: value.slice(slash + 1) };
}

function mayStand(placeholder: Placeholder, value: string): boolean {
  if (placeholder === 't') return true;
  if (placeholder === 'k') return policyKindShortNames.includes(value);
  return value !== '' && !value.endsWith('/');
}

/** Ends a placeholder may have, longest first, so that names swallow what they can. */
function* endsOf(placeholder: Placeholder, text: string, at: number): Generator<number> {
  for (let end = nameEnd(text, at, placeholder === 'p'); end >= at; end -= 1) {
    if (mayStand(placeholder, text.slice(at, end))) yield end;
  }
}

/** Matches `parts` from `index` on against the whole rest of `text`. Backtracks; templates have few placeholders. */
function matchWhole(parts: readonly Part[], index: number, text: string, at: number): LoggedPolicy | undefined {
  const part = parts[index];
  if (part === undefined) return at === text.length ? {} : undefined;
  if ('literal' in part) {
    return text.startsWith(part.literal, at) ? matchWhole(parts, index + 1, text, at + part.literal.length) : undefined;
  }
  for (const end of endsOf(part.placeholder, text, at)) {
    const rest = matchWhole(parts, index + 1, text, end);
    if (rest !== undefined) return { ...captured(part.placeholder, text.slice(at, end)), ...rest };
  }
  return undefined;
}

/** Matches as many parts as `text` still holds; the last one may be there in part. */
function matchCut(parts: readonly Part[], index: number, text: string, at: number): LoggedPolicy | undefined {
  if (at === text.length) return {};
  const part = parts[index];
  if (part === undefined) return undefined;
  if ('literal' in part) {
    if (part.literal.startsWith(text.slice(at))) return {};
    return text.startsWith(part.literal, at) ? matchCut(parts, index + 1, text, at + part.literal.length) : undefined;
  }
  // A name that runs to the end of the text is the one that was cut, even where it is only begun.
  if (nameEnd(text, at, part.placeholder === 'p') === text.length && part.placeholder !== 'k') {
    return captured(part.placeholder, text.slice(at));
  }
  for (const end of endsOf(part.placeholder, text, at)) {
    const rest = matchCut(parts, index + 1, text, end);
    if (rest !== undefined) return { ...captured(part.placeholder, text.slice(at, end)), ...rest };
  }
  return undefined;
}

function expandPart(part: Part, policy: LoggedPolicy): string {
  if ('literal' in part) return part.literal;
  if (part.placeholder === 't') return policy.tier ?? '';
  if (part.placeholder === 'k') return policy.kind ?? 'unknown';
  const name = policy.name ?? '';
  if (part.placeholder === 'n' || policy.namespace === undefined) return name;
  return `${policy.namespace}/${name}`;
}

/** A compiled template. */
export interface LogPrefixTemplate {
  /** The template as it was given. */
  readonly text: string;
  /** Returns what a prefix says, or undefined when the template did not write it. */
  match(prefix: LoggedPrefix): TemplateMatch | undefined;
}

/** A prefix of the log, as the parser left it. */
export interface LoggedPrefix {
  /** Without trailing blanks and colon. */
  readonly prefix: string;
  /** As written. */
  readonly rawPrefix: string;
}

/** Returns whether `text` has placeholders, so that a template is needed to read what it wrote. */
export function hasPlaceholders(text: string): boolean {
  return placeholderPattern.test(text);
}

/** The one known policy that the cut text can be of, if there is just one. */
function knownBehind(parts: readonly Part[], known: readonly LoggedPolicy[], cut: string): LoggedPolicy | undefined {
  const fitting = known.filter((policy) =>
    parts
      .map((part) => expandPart(part, policy))
      .join('')
      .startsWith(cut),
  );
  return fitting.length === 1 ? fitting[0] : undefined;
}

/**
 * Returns the matcher of a template. Felix appends `: ` to what it expands, and the firewall may cut the end off without
 * a sign. A cut prefix is compared with the expansions of `known`: the only one that fits is taken, marked approximate;
 * without one the part that is there is given, marked likewise.
 */
export function compileLogPrefixTemplate(template: string, known: readonly LoggedPolicy[]): LogPrefixTemplate {
  const parts = partsOf(template.replace(/[\s:]+$/, ''));
  return {
    text: template,
    match({ prefix, rawPrefix }) {
      const cut = mayBeCut(rawPrefix) && !rawPrefix.endsWith(':');
      if (!cut) {
        const policy = matchWhole(parts, 0, prefix, 0);
        return policy === undefined ? undefined : { policy, approximate: false };
      }
      const policy = knownBehind(parts, known, rawPrefix) ?? matchCut(parts, 0, rawPrefix, 0);
      return policy === undefined ? undefined : { policy, approximate: true };
    },
  };
}

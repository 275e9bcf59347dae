/** Filters as JSON, in and out: `--allowlist`, `--denylist`, `--print-raw-filters`. */

import { UsageError } from '../../base/errors.ts';
import type { BuiltFilters } from '../../filters/builder.ts';
import { messageFromJson, messageToJson } from '../../flow/codec/json.ts';
import type { FlowFilter } from '../../flow/flow-filter.ts';

/** Returns where the JSON object that starts at `start` ends, or undefined when it does not. */
function objectEnd(text: string, start: number): number | undefined {
  let depth = 0;
  const pattern = /"(?:[^"\\]|\\.)*"|[{}]/gsy;
  const skip = /[^"{}]*/y;
  for (let at = start; ;) {
    skip.lastIndex = at;
    at += skip.exec(text)?.[0].length ?? 0;
    pattern.lastIndex = at;
    const token = pattern.exec(text)?.[0];
    if (token === undefined) return undefined;
    at += token.length;
    if (token === '{') depth += 1;
    if (token === '}') depth -= 1;
    if (depth === 0) return at;
  }
}

function decodeFault(flag: string, text: string, reason: string): UsageError {
  return new UsageError(`invalid --${flag} flag: failed to decode '${text}': ${reason}`, {
    code: 'flags/raw-filter',
    hint: `write a FlowFilter such as --${flag} '{"verdict":["DROPPED"]}'`,
  });
}

function* readFilters(flag: string, text: string): Generator<FlowFilter> {
  let at = 0;
  for (;;) {
    at += /^\s*/.exec(text.slice(at))?.[0].length ?? 0;
    if (at >= text.length) return;
    const end = objectEnd(text, at);
    if (end === undefined) throw decodeFault(flag, text, 'unexpected EOF');
    const filter = messageFromJson('flow.FlowFilter', text.slice(at, end));
    if (!filter.ok) throw decodeFault(flag, text, filter.message);
    yield filter.value;
    at = end;
  }
}

/**
 * Returns the filters in `texts`, each one or more FlowFilters in JSON. Throws UsageError naming `flag`, `allowlist` or
 * `denylist`, with Hubble's message for text that is none.
 */
export function parseRawFilters(flag: 'allowlist' | 'denylist', texts: readonly string[]): readonly FlowFilter[] {
  return texts.flatMap((text) => [...readFilters(flag, text)]);
}

function yamlList(key: string, filters: readonly FlowFilter[]): string {
  const items = filters.map((filter) => `    - '${messageToJson('flow.FlowFilter', filter).replaceAll("'", "''")}'\n`);
  return items.length === 0 ? '' : `${key}:\n${items.join('')}`;
}

/** Returns the filters as the YAML Hubble prints: lists of single-quoted JSON, `{}` without any. */
export function formatRawFilters({ whitelist, blacklist }: BuiltFilters): string {
  const text = yamlList('allowlist', whitelist) + yamlList('denylist', blacklist);
  return text === '' ? '{}\n' : text;
}

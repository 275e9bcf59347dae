/**
 * Filter flags to FlowFilters by Hubble's algebra: at most two filters allow, at most two deny. Of each pair the left looks
 * at the source, the right at the destination, so `--pod a --port 80` asks for both at the same end. Values of one flag are
 * ORed, different flags ANDed; all negated flags share one pair.
 */

import type { FlowFilter } from '../flow/flow-filter.ts';
import { finishDraft, type DraftPair, type FilterDraft } from './filter-flag.ts';
import {
  conflictGroups,
  fieldFlags,
  isNamespaceFlag,
  namespaceFlags,
  type FilterFlagName,
  type NamespaceEnd,
} from './filter-flags.ts';
import { applyNamespaces, namespaceConflict, podServiceConflict } from './namespaces.ts';

/** The outcome of setting a flag; `reason` is Hubble's wording without the flag. */
type SetResult = { readonly ok: true } | { readonly ok: false; readonly reason: string };

/** Filters of a request; an absent list has no filter. */
export interface BuiltFilters {
  readonly whitelist: readonly FlowFilter[];
  readonly blacklist: readonly FlowFilter[];
}

/** Collects filter flags in the order they are given. */
export interface FilterBuilder {
  /** Adds one flag. Conflicts with earlier flags of the same list are a failure, named as Hubble does. */
  set(flag: FilterFlagName, value: string, negated: boolean): SetResult;
  /** Returns the filters; may be called once more after further flags. */
  build(): BuiltFilters;
}

class FilterTracker {
  readonly #pair: DraftPair = { left: {}, right: {} };
  readonly #namespaces: Record<NamespaceEnd, string[]> = { either: [], source: [], destination: [] };
  readonly #used = new Set<FilterFlagName>();

  set(flag: FilterFlagName, value: string): string | undefined {
    this.#used.add(flag);
    const clash = this.#clash();
    if (clash !== undefined) return clash;
    const fault = this.#apply(flag, value);
    return fault ?? this.#namespaceFault(this.#pair.left) ?? this.#namespaceFault(this.#pair.right);
  }

  filters(): readonly FlowFilter[] {
    if (this.#used.size === 0) return [];
    const left = { ...this.#pair.left };
    const right = { ...this.#pair.right };
    const { either, source, destination } = this.#namespaces;
    for (const draft of [left, right]) {
      applyNamespaces(draft, 'destination', destination);
      applyNamespaces(draft, 'source', source);
    }
    applyNamespaces(left, 'source', either);
    applyNamespaces(right, 'destination', either);
    return (sameFilter(left, right) ? [left] : [left, right]).map(finishDraft);
  }

  #clash(): string | undefined {
    for (const group of conflictGroups) {
      const [first, second] = group.filter((name) => this.#used.has(name));
      if (first !== undefined && second !== undefined) return `filters --${first} and --${second} cannot be combined`;
    }
    return undefined;
  }

  #apply(flag: FilterFlagName, value: string): string | undefined {
    if (!isNamespaceFlag(flag)) return fieldFlags[flag](value, this.#pair);
    const { end, fixed } = namespaceFlags[flag];
    this.#namespaces[end].push(fixed ?? value);
    return undefined;
  }

  #namespaceFault(draft: FilterDraft): string | undefined {
    const { either, source, destination } = this.#namespaces;
    const ends = {
      source: [draft.source_pod, draft.source_service],
      destination: [draft.destination_pod, draft.destination_service],
    };
    const faults = [
      ...[...ends.source, ...ends.destination].map((names = []) => namespaceConflict(either, names)),
      ...ends.source.map((names = []) => namespaceConflict(source, names)),
      ...ends.destination.map((names = []) => namespaceConflict(destination, names)),
      podServiceConflict(draft.source_pod ?? [], draft.source_service ?? []),
      podServiceConflict(draft.destination_pod ?? [], draft.destination_service ?? []),
    ].filter((fault) => fault !== undefined);
    // Hubble tells them all, a line each.
    return faults.length === 0 ? undefined : faults.join('\n');
  }
}

function canonicalText(draft: FilterDraft): string {
  const entries = Object.entries(draft).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(entries, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
}

function sameFilter(left: FilterDraft, right: FilterDraft): boolean {
  return canonicalText(left) === canonicalText(right);
}

/** Returns an empty builder. */
export function createFilterBuilder(): FilterBuilder {
  const allow = new FilterTracker();
  const deny = new FilterTracker();
  return {
    set: (flag, value, negated) => {
      const reason = (negated ? deny : allow).set(flag, value);
      return reason === undefined ? { ok: true } : { ok: false, reason };
    },
    build: () => ({ whitelist: allow.filters(), blacklist: deny.filters() }),
  };
}

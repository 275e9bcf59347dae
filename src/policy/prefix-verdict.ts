/** The operator's word on what a log prefix means: `--prefix-verdict 'audit *=AUDITED'`. */

import { UsageError } from '../base/errors.ts';
import { Verdict } from '../flow/verdict.ts';

/** What a mapped prefix means: a code of Verdict, or that its lines are no flows. */
export type MappedVerdict = number | 'ignore';

/** One mapping. */
export interface PrefixVerdict {
  /** `*` stands for any text, `?` for one character. */
  readonly glob: string;
  readonly verdict: MappedVerdict;
}

const verdictWords: ReadonlyMap<string, MappedVerdict> = new Map<string, MappedVerdict>([
  ['AUDITED', Verdict.AUDIT],
  ['AUDIT', Verdict.AUDIT],
  ['DROPPED', Verdict.DROPPED],
  ['DENIED', Verdict.DROPPED],
  ['FORWARDED', Verdict.FORWARDED],
  ['ALLOWED', Verdict.FORWARDED],
  ['TRACED', Verdict.TRACED],
  ['IGNORE', 'ignore'],
]);

/** Returns `prefix` without the blanks and the colon that end it. */
function trimPrefix(prefix: string): string {
  return prefix.replace(/\s*:?\s*$/, '');
}

/**
 * Returns the mapping of a `GLOB=VERDICT` text. The last `=` separates, as prefixes may hold one. Blanks and a colon at
 * the end of the glob do not count, as they do not in a prefix.
 *
 * @throws UsageError that names the allowed verdicts
 */
export function parsePrefixVerdict(text: string): PrefixVerdict {
  const sign = text.lastIndexOf('=');
  const verdict = verdictWords.get(
    text
      .slice(sign + 1)
      .trim()
      .toUpperCase(),
  );
  if (sign <= 0 || verdict === undefined) {
    throw new UsageError(`--prefix-verdict: "${text}" is not understood`, {
      code: 'policy/prefix-verdict',
      hint: 'write GLOB=VERDICT, such as "audit *=AUDITED"; allowed verdicts: AUDITED, DENIED, ALLOWED, TRACED, ignore',
    });
  }
  return { glob: trimPrefix(text.slice(0, sign)), verdict };
}

/**
 * Returns whether `glob` covers the whole of `text`. On a mismatch only the last `*` takes one character more, which is
 * enough and keeps the time within the product of the two lengths.
 */
export function matchesGlob(glob: string, text: string): boolean {
  let [at, inGlob, star, starAt] = [0, 0, -1, 0];
  while (at < text.length) {
    const wanted = glob[inGlob];
    if (wanted === '*') {
      [star, starAt] = [inGlob, at];
      inGlob += 1;
    } else if (wanted === '?' || wanted === text[at]) {
      [at, inGlob] = [at + 1, inGlob + 1];
    } else if (star >= 0) {
      starAt += 1;
      [at, inGlob] = [starAt, star + 1];
    } else {
      return false;
    }
  }
  while (glob[inGlob] === '*') inGlob += 1;
  return inGlob === glob.length;
}

/** Returns the verdict of the first mapping whose glob covers `prefix` (without trailing blanks and colon), or undefined. */
export function findPrefixVerdict(mappings: readonly PrefixVerdict[], prefix: string): MappedVerdict | undefined {
  const trimmed = trimPrefix(prefix);
  return mappings.find(({ glob }) => matchesGlob(glob, trimmed))?.verdict;
}

/** How a verdict is known, in words. */

import { VerdictBasis } from '../../flow/flow-extension.ts';

const basisTexts: ReadonlyMap<number, string> = new Map([
  [VerdictBasis.LINE, 'the line itself'],
  [VerdictBasis.FLAG, 'flag'],
  [VerdictBasis.FELIX_CONFIG, 'Felix configuration'],
  [VerdictBasis.CHANGING, 'just changed'],
  [VerdictBasis.ASSUMED, 'assumed'],
  [VerdictBasis.UPSTREAM, 'as reported'],
]);

/** Returns the words for a code of VerdictBasis; `unknown basis` for one that is not known. */
export function basisText(basis: number | undefined): string {
  return basisTexts.get(basis ?? VerdictBasis.VERDICT_BASIS_UNKNOWN) ?? 'unknown basis';
}

/** The name somebody meant who mistyped one. */

// Insertions, deletions, substitutions and swaps of neighbours each cost 1.
function distance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current[column] = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1),
        swapped ? (beforeLast[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    [beforeLast, last] = [last, current];
  }
  return last[b.length] ?? 0;
}

// No name is longer, and longer words cost time at every key press.
const longestWord = 40;

/** Returns the name nearest to `word`, letter case aside, with at most a third of it wrong; of equals the first. */
export function nearestName(word: string, names: Iterable<string>): string | undefined {
  if (word.length > longestWord) return undefined;
  let nearest: string | undefined;
  let least = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const name of names) {
    const apart = distance(word.toLowerCase(), name.toLowerCase());
    if (apart < least) [nearest, least] = [name, apart];
  }
  return nearest;
}

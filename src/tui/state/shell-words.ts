/** Words of a command line, to be pasted into a shell. */

/** Returns `word` so that a POSIX shell takes it as it is. */
export function quoteWord(word: string): string {
  return /^[\w@%+=:,./-]+$/u.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

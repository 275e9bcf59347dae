/** The kernel's own stamp in front of its messages: `[ 1156.246182] `. */

// printk: `[%5lu.%06lu]` (relays and people shorten the fraction), then with CONFIG_PRINTK_CALLER the task or processor, `[    T1]` or `[    C0]`. `dmesg -d` adds
// the difference, `<    0.010849>`, and `journalctl -o short-delta` blanks in its place on the first record.
const uptimeForm = /^ *\[ *(\d{1,10})\.(\d{1,9})(?: <[ \d.]{1,24}>| {1,24})?\](?:\[ *[TC]\d{1,10}\])?(?: |$)/;

/** An uptime, and how many bytes it takes up with the blank after it. */
export interface UptimeFront {
  /** Microseconds since boot. */
  readonly us: number;
  readonly length: number;
}

/** Returns the uptime at the start of `text`, blanks before it allowed. */
export function readUptime(text: string): UptimeFront | undefined {
  const match = uptimeForm.exec(text);
  if (match === null) return undefined;
  const micros = Number((match[2] ?? '').slice(0, 6).padEnd(6, '0'));
  return { us: Number(match[1]) * 1_000_000 + micros, length: match[0].length };
}

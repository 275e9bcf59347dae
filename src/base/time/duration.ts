/** Durations as Go writes them: `1h30m`, `1.5h`, `300ms`. Hubble's flags take nothing else. */

/** A duration in nanoseconds (negative allowed, at most 64 bits), or why the text is none. */
export type DurationResult =
  | { readonly ok: true; readonly nanos: bigint }
  | { readonly ok: false; readonly reason: string };

const nanosByUnit: ReadonlyMap<string, bigint> = new Map([
  ['ns', 1n],
  ['us', 1_000n],
  ['µs', 1_000n],
  ['μs', 1_000n],
  ['ms', 1_000_000n],
  ['s', 1_000_000_000n],
  ['m', 60_000_000_000n],
  ['h', 3_600_000_000_000n],
]);

const greatestNanos = 2n ** 63n;

interface Term {
  readonly whole: string;
  readonly fraction: string;
  readonly unit: string;
}

function nanosOf(term: Term, unitNanos: bigint): bigint {
  const whole = BigInt(term.whole || '0') * unitNanos;
  return term.fraction === ''
    ? whole
    : whole + (BigInt(term.fraction) * unitNanos) / 10n ** BigInt(term.fraction.length);
}

function splitTerms(text: string): readonly Term[] | undefined {
  const pattern = /(\d*)(?:\.(\d*))?([^\d.]*)/y;
  const terms: Term[] = [];
  while (pattern.lastIndex < text.length) {
    const [, whole = '', fraction = '', unit = ''] = pattern.exec(text) ?? [];
    if (whole === '' && fraction === '') return undefined;
    terms.push({ whole, fraction, unit });
  }
  return terms;
}

function sumTerms(terms: readonly Term[], text: string): DurationResult {
  let nanos = 0n;
  for (const term of terms) {
    if (term.unit === '') return { ok: false, reason: `time: missing unit in duration ${JSON.stringify(text)}` };
    const unitNanos = nanosByUnit.get(term.unit);
    if (unitNanos === undefined) {
      return {
        ok: false,
        reason: `time: unknown unit ${JSON.stringify(term.unit)} in duration ${JSON.stringify(text)}`,
      };
    }
    nanos += nanosOf(term, unitNanos);
  }
  return { ok: true, nanos };
}

/**
 * Reads a Go duration: signed decimal numbers, each with a unit (`ns`, `us`, `ms`, `s`, `m`, `h`), added up; `0` needs
 * none. The reason of a failure has the wording of Go's time.ParseDuration, which Hubble prints.
 */
export function parseDuration(text: string): DurationResult {
  const invalid: DurationResult = { ok: false, reason: `time: invalid duration ${JSON.stringify(text)}` };
  const unsigned = text.replace(/^[-+]/, '');
  if (unsigned === '0') return { ok: true, nanos: 0n };
  const terms = unsigned === '' ? undefined : splitTerms(unsigned);
  if (terms === undefined) return invalid;
  const sum = sumTerms(terms, text);
  if (!sum.ok) return sum;
  const nanos = text.startsWith('-') ? -sum.nanos : sum.nanos;
  return nanos < greatestNanos && nanos >= -greatestNanos ? { ok: true, nanos } : invalid;
}

function decimal(nanos: bigint, unitNanos: bigint, digits: number): string {
  const fraction = (nanos % unitNanos).toString().padStart(digits, '0').replace(/0+$/, '');
  return `${nanos / unitNanos}${fraction === '' ? '' : `.${fraction}`}`;
}

function formatBelowSecond(nanos: bigint): string {
  if (nanos < 1_000n) return `${nanos}ns`;
  return nanos < 1_000_000n ? `${decimal(nanos, 1_000n, 3)}µs` : `${decimal(nanos, 1_000_000n, 6)}ms`;
}

/** Returns `nanos` nanoseconds as Go's time.Duration prints them: `1h1m1s`, `2.5s`, `300ms`, `0s`. */
export function formatDuration(nanos: bigint): string {
  if (nanos === 0n) return '0s';
  if (nanos < 0n) return `-${formatDuration(-nanos)}`;
  if (nanos < 1_000_000_000n) return formatBelowSecond(nanos);
  const minutes = nanos / 60_000_000_000n;
  const seconds = `${decimal(nanos % 60_000_000_000n, 1_000_000_000n, 9)}s`;
  if (minutes === 0n) return seconds;
  return minutes < 60n ? `${minutes}m${seconds}` : `${minutes / 60n}h${minutes % 60n}m${seconds}`;
}

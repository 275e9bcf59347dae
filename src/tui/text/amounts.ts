/** Counts and spans of time as short as people read them. */

/** Returns a whole number with commas between its thousands: `1,204`. */
export function countText(count: number): string {
  const digits = String(Math.trunc(count));
  return digits.length <= 3 ? digits : digits.replace(/\B(?=(?:\d{3})+$)/g, ',');
}

const units: readonly { readonly ms: number; readonly name: string }[] = [
  { ms: 86_400_000, name: 'd' },
  { ms: 3_600_000, name: 'h' },
  { ms: 60_000, name: 'm' },
  { ms: 1000, name: 's' },
];

/** Returns `ms` milliseconds in whole units of the greatest there are two of, such as `3 s`, `51 m` or `36 h`; `0 s` below a second. */
export function spanText(ms: number): string {
  const fitting = units.find((unit) => ms >= unit.ms * 2) ?? { ms: 1000, name: 's' };
  return `${Math.max(0, Math.floor(ms / fitting.ms))} ${fitting.name}`;
}

/** Returns `count` and the noun, in the plural unless it is one: `1 flow`, `1,204 flows`. */
export function countOf(count: number, noun: string): string {
  return `${countText(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** A number of bytes as people write it. */

import type { FlagValue } from '../../filters/filter-flag.ts';

/** Binary units, in full and as Kubernetes writes them. */
const units: Readonly<Record<string, number>> = { '': 1, B: 1, Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40 };

const form = /^(\d+)(?:([KMGT]i)B?|B)?$/;

/** Less holds a few flows, and is a number whose unit was forgotten. */
const least = 2 ** 20;

/** Reads a whole number of bytes, at least 1 MiB, with or without a binary unit: `268435456`, `256MiB`, `256Mi`. */
export function parseByteSize(text: string): FlagValue<number> {
  const [, digits = '', unit = ''] = form.exec(text) ?? [];
  const bytes = Number(digits) * (units[unit] ?? 1);
  if (digits === '') return { ok: false, reason: 'expected bytes such as 268435456, 512MiB or 2GiB' };
  if (bytes < least) return { ok: false, reason: 'must be at least 1MiB' };
  return Number.isSafeInteger(bytes) ? { ok: true, value: bytes } : { ok: false, reason: 'value out of range' };
}

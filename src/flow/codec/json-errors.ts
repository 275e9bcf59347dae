/** What goes wrong between messages and JSON. */

import { FailureError } from '../../base/errors.ts';

/**
 * Thrown when a message has no JSON form: an Any of a type the schema does not have, a time outside the years 0001 … 9999,
 * a field mask whose paths lowerCamel cannot carry. `hubble` ends with an error there too.
 */
export class UnprintableMessageError extends FailureError {
  constructor(message: string) {
    super(message, {
      code: 'json/unprintable',
      hint: 'Print it as compact, dict or table, which do not show the field.',
    });
  }
}

/** Carries the reason out of a half-read message; never leaves `messageFromJson`. */
export class JsonRejection extends Error {}

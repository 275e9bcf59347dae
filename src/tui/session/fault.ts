/** Errors as the view tells them. */

import { AppError } from '../../base/errors.ts';
import type { SessionFault } from '../state/readers.ts';

/** Returns the message of an error and what to do next; the hint is empty when nobody knows. */
export function faultOf(error: unknown): SessionFault {
  if (error instanceof AppError) return { message: error.message, hint: error.hint ?? '' };
  return { message: error instanceof Error ? error.message : String(error), hint: '' };
}

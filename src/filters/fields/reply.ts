/** FlowFilter.reply. */

import { Verdict } from '../../flow/verdict.ts';
import type { FieldCompiler } from '../predicate.ts';

/** Holds by direction of the conversation. A dropped flow that does not say counts as no reply, as in Hubble. */
export const compileReply: FieldCompiler<boolean> = (values) => {
  const wanted = new Set(values);
  return ({ is_reply: isReply, verdict }) => {
    if (isReply !== undefined) return wanted.has(isReply);
    return verdict === Verdict.DROPPED && wanted.has(false);
  };
};

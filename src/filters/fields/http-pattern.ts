/** FlowFilter.http_path and http_url: regular expressions. */

import type { FieldCompiler } from '../predicate.ts';
import { requestPath } from '../request-uri.ts';
import { requireL7 } from './http.ts';
import { compilePatterns } from './pattern-list.ts';

/** Holds for HTTP whose URL parses and has a path, decoded, that one of these expressions matches. */
export const compileHttpPath: FieldCompiler<string> = async (values, filter) => {
  requireL7(filter, 'path');
  const matches = await compilePatterns(values, (pattern, reason) => `invalid http path filter: ${pattern}: ${reason}`);
  return (flow) => {
    const path = requestPath(flow.l7?.http?.url ?? '');
    return path !== undefined && matches(path);
  };
};

/** Holds for HTTP with a URL, as it was recorded, that one of these expressions matches. */
export const compileHttpUrl: FieldCompiler<string> = async (values, filter) => {
  requireL7(filter, 'url');
  const matches = await compilePatterns(values, (pattern, reason) => `invalid http url filter: ${pattern}: ${reason}`);
  return (flow) => {
    const url = flow.l7?.http?.url ?? '';
    return url !== '' && matches(url);
  };
};

/** Filters of the command line and of the bar as those of one request: a flow has to pass both. */

import type { BuiltFilters } from '../../filters/builder.ts';
import { compileFilters } from '../../filters/compile.ts';
import { product } from '../../filters/expression/filter-product.ts';
import { anyFilterExpression } from '../../filters/expression/flow-filter-cel.ts';
import type { FlowFilter } from '../../flow/flow-filter.ts';

/**
 * Returns filters that hold exactly where those of `base` and those of `bar` do, or undefined where no request can say so. Denied
 * is what either denies. Where both allow, each filter of the one is merged with each of the other; where those would be many,
 * or an observer would reject them, one side is asked for as a CEL expression.
 */
export async function combineFilters(
  base: Partial<BuiltFilters>,
  bar: BuiltFilters,
): Promise<BuiltFilters | undefined> {
  const { whitelist: allowed = [], blacklist: denied = [] } = base;
  const blacklist = [...denied, ...bar.blacklist];
  if (allowed.length === 0) return { whitelist: bar.whitelist, blacklist };
  if (bar.whitelist.length === 0) return { whitelist: allowed, blacklist };
  for (const [left, right] of waysToSay(allowed, bar.whitelist)) {
    const whitelist = left && right && product(left, right);
    if (whitelist !== undefined && (await compiles(whitelist))) return { whitelist, blacklist };
  }
  return undefined;
}

type Filters = readonly FlowFilter[];

/** Yields the two lists as they may be said, that which a server is quickest with first. */
function* waysToSay(left: Filters, right: Filters): Generator<readonly [Filters | undefined, Filters | undefined]> {
  yield [left, right];
  yield [left, asExpression(right)];
  yield [asExpression(left), right];
  yield [asExpression(left), asExpression(right)];
}

function asExpression(filters: Filters): Filters | undefined {
  const expression = anyFilterExpression(filters);
  return expression === undefined ? undefined : [{ experimental: { cel_expression: [expression] } }];
}

/** Fields that are right each on its own may not go together: those of HTTP exclude events of other layers. */
async function compiles(whitelist: Filters): Promise<boolean> {
  return compileFilters({ whitelist }).then(
    () => true,
    () => false,
  );
}

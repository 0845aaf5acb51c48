import { targets } from './targets';
import type { Target } from './target';

/** How many inputs each target gets of a run of so many in all. */
export function share(all: number): readonly { readonly target: Target; readonly inputs: number }[] {
  const shares = targets.reduce((sum, target) => sum + (target.share ?? 1), 0);
  return targets.map(target => ({ target, inputs: Math.ceil((all * (target.share ?? 1)) / shares) }));
}

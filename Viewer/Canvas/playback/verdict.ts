import type { Catalogue, ChunkFault } from './catalogue';

/** What is known of whether a recording is what was recorded. Moments in ms since it began. */
export type Verdict =
  /** No chunk differs so far, and some were not looked at yet. */
  | { readonly kind: 'checking'; readonly chunks: number }
  /** Every chunk is the log's, and none is missing. */
  | { readonly kind: 'verified'; readonly chunks: number }
  /** None differs, but nothing in the log vouches for the last ones. */
  | { readonly kind: 'unlogged'; readonly chunks: number; readonly unlogged: number; readonly from: number }
  /** The first that is not what was recorded, and how many more there are. */
  | { readonly kind: 'bad'; readonly chunk: number; readonly from: number; readonly to: number; readonly why: ChunkFault; readonly more: number };

/** `changed`: chunks that were others when they were read again. */
export function verdictOn(catalogue: Catalogue, changed: ReadonlySet<number>): Verdict {
  const { chunks } = catalogue;
  const bad = chunks.filter(({ number, fault }) => fault !== null || changed.has(number));
  const first = bad[0];
  if (first) {
    const next = chunks.find(({ number, fault }) => number > first.number && fault === null);
    const to = first.fault ? next?.from ?? first.to : first.to;
    return { kind: 'bad', chunk: first.number, from: first.from, to, why: first.fault ?? 'changed', more: bad.length - 1 };
  }

  if (!catalogue.isWhole) {
    return { kind: 'checking', chunks: chunks.length };
  }

  const unlogged = chunks.filter(({ logged }) => !logged);
  return unlogged.length > 0 || chunks.length === 0
    ? { kind: 'unlogged', chunks: chunks.length, unlogged: unlogged.length, from: unlogged[0]?.from ?? 0 }
    : { kind: 'verified', chunks: chunks.length };
}

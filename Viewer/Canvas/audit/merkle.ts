import { sha256 } from '@noble/hashes/sha2.js';
import { same, type Bytes } from '../sealing/bytes';

// The tree of RFC 9162, section 2.1, as its definitions stand there: by recursion, on the hashes of leaves. C# has another
// implementation, by levels; both must say the same (tests/Vectors/merkle.json).

/** The hash of a leaf: SHA-256(0x00 ‖ entry). */
export function leafHash(entry: Uint8Array): Bytes {
  return sha256.create().update(Uint8Array.of(0)).update(entry).digest() as Bytes;
}

function nodeHash(left: Uint8Array, right: Uint8Array): Bytes {
  return sha256.create().update(Uint8Array.of(1)).update(left).update(right).digest() as Bytes;
}

/** The largest power of two below n; n is at least 2. */
function split(n: number): number {
  let k = 1;
  while (k * 2 < n) {
    k *= 2;
  }

  return k;
}

/** The leaves of a log, and what can be said of the trees of its first entries. */
export class Leaves {
  private readonly roots = new Map<string, Bytes>();

  /** Hashes of leaves, in their order. */
  constructor(private readonly leaves: readonly Bytes[]) {}

  /** MTH(D[0:n]). */
  root(n: number): Bytes {
    return n === 0 ? sha256(new Uint8Array()) as Bytes : this.mth(0, n);
  }

  /** PATH(m, D[0:n]). */
  inclusion(m: number, n: number): Bytes[] {
    return this.path(m, 0, n);
  }

  /** PROOF(m, D[0:n]), for m from 1 to n. */
  consistency(m: number, n: number): Bytes[] {
    return this.subproof(m, 0, n, true);
  }

  private mth(from: number, to: number): Bytes {
    if (to - from === 1) {
      return this.leaves[from]!;
    }

    const name = `${from}:${to}`;
    let root = this.roots.get(name);
    if (root === undefined) {
      const k = from + split(to - from);
      root = nodeHash(this.mth(from, k), this.mth(k, to));
      this.roots.set(name, root);
    }

    return root;
  }

  private path(m: number, from: number, to: number): Bytes[] {
    if (to - from === 1) {
      return [];
    }

    const k = split(to - from);
    return m < k
      ? [...this.path(m, from, from + k), this.mth(from + k, to)]
      : [...this.path(m - k, from + k, to), this.mth(from, from + k)];
  }

  private subproof(m: number, from: number, to: number, known: boolean): Bytes[] {
    const n = to - from;
    if (m === n) {
      return known ? [] : [this.mth(from, to)];
    }

    const k = split(n);
    return m <= k
      ? [...this.subproof(m, from, from + k, known), this.mth(from + k, to)]
      : [...this.subproof(m - k, from + k, to, false), this.mth(from, from + k)];
  }
}

function areCounts(...counts: number[]): boolean {
  return counts.every(count => Number.isSafeInteger(count) && count >= 0);
}

const areHashes = (hashes: readonly Uint8Array[]): boolean => hashes.every(hash => hash.length === 32);

/** The root that a leaf and its proof lead to; null where the proof has another length than the tree asks for. */
function rootBy(index: number, size: number, leaf: Uint8Array, proof: readonly Uint8Array[]): Uint8Array | null {
  if (size === 1) {
    return proof.length === 0 ? leaf : null;
  }

  const beside = proof.at(-1);
  if (beside === undefined) {
    return null;
  }

  const k = split(size);
  const own = index < k
    ? rootBy(index, k, leaf, proof.slice(0, -1))
    : rootBy(index - k, size - k, leaf, proof.slice(0, -1));
  return own === null ? null : index < k ? nodeHash(own, beside) : nodeHash(beside, own);
}

/** Whether the leaf with this number, from 0, is in the tree with this size and root. Nothing about a proof is trusted. */
export function isIncluded(index: number, size: number, leaf: Uint8Array, proof: readonly Uint8Array[], root: Uint8Array): boolean {
  if (!areCounts(index, size) || index >= size || !areHashes([leaf, root, ...proof])) {
    return false;
  }

  const found = rootBy(index, size, leaf, proof);
  return found !== null && same(found, root);
}

/** The roots of the first m leaves and of all n of a subtree that the proof leads to; `known`: where the smaller tree is the subtree itself. */
function rootsBy(m: number, n: number, proof: readonly Uint8Array[], known: Uint8Array | null): [Uint8Array, Uint8Array] | null {
  if (m === n) {
    const own = known ?? proof[0];
    return own !== undefined && proof.length === (known === null ? 1 : 0) ? [own, own] : null;
  }

  const beside = proof.at(-1);
  if (beside === undefined) {
    return null;
  }

  const rest = proof.slice(0, -1);
  const k = split(n);
  if (m <= k) {
    const left = rootsBy(m, k, rest, known);
    return left === null ? null : [left[0], nodeHash(left[1], beside)];
  }

  const right = rootsBy(m - k, n - k, rest, null);
  return right === null ? null : [nodeHash(beside, right[0]), nodeHash(beside, right[1])];
}

/** Whether the tree of n leaves begins with the tree of m leaves, m from 1. Nothing about a proof is trusted. */
export function isContinued(m: number, n: number, smaller: Uint8Array, larger: Uint8Array, proof: readonly Uint8Array[]): boolean {
  if (!areCounts(m, n) || m < 1 || m > n || !areHashes([smaller, larger, ...proof])) {
    return false;
  }

  const found = rootsBy(m, n, proof, smaller);
  return found !== null && same(found[0], smaller) && same(found[1], larger);
}

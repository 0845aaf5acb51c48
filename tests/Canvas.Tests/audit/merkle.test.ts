import { describe, expect, test } from 'vitest';
import { isContinued, isIncluded, leafHash, Leaves } from '../../../Viewer/Canvas/audit/merkle';
import { ascii, hex, join, type Bytes } from '../../../Viewer/Canvas/sealing/bytes';
import { sha256 } from '../../../Viewer/Canvas/sealing/map';
import vectors from '../../Vectors/merkle.json';
import { unhex } from '../sealing/some';
import { Tried } from '../tried';

const LARGEST = 256;
const leaves = Array.from({ length: LARGEST + 1 }, (_, i) => leafHash(ascii(`${i}`)));
const tree = new Leaves(leaves);

// Every proof of the sizes around the powers of two; C# tries all sizes, and the digests below are of all.
const sizes = [1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 31, 32, 33, 64, 65, 100];

function bent(proof: readonly Bytes[], where: number): Bytes[] {
  const copy = proof.map(hash => hash.slice());
  copy[where % copy.length]![where % 32]! ^= 1 << (where % 8);
  return copy;
}

describe('the tree of the log', () => {
  test('[promise 27] the vectors of certificate transparency hold', (context) => {
    const tried = new Tried(context, 27, 'published roots and proofs, in TypeScript');
    const known = new Leaves(['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f']
      .map(text => leafHash(unhex(text))));
    [
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
      'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
      'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
      '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
      'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
      '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
    ].forEach((root, size) => tried.same(hex(known.root(size)), root));
    tried.same(known.inclusion(5, 8).map(hex).join(), [
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ].join());
    tried.same(known.consistency(6, 8).map(hex).join(), [
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ].join());
    tried.mustHold();
  });

  test('[promise 27] every tree up to 256 has the root and the proofs that C# makes', async (context) => {
    const tried = new Tried(context, 27, 'trees whose root and proofs are those of the other implementation');
    const written: Record<string, string> = vectors.trees;
    for (let size = 1; size <= LARGEST; size++) {
      const parts: Uint8Array[] = [tree.root(size)];
      for (let index = 0; index < size; index++) {
        const proof = tree.inclusion(index, size);
        parts.push(Uint8Array.of(proof.length), ...proof);
      }

      for (let from = 1; from <= size; from++) {
        const proof = tree.consistency(from, size);
        parts.push(Uint8Array.of(proof.length), ...proof);
      }

      tried.same(hex(await sha256(join(...parts))), written[`${size}`] ?? '');
    }

    tried.mustHold();
  });

  test('[promise 27] inclusion proofs hold, and their neighbours do not', (context) => {
    const tried = new Tried(context, 27, 'inclusion proofs and their wrong neighbours, in TypeScript');
    for (const size of sizes) {
      const root = tree.root(size);
      for (let index = 0; index < size; index++) {
        const proof = tree.inclusion(index, size);
        const leaf = leaves[index]!;
        tried.try(isIncluded(index, size, leaf, proof, root)
          && !isIncluded(index + 1, size, leaf, proof, root) && !isIncluded(index - 1, size, leaf, proof, root)
          && !isIncluded(index, size, leaves[index + 1]!, proof, root) && !isIncluded(index, size, leaf, proof, tree.root(size + 1))
          && !isIncluded(index, size, leaf, [...proof, root], root)
          && (proof.length === 0 || (!isIncluded(index, size, leaf, proof.slice(1), root) && !isIncluded(index, size, leaf, bent(proof, index + size), root))),
        `${index} in ${size}`);
      }
    }

    tried.mustHold();
  });

  test('[promise 27] consistency proofs hold, and their neighbours do not', (context) => {
    const tried = new Tried(context, 27, 'consistency proofs and their wrong neighbours, in TypeScript');
    for (const to of sizes) {
      for (let from = 1; from <= to; from++) {
        const proof = tree.consistency(from, to);
        const [old, now] = [tree.root(from), tree.root(to)];
        tried.try(isContinued(from, to, old, now, proof)
          && !isContinued(from, to, tree.root(from + 1), now, proof) && !isContinued(from, to, tree.root(from - 1), now, proof)
          && !isContinued(from, to, old, tree.root(to + 1), proof) && !isContinued(from, to, old, now, [...proof, now])
          && (proof.length === 0 || (!isContinued(from, to, old, now, proof.slice(1)) && !isContinued(from, to, old, now, bent(proof, from + to)))),
        `${from} to ${to}`);
      }
    }

    tried.mustHold();
  });

  test('nonsense is no proof', () => {
    const root = tree.root(7);
    const proof = tree.inclusion(2, 7);
    expect(isIncluded(7, 7, leaves[2]!, proof, root)).toBe(false);
    expect(isIncluded(0.5, 7, leaves[2]!, proof, root)).toBe(false);
    expect(isIncluded(2, Infinity, leaves[2]!, proof, root)).toBe(false);
    expect(isIncluded(2, 7, leaves[2]!, [Uint8Array.of(1), ...proof.slice(1)], root)).toBe(false);
    expect(isContinued(0, 7, tree.root(0), root, [])).toBe(false);
    expect(isContinued(8, 7, tree.root(8), root, [])).toBe(false);
    expect(isContinued(3, 7, tree.root(3), root, [])).toBe(false);
    expect(isContinued(7, 7, root, tree.root(6), [])).toBe(false);
  });
});

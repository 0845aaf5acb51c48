import { sha256 } from '@noble/hashes/sha2.js';
import { ascii, hex, join } from '../sealing/bytes';
import { unbase64, unhex } from './canonical';
import { isIncluded, leafHash } from './merkle';
import type { Checkpoint } from './notes';

// One entry of the log against the checkpoint: its bytes, its place, its personal values.

/** An entry as the Relay hands it out. */
export interface GivenEntry {
  readonly sequence: number;
  readonly json: string;
  readonly personal: Readonly<Record<string, { readonly salt: string; readonly value: string }>>;
  readonly proof: readonly string[] | null;
}

/** What an entry says, once its bytes were read. */
export interface EntryWords {
  readonly action: string;
  readonly outcome: string;
  readonly time: string;
  readonly sequence: number;
  readonly session?: string;
  readonly detail: Readonly<Record<string, string>>;
  readonly personal: Readonly<Record<string, string>>;
}

/** What is wrong with an entry: it is none, stands in another place than it says, is not in the tree, or a value is not its own. */
export type EntryFault = 'form' | 'place' | 'proof' | 'value';

/** Reads an entry's words; null where they are none. */
export function readWords(json: string): EntryWords | null {
  try {
    const read: unknown = JSON.parse(json);
    const words = read as EntryWords;
    const isText = (value: unknown): boolean => typeof value === 'string';
    const areTexts = (map: unknown): boolean => typeof map === 'object' && map !== null && Object.values(map).every(isText);
    return typeof read === 'object' && read !== null && isText(words.action) && isText(words.outcome) && isText(words.time)
      && Number.isSafeInteger(words.sequence) && areTexts(words.detail) && areTexts(words.personal)
      ? words
      : null;
  } catch {
    return null;
  }
}

/** The first thing that is wrong with an entry; null where nothing is. Of one that is newer than the checkpoint its place in the tree is not judged. */
export function faultOf(given: GivenEntry, words: EntryWords | null, session: string, checkpoint: Checkpoint): EntryFault | null {
  if (words === null) {
    return 'form';
  }

  if (words.sequence !== given.sequence || words.session !== session) {
    return 'place';
  }

  if (given.proof !== null) {
    const proof = given.proof.map(unbase64);
    if (!proof.every(hash => hash !== null) || !isIncluded(given.sequence - 1, checkpoint.size, leafHash(ascii(given.json)), proof, checkpoint.root)) {
      return 'proof';
    }
  }

  const valuesFit = Object.entries(given.personal).every(([key, { salt, value }]) => words.personal[key] === hex(sha256(join(unhex(salt) ?? new Uint8Array(), ascii(value)))));
  return valuesFit ? null : 'value';
}

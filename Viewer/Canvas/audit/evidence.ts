import { ascii, hex } from '../sealing/bytes';
import { sha256 } from '@noble/hashes/sha2.js';
import { unbase64, unhex } from './canonical';
import { faultOf, readWords, type EntryFault, type EntryWords, type GivenEntry } from './entries';
import { isContinued } from './merkle';
import { cosignedAt, isSignedBy, readCheckpoint, readKey, readNote, type Checkpoint } from './notes';
import { checkUse, type UseFound } from './use';

// What the Relay hands out about a session, and what can be verified of it. See Relay/Audit/Desk/Evidence.cs.

/** The Relay's answer; nothing about it is trusted. */
export interface Evidence {
  readonly session: string;
  readonly checkpoint: string | null;
  readonly relayKeys: readonly string[];
  readonly witnesses: readonly string[];
  readonly entries: readonly GivenEntry[];
}

/** What was found. */
export interface Found {
  readonly checkpoint: Checkpoint | null;
  /** The entries in the checkpoint that hold, and those that are newer. */
  readonly included: number;
  readonly newer: number;
  /** Personal values that fit, and those that were erased. */
  readonly values: number;
  readonly erased: number;
  readonly fault: { readonly sequence: number; readonly kind: EntryFault } | null;
  /** The fingerprint of the Relay's key that signed the checkpoint: SHA-256 of it, in hexadecimal digits; null where none of those that were shown did. */
  readonly signedBy: string | null;
  readonly cosigned: readonly { readonly witness: string; readonly at: number }[];
  readonly use: UseFound;
  readonly words: readonly EntryWords[];
}

/** Checks it, up to the first entry that does not hold. */
export async function checkEvidence(evidence: Evidence): Promise<Found> {
  const note = evidence.checkpoint === null ? null : readNote(ascii(evidence.checkpoint));
  const checkpoint = note === null ? null : readCheckpoint(note.body);
  const nothing = { checkpoint, included: 0, newer: 0, values: 0, erased: 0, fault: null, signedBy: null, cosigned: [], use: { signed: 0, fault: null }, words: [] };
  if (note === null || checkpoint === null) {
    return nothing;
  }

  let [included, newer, values, erased, last] = [0, 0, 0, 0, 0];
  let fault: Found['fault'] = null;
  const words: EntryWords[] = [];
  for (const given of evidence.entries) {
    const said = readWords(given.json);
    const kind = given.sequence <= last || (given.proof === null && given.sequence <= checkpoint.size) ? 'place' : faultOf(given, said, evidence.session, checkpoint);
    if (kind !== null) {
      fault = { sequence: given.sequence, kind };
      break;
    }

    last = given.sequence;
    words.push(said!);
    [included, newer] = given.proof === null ? [included, newer + 1] : [included + 1, newer];
    const kept = Object.keys(given.personal).length;
    [values, erased] = [values + kept, erased + Object.keys(said!.personal).length - kept];
  }

  let signedBy: string | null = null;
  for (const key of evidence.relayKeys.map(unbase64)) {
    if (signedBy === null && key !== null && await isSignedBy(note, checkpoint.origin, key)) {
      signedBy = hex(sha256(key));
    }
  }

  const cosigned: { witness: string; at: number }[] = [];
  for (const witness of evidence.witnesses.map(readKey)) {
    const at = witness === null ? null : await cosignedAt(note, witness);
    if (witness !== null && at !== null) {
      cosigned.push({ witness: witness.name, at });
    }
  }

  return { checkpoint, included, newer, values, erased, fault, signedBy, cosigned, use: await checkUse(evidence.session, words), words };
}

/** Whether all that could be checked holds. */
export function isGood(found: Found): boolean {
  return found.checkpoint !== null && found.included > 0 && found.fault === null && found.signedBy !== null && found.use.fault === null;
}

/** What a browser remembers of a log. */
export interface Seen {
  readonly origin: string;
  readonly size: number;
  readonly root: string;
  readonly at: number;
}

/** What to remember of a checkpoint, root in hexadecimal digits. */
export function seen(checkpoint: Checkpoint, at: number): Seen {
  return { origin: checkpoint.origin, size: checkpoint.size, root: hex(checkpoint.root), at };
}

/** Whether a checkpoint continues what was seen, or is continued by it; the proof is from the smaller to the larger. */
export function continues(before: Seen, now: Checkpoint, proof: readonly string[]): boolean {
  const hashes = proof.map(unbase64);
  const old = unhex(before.root);
  return before.origin === now.origin && old !== null && hashes.every(hash => hash !== null)
    && (before.size <= now.size
      ? isContinued(before.size, now.size, old, now.root, hashes)
      : isContinued(now.size, before.size, now.root, old, hashes));
}

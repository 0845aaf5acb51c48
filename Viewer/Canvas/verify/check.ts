import { hex, same, type Bytes } from '../sealing/bytes';
import { checkEntries, type EntriesFinding, type EntryDamage } from './entries';
import { FIXED, isSigned, readKeys, readManifest, readManifestSignature, type Keys, type Manifest, type PartFact } from './manifest';
import { claims, cosigned, isGoodSuccession, leadingTo, readCheckpoint, readKey, readNote, verifies, noteKey, type Checkpoint, type NoteKey } from '../audit/notes';
import { checkRecording, recordingOf, type RecordingFinding } from './recording';
import { readZip, type FoundPart, type FoundParts } from './zip';

// The check, in the order of Shared/Bundles/FORMAT.md, "What a verifier does". C# has another; both must name the same.

export type Damage = 'notABundle' | 'header' | 'directory' | 'missingPart' | 'strayPart' | 'changedPart' | 'manifestUnreadable' | 'notSigned'
  | 'wrongSignature' | 'keysUnreadable' | 'checkpointUnreadable' | 'otherCheckpoint' | 'checkpointNotSigned' | 'wrongCosignature' | EntryDamage
  | 'wrongRecording' | 'otherSigner' | 'notWitnessed' | 'rolledBack';

/** The first thing that is wrong, in which part and, where it is in one, in which entry. */
export interface Fault {
  readonly damage: Damage;
  readonly part: string;
  readonly entry?: number;
}

/** What somebody who checks brings along. */
export interface Trust {
  readonly relays: readonly NoteKey[];
  readonly witnesses: readonly NoteKey[];
  /** A checkpoint that was kept elsewhere. */
  readonly kept?: Checkpoint;
}

export interface Cosigned {
  readonly witness: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly isTrusted: boolean;
}

export interface Finding {
  readonly fault: Fault | null;
  /** Null where it is not signed as it says. */
  readonly manifest: Manifest | null;
  readonly entries: EntriesFinding | null;
  readonly signerKnown: boolean;
  readonly cosignatures: readonly Cosigned[];
  /** Null where the recording is not in it. */
  readonly recording: RecordingFinding | null;
}

/** Reads lines of keys; null where there is none, or a line that is none. */
export function readTrust(text: string): Trust | null {
  const keys = text.split('\n').map(line => line.replace(/^[\r \t\ufeff]+|[\r \t\ufeff]+$/gu, '')).filter(line => line !== '' && !line.startsWith('#')).map(readKey);
  return keys.length > 0 && keys.every(key => key !== null)
    ? { relays: keys.filter(({ kind }) => kind === 'log'), witnesses: keys.filter(({ kind }) => kind === 'witness') } : null;
}

/** Checks a file. Nothing about it is trusted. */
export async function check(file: Uint8Array, trust: Trust): Promise<Finding> {
  const work = new Check(readZip(file), trust);
  const fault = isBundle(file) ? await work.manifestPart() ?? await work.otherParts() ?? work.trusted() : { damage: 'notABundle' as const, part: 'file' };
  return {
    fault, manifest: work.manifest, entries: work.entries, signerKnown: fault === null && trust.relays.length > 0, cosignatures: work.cosignatures, recording: work.recording,
  };
}

const startsWith = (bytes: Uint8Array, at: number, text: string): boolean => String.fromCharCode(...bytes.subarray(at, at + text.length)) === text;

const isBundle = (file: Uint8Array): boolean => startsWith(file, 0, 'PK\x03\x04') || (file.length > 40 && startsWith(file, 30, 'README.txt'));

class Check {
  manifest: Manifest | null = null;
  entries: EntriesFinding | null = null;
  readonly cosignatures: Cosigned[] = [];
  recording: RecordingFinding | null = null;
  private keys: Keys = { successions: [], witnesses: [] };
  private checkpoint: Checkpoint | null = null;

  constructor(private readonly found: FoundParts, private readonly trust: Trust) {}

  async manifestPart(): Promise<Fault | null> {
    const first = FIXED.slice(0, 3);
    for (let at = 0; at < first.length; at++) {
      const fault = this.place(at, first);
      if (fault !== null) {
        return fault.damage === 'missingPart' && fault.part === 'manifest.sig' ? { ...fault, damage: 'notSigned' } : fault;
      }
    }

    const [, written, signed] = this.found.parts as [FoundPart, FoundPart, FoundPart];
    const changed = [written, signed].find(part => !part.fitsChecksum);
    if (changed !== undefined) {
      return { damage: 'changedPart', part: changed.name };
    }

    const manifest = readManifest(written.bytes);
    if (manifest === null) {
      return { damage: 'manifestUnreadable', part: written.name };
    }

    const signature = readManifestSignature(signed.bytes);
    if (signature === null) {
      return { damage: 'notSigned', part: signed.name };
    }

    if (!await isSigned(manifest, written.bytes, signature)) {
      return { damage: 'wrongSignature', part: signed.name };
    }

    this.manifest = manifest;
    return null;
  }

  async otherParts(): Promise<Fault | null> {
    const [readme, ...others] = this.manifest!.parts;
    const expected = [readme!.name, 'manifest.json', 'manifest.sig', ...others.map(({ name }) => name)];
    const facts = new Map(this.manifest!.parts.map(fact => [fact.name, fact]));
    for (const [at, name] of expected.entries()) {
      const fact = facts.get(name);
      const fault = this.place(at, expected) ?? (fact === undefined ? null : await this.part(this.found.parts[at]!, fact));
      if (fault !== null) {
        return fault;
      }
    }

    const stray = this.found.parts[expected.length];
    return stray !== undefined ? { damage: 'strayPart', part: stray.name } : this.found.isWhole ? null : { damage: 'directory', part: 'directory' };
  }

  trusted(): Fault | null {
    const { relays, witnesses, kept } = this.trust;
    const { key } = this.manifest!;
    const signers = leadingTo(key.spki, this.keys.successions);
    if (relays.length > 0 && !relays.some(({ name, spki }) => name === key.name && signers.some(one => same(one, spki)))) {
      return { damage: 'otherSigner', part: 'manifest.sig' };
    }

    if (witnesses.length > 0 && !this.cosignatures.some(({ isTrusted }) => isTrusted)) {
      return { damage: 'notWitnessed', part: 'checkpoint.txt' };
    }

    const own = this.checkpoint!;
    return kept !== undefined && (kept.origin !== own.origin || kept.size > own.size || (kept.size === own.size && !same(kept.root, own.root)))
      ? { damage: 'rolledBack', part: 'checkpoint.txt' } : null;
  }

  /** Whether the part at this place is the one that must be there. */
  private place(at: number, expected: readonly string[]): Fault | null {
    const name = expected[at]!;
    const { parts, isWhole } = this.found;
    const stands = parts[at]?.name;
    if (stands === undefined) {
      return { damage: isWhole ? 'missingPart' : 'header', part: name };
    }

    return stands === name ? null
      : parts.slice(at).some(part => part.name === name) ? { damage: 'strayPart', part: stands }
        : [...expected, ...FIXED].includes(stands) ? { damage: 'missingPart', part: name }
          : { damage: 'header', part: name };
  }

  private async part(part: FoundPart, fact: PartFact): Promise<Fault | null> {
    if (part.bytes.length !== fact.bytes && !part.fitsChecksum) {
      return { damage: 'header', part: part.name };
    }

    if (part.bytes.length !== fact.bytes || hex(new Uint8Array(await crypto.subtle.digest('SHA-256', part.bytes as Bytes))) !== fact.sha256) {
      const entry = part.name === 'entries.jsonl' ? (await checkEntries(part.bytes, this.manifest!, this.checkpoint!)).entry : null;
      return { damage: 'changedPart', part: part.name, ...entry === null ? {} : { entry } };
    }

    return part.fitsChecksum ? this.content(part) : { damage: 'header', part: part.name };
  }

  private async content({ name, bytes }: FoundPart): Promise<Fault | null> {
    if (name === 'keys.json') {
      const keys = readKeys(bytes);
      const areGood = keys !== null && (await Promise.all(keys.successions.map(isGoodSuccession))).every(one => one);
      this.keys = areGood ? keys : this.keys;
      return areGood ? null : { damage: 'keysUnreadable', part: name };
    }

    if (name === 'checkpoint.txt') {
      return this.checkpointPart(bytes);
    }

    if (name === 'entries.jsonl') {
      this.entries = await checkEntries(bytes, this.manifest!, this.checkpoint!);
      const { damage, entry } = this.entries;
      return damage === null ? null : { damage, part: name, ...entry === null ? {} : { entry } };
    }

    if (name === recordingOf(this.manifest!.session)) {
      this.recording = await checkRecording(bytes, this.manifest!.session, this.entries!.chunks);
      return this.recording === null ? { damage: 'wrongRecording', part: name } : null;
    }

    return null; // settled by its hash
  }

  private async checkpointPart(bytes: Uint8Array): Promise<Fault | null> {
    const fault = (damage: Damage): Fault => ({ damage, part: 'checkpoint.txt' });
    const note = readNote(bytes);
    const checkpoint = note === null ? null : readCheckpoint(note.body);
    if (note === null || checkpoint === null) {
      return fault('checkpointUnreadable');
    }

    const { key, size } = this.manifest!;
    if (checkpoint.size !== size || checkpoint.origin !== key.name) {
      return fault('otherCheckpoint');
    }

    const signers = leadingTo(key.spki, this.keys.successions).map(spki => noteKey(key.name, 'log', spki));
    const own = await Promise.all(signers.flatMap(signer => note.signatures.filter(one => claims(signer, one))
      .map(one => verifies(signer.spki, note.body, one.bytes))));
    if (!own.some(one => one)) {
      return fault('checkpointNotSigned');
    }

    this.checkpoint = checkpoint;
    const known = [...this.trust.witnesses.map(one => ({ one, isTrusted: true })), ...this.keys.witnesses.map(one => ({ one, isTrusted: false }))];
    for (const signature of note.signatures) {
      const claimed = known.filter(({ one }) => claims(one, signature));
      const times = await Promise.all(claimed.map(({ one }) => cosigned(one, note.body, signature)));
      const at = times.findIndex(time => time !== null);
      if (at < 0 && claimed.length > 0) {
        return fault('wrongCosignature');
      }

      if (at >= 0) {
        this.cosignatures.push({ witness: signature.name, time: times[at]!, isTrusted: claimed[at]!.isTrusted });
      }
    }

    return null;
  }
}

import { auditorId } from '../../../Viewer/Canvas/recordings/certificate';
import { seal } from '../../../Viewer/Canvas/recordings/hpke';
import { fromBase64 as keyFromBase64, makeKeyFile, type KeyFile } from '../../../Viewer/Canvas/recordings/keyFile';
import { ascii, idBytes, join, u32, type Bytes } from '../../../Viewer/Canvas/sealing/bytes';
import { HEAD_SIZE, readHead } from '../../../Viewer/Canvas/wire/envelope';
import { session } from '../agent';
import { envelopesOf, vectors } from '../some';
import { RecordingMaker, secretOf } from './recording';

/** tests/Vectors/playback.json: a recording whose key is really sealed for an auditor, with that auditor's key file. */
export interface RecordingVector {
  readonly session: string;
  readonly passphrase: string;
  readonly keyFile: KeyFile;
  /** Base64. */
  readonly file: string;
  readonly chunks: readonly { readonly number: number; readonly hash: string; readonly logged: boolean }[];
  /** What the picture is from when on, ms: SHA-256 of its pixels, as frames.json has it from C#. */
  readonly pictures: readonly { readonly at: number; readonly sha256: string }[];
}

/** Made of the frames of frames.json, two seconds apart; a gap, a pause and an end are in it. New keys each time. */
export async function makeVector(): Promise<RecordingVector> {
  const passphrase = 'correct horse battery';
  const keyFile = await makeKeyFile('auditor', passphrase, 1000);
  const auditor = keyFromBase64(keyFile.publicKey)!;
  const maker = new RecordingMaker();
  (await maker.key(0, 1, [], await wrap(1, auditor))).mark(0, 'viewers 1');
  const pictures: { at: number; sha256: string }[] = [];
  for (const [i, { picture }] of vectors.frames.entries()) {
    const at = 2000 * (i + 1);
    for (const envelope of envelopesOf(i)) {
      await maker.frame(at, envelope.subarray(HEAD_SIZE), readHead(envelope)!.keyFrame);
    }

    pictures.push({ at, sha256: picture });
    await maker.close();
  }

  const end = 2000 * (vectors.frames.length + 1);
  maker.mark(end, 'paused').mark(end + 3000, 'live').gap(end + 4000, 'relayLost').end(end + 6000);
  const { file, list } = await maker.make();
  return { session, passphrase, keyFile, file: btoa(Array.from(file, byte => String.fromCharCode(byte)).join('')), chunks: list, pictures };
}

async function wrap(id: number, publicKey: Bytes): Promise<Uint8Array> {
  const info = join(ascii('remoteassist/recording/v1'), idBytes(session), u32(id));
  const point = publicKey.slice(-65); // a SubjectPublicKeyInfo of P-256 ends with it
  const { enc, sealed } = (await seal(point, info, new Uint8Array(), secretOf(id)))!;
  return join(u32(id), await auditorId(publicKey), enc, sealed);
}

import { expect, test } from 'vitest';
import { Keyring } from '../../../Viewer/Canvas/playback/keyring';
import { openContentKey } from '../../../Viewer/Canvas/recordings/auditorKey';
import { auditorId } from '../../../Viewer/Canvas/recordings/certificate';
import { fromBase64 as keyFromBase64, openKeyFile, readKeyFile } from '../../../Viewer/Canvas/recordings/keyFile';
import { idBytes } from '../../../Viewer/Canvas/sealing/bytes';
import vector from '../../Vectors/playback.json';
import { fromBase64, sha256 } from '../some';
import { Stage } from './stage';

const recording = { file: fromBase64(vector.file), list: vector.chunks };

async function keyringOf(passphrase: string): Promise<Keyring | null> {
  const keyFile = readKeyFile(JSON.stringify(vector.keyFile), 'auditor')!;
  const key = await openKeyFile(keyFile, passphrase);
  return key && new Keyring([{ id: await auditorId(keyFromBase64(keyFile.publicKey)!), key }], idBytes(vector.session), openContentKey);
}

test('a recording of pictures that C# wrote, sealed for an auditor, shows their very pixels', async () => {
  const stage = await Stage.unlocked(recording, (await keyringOf(vector.passphrase))!);
  expect(stage.known!.verdict).toEqual({ kind: 'verified', chunks: vector.chunks.length });
  for (const { at, sha256: expected } of vector.pictures.toReversed()) {
    await stage.seek(at);
    expect(await sha256(stage.canvas.words), `at ${at}`).toBe(expected);
  }

  await stage.survey();
  expect(stage.surveyed).toMatchObject({ failed: 0, masked: [{ from: 2000, to: 4000, most: 2 }] });
});

test('with another passphrase its key stays closed', async () => {
  expect(await keyringOf('another passphrase')).toBeNull();
});

import { describe, expect, test } from 'vitest';
import { auditorId, certificateBytes, signCertificate } from '../../../Viewer/Canvas/recordings/certificate';
import { fromBase64, ITERATIONS, makeKeyFile, openKeyFile, readKeyFile, type KeyFile } from '../../../Viewer/Canvas/recordings/keyFile';
import { openContentKey } from '../../../Viewer/Canvas/recordings/auditorKey';
import { seal } from '../../../Viewer/Canvas/recordings/hpke';
import { ascii, hex, join, u32 } from '../../../Viewer/Canvas/sealing/bytes';

const passphrase = 'four words of mine';
const few = 2; // iterations: the product's number takes a second each

describe('a key file', () => {
  test('is sealed as slowly as it must be', () => {
    expect(ITERATIONS).toBeGreaterThanOrEqual(600_000);
  });

  test('opens with its passphrase, in this browser or another, and the key cannot be taken out again', async () => {
    const made = await makeKeyFile('auditor', passphrase, few);
    const read = readKeyFile(JSON.stringify(made), 'auditor')!;
    expect(read).toEqual(made);
    const key = (await openKeyFile(read, passphrase))!;
    expect(key.extractable).toBe(false);
    await expect(crypto.subtle.exportKey('pkcs8', key)).rejects.toThrow();
  });

  test('does not open with another passphrase, nor where anything of it was changed', async () => {
    const made = await makeKeyFile('auditor', passphrase, few);
    const other = await makeKeyFile('auditor', passphrase, few);
    expect(await openKeyFile(made, `${passphrase} `)).toBeNull();
    for (const changed of [{ publicKey: other.publicKey }, { salt: other.salt }, { iv: other.iv }, { sealed: other.sealed }, { iterations: few + 1 }]) {
      expect(await openKeyFile({ ...made, ...changed }, passphrase)).toBeNull();
    }
  });

  test('that is none is refused before anything is done with it', async () => {
    const made = await makeKeyFile('organisation', passphrase, few);
    expect(readKeyFile(JSON.stringify(made), 'auditor')).toBeNull();
    const changes: readonly Partial<Record<keyof KeyFile, unknown>>[] = [
      { remoteAssistKey: 2 }, { iterations: 0 }, { iterations: 1e9 }, { iterations: '600000' }, { salt: 7 }, { sealed: '*' }, { publicKey: undefined },
    ];
    for (const changed of changes) {
      expect(readKeyFile(JSON.stringify({ ...made, ...changed }), 'organisation')).toBeNull();
    }

    for (const text of ['', 'null', '[]', '{', `${JSON.stringify(made)}${' '.repeat(9000)}`]) {
      expect(readKeyFile(text, 'organisation')).toBeNull();
    }
  });

  test("of an organisation signs what the Relay and the Agent check, an auditor's opens what was sealed for it", async () => {
    const [organisation, auditor] = [await makeKeyFile('organisation', passphrase, few), await makeKeyFile('auditor', passphrase, few)];
    const publicKey = fromBase64(auditor.publicKey)!;
    const facts = { name: 'Olga Ferro', publicKey, made: new Date(1_000), until: new Date(2_000) };
    const signature = await signCertificate(facts, (await openKeyFile(organisation, passphrase))!);
    const root = await crypto.subtle.importKey('spki', fromBase64(organisation.publicKey)!, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify']);
    expect(signature.length).toBe(64);
    expect(await crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, root, signature, certificateBytes(facts))).toBe(true);

    const session = crypto.getRandomValues(new Uint8Array(16));
    const info = join(ascii('remoteassist/recording/v1'), session, u32(3));
    const { enc, sealed } = (await seal(publicKey.slice(-65), info, new Uint8Array(0), ascii('x'.repeat(32))))!;
    const wrapped = join(u32(3), await auditorId(publicKey), enc, sealed);
    const key = (await openKeyFile(auditor, passphrase))!;
    expect(hex(await openContentKey(key, session, wrapped))).toBe(hex(ascii('x'.repeat(32))));
    await expect(openContentKey(key, new Uint8Array(16), wrapped)).rejects.toThrow();
    await expect(openContentKey(key, session, wrapped.slice(1))).rejects.toThrow();
  });
});

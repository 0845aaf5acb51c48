import { afterEach, describe, expect, test, vi } from 'vitest';
import { resumptionSecret, type ResumptionSecret } from '../../Viewer/Canvas/sealing/keys';
import { ResumptionSecrets, type Kept, type SecretStore } from '../../Viewer/Canvas/secrets';
import { openSecretStore } from '../../Viewer/Canvas/secretStore';
import { session } from './agent';

const words = { english: 'maple river', chinese: '枫树 河' };

const someSecret = (): Promise<ResumptionSecret> => resumptionSecret(crypto.getRandomValues(new Uint8Array(32)));

function someStore(kept: Kept = { secrets: [], words: null }) {
  const store = {
    kept,
    load: () => Promise.resolve(store.kept),
    save: (_: string, next: Kept) => {
      store.kept = next;
      return Promise.resolve();
    },
    forget: () => {
      store.kept = { secrets: [], words: null };
      return Promise.resolve();
    },
  };
  return store;
}

afterEach(() => void vi.unstubAllGlobals());

describe('what a page can resume with', () => {
  test('is there again after a reload, with the words', async () => {
    const store = someStore();
    const secret = await someSecret();
    await new ResumptionSecrets(session, store).add(secret, words);
    const reloaded = new ResumptionSecrets(session, store);
    expect(reloaded.some).toBe(false);
    await reloaded.load();
    expect(reloaded.find([new Uint8Array(16), secret.name])).toBe(secret);
    expect(reloaded.find([new Uint8Array(16)])).toBeNull();
    expect(reloaded.words).toEqual(words);
  });

  test('is used once', async () => {
    const store = someStore();
    const secrets = new ResumptionSecrets(session, store);
    const [used, next] = [await someSecret(), await someSecret()];
    await secrets.add(used, words);
    await secrets.replace(used, next);
    expect(secrets.find([used.name])).toBeNull();
    expect(store.kept).toEqual({ secrets: [next], words });
  });

  test('does not grow without end', async () => {
    const secrets = new ResumptionSecrets(session, someStore());
    const all = await Promise.all(Array.from({ length: 6 }, someSecret));
    for (const secret of all) {
      await secrets.add(secret, words);
    }

    expect(all.map(({ name }) => secrets.find([name]) !== null)).toEqual([false, false, true, true, true, true]);
  });

  test('is gone with the session', async () => {
    const store = someStore();
    const secrets = new ResumptionSecrets(session, store);
    await secrets.add(await someSecret(), words);
    await secrets.forget();
    expect([secrets.some, secrets.words, store.kept.secrets.length]).toEqual([false, null, 0]);
  });

  test('is saved again while the session lasts, and not after it', async () => {
    const store = someStore();
    let saves = 0;
    const counting: SecretStore = { ...store, save: () => Promise.resolve(void saves++) };
    const secrets = new ResumptionSecrets(session, counting);
    await secrets.stillNeeded();
    expect(saves).toBe(0);
    await secrets.add(await someSecret(), words);
    await secrets.stillNeeded();
    expect(saves).toBe(2);
    await secrets.forget();
    await secrets.stillNeeded();
    expect(saves).toBe(2);
  });

  test('works for this page where the browser grants no lock', async () => {
    vi.stubGlobal('navigator', { locks: { request: () => Promise.reject(new Error('not here')), query: () => Promise.resolve({}) } });
    await expect(openSecretStore().load(session)).rejects.toThrow('not here');
    const secrets = new ResumptionSecrets(session, openSecretStore());
    await secrets.load();
    const secret = await someSecret();
    await secrets.add(secret, words);
    expect(secrets.find([secret.name])).toBe(secret);
  });

  test('works for this page where the browser keeps nothing', async () => {
    const refuse = (): Promise<never> => Promise.reject(new Error('not in a private window'));
    const store: SecretStore = { load: refuse, save: refuse, forget: refuse };
    const secrets = new ResumptionSecrets(session, store);
    await secrets.load();
    const secret = await someSecret();
    await secrets.add(secret, words);
    expect(secrets.find([secret.name])).toBe(secret);
    await secrets.forget();
    expect(secrets.some).toBe(false);
  });
});

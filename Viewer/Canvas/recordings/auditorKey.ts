import { auditorId } from './certificate';
import { fromBase64, openKeyFile } from './keyFile';
import { storedKeys } from './keyStore';
import { openWrappedKey, readWrappedKey } from './wrappedKey';

// The auditor's own key, as the playback of recordings uses it. It is unlocked in the page, for as long as the page is open.

export interface OwnKey {
  /** 16 bytes. */
  readonly id: Uint8Array;
  readonly key: CryptoKey;
}

const unlocked: OwnKey[] = [];

/**
 * The 32 bytes of a content key.
 * `session`: 16 bytes, in the order in which the id is written; `wrapped`: 133 bytes.
 * Throws where it was not sealed for this key and session.
 */
export async function openContentKey(key: CryptoKey, session: Uint8Array, wrapped: Uint8Array): Promise<Uint8Array> {
  const read = readWrappedKey(wrapped);
  const secret = read && await openWrappedKey(key, session, read);
  if (!secret) {
    throw new Error('This content key was not sealed for this key.');
  }

  return secret;
}

/** Unlocks every key that this browser has and that this passphrase opens; how many there are. */
export async function unlockAuditorKeys(passphrase: string): Promise<number> {
  for (const file of await storedKeys()) {
    const id = await auditorId(fromBase64(file.publicKey)!);
    const key = await openKeyFile(file, passphrase);
    if (key && !unlocked.some(one => one.id.every((byte, at) => byte === id[at]))) {
      unlocked.push({ id, key });
    }
  }

  return unlocked.length;
}

/** Every key that is unlocked: recordings from before a new key were sealed for the one before. */
export function unlockedAuditorKeys(): readonly OwnKey[] {
  return unlocked;
}

/**
 * The key of this browser, once it is unlocked by its passphrase; undefined where there is none. Where it is still locked, the page's
 * form for that (`_UnlockAuditorKey`) is shown and waited for; a page without one gets undefined.
 */
export async function ownAuditorKey(): Promise<OwnKey | undefined> {
  const form = document.querySelector<HTMLFormElement>('form[data-unlock-auditor-key]');
  if (unlocked.length === 0 && form && (await storedKeys()).length > 0) {
    await unlockBy(form);
  }

  return unlocked.at(-1);
}

function unlockBy(form: HTMLFormElement): Promise<void> {
  const typed = form.querySelector<HTMLInputElement>('input[type=password]')!;
  const button = form.querySelector<HTMLButtonElement>('button')!;
  const trouble = form.querySelector<HTMLElement>('[role=alert]')!;
  form.hidden = false;
  typed.focus();
  return new Promise(done => {
    form.addEventListener('submit', event => {
      event.preventDefault();
      button.disabled = true;
      void unlockAuditorKeys(typed.value).then(count => {
        button.disabled = false;
        typed.value = '';
        trouble.hidden = count > 0;
        if (count > 0) {
          form.hidden = true;
          done();
        } else {
          typed.focus();
        }
      });
    });
  });
}

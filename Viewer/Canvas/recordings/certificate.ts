import { ascii, lengthValue, type Bytes } from '../sealing/bytes';
import { sha256 } from '../sealing/map';

/** What an organisation's root key signs of an auditor; C#'s AuditorCertificate explains it. */
export interface AuditorFacts {
  readonly name: string;
  /** SubjectPublicKeyInfo. */
  readonly publicKey: Bytes;
  readonly made: Date;
  readonly until: Date;
}

/** The bytes that are signed. */
export function certificateBytes(facts: AuditorFacts): Bytes {
  return lengthValue(
    ascii('RemoteAssist auditor 1'), new TextEncoder().encode(facts.name), facts.publicKey, moment(facts.made), moment(facts.until));
}

/** Signs them: ECDSA, P-256, SHA-256; 64 bytes r and s. */
export async function signCertificate(facts: AuditorFacts, root: CryptoKey): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, root, certificateBytes(facts)));
}

/** Names an auditor's key: 16 bytes. */
export async function auditorId(publicKey: Bytes): Promise<Bytes> {
  return (await sha256(publicKey)).slice(0, 16);
}

function moment(at: Date): Bytes {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(at.getTime()), true);
  return bytes;
}

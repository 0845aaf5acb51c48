import { hex, idBytes, same, type Bytes } from './bytes';
import { sha256 } from './map';

/** Who is asking, in the Relay's word; C#'s AskingStatement explains the fields. */
export interface AskingStatement {
  readonly technician: string;
  readonly organisation: string;
  readonly caseNumber: string;
  readonly issued: Date;
  readonly expires: Date;
}

export type StatementFault = 'malformed' | 'badSignature' | 'wrongSession' | 'wrongExchange' | 'tooLong' | 'expired';

const LABEL = 'RemoteAssist who is asking 1';
const LONGEST_MS = 10 * 60_000;
const CLOCK_DIFFERENCE_MS = 5 * 60_000;
const LONGEST_TEXT = 256;
const LAST_MOMENT = 253_402_300_799_999n;

/** Checks a statement against the pinned key (SubjectPublicKeyInfo) and against what this end knows by itself. */
export async function verifyStatement(
  statement: Bytes, signature: Bytes, publicKey: Bytes, session: string, transcriptHash: Bytes, now: Date,
): Promise<AskingStatement | StatementFault> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  try {
    const key = await crypto.subtle.importKey('spki', publicKey, algorithm, false, ['verify']);
    if (!(await crypto.subtle.verify(algorithm, key, signature, statement))) {
      return 'badSignature';
    }
  } catch {
    return 'badSignature'; // the key is none
  }

  const parts = split(statement, 8);
  const [label, technician, organisation, caseNumber] = parts?.slice(0, 4).map(text) ?? [];
  const [, , , , at, exchange, from, until] = parts ?? [];
  const issued = from && moment(from);
  const expires = until && moment(until);
  if (
    label !== LABEL || typeof technician !== 'string' || typeof organisation !== 'string' || typeof caseNumber !== 'string'
    || at?.length !== 16 || exchange?.length !== 32 || !issued || !expires
  ) {
    return 'malformed';
  }

  if (!same(at, idBytes(session))) {
    return 'wrongSession';
  }

  if (!same(exchange, transcriptHash)) {
    return 'wrongExchange';
  }

  if (expires.getTime() - issued.getTime() > LONGEST_MS) {
    return 'tooLong';
  }

  return now.getTime() >= issued.getTime() - CLOCK_DIFFERENCE_MS && now.getTime() < expires.getTime() + CLOCK_DIFFERENCE_MS
    ? { technician, organisation, caseNumber, issued, expires }
    : 'expired';
}

/** SHA-256 of a SubjectPublicKeyInfo, in sixteen groups of four hexadecimal digits. */
export async function fingerprint(publicKey: Bytes): Promise<string> {
  return hex(await sha256(publicKey)).match(/.{4}/gu)!.join(' ');
}

/** Exactly so many parts, each with its length in front in the shortest form, and nothing behind them. */
function split(bytes: Bytes, count: number): Bytes[] | null {
  const parts: Bytes[] = [];
  let at = 0;
  for (let i = 0; i < count; i++) {
    const first = bytes[at++];
    if (first === undefined) {
      return null;
    }

    let length = first;
    if (first >= 0x80) {
      const second = bytes[at++]; // two bytes reach to 16,383: more than any part of a statement has
      if (second === undefined || second === 0 || second >= 0x80) {
        return null;
      }

      length = first - 0x80 + second * 0x80;
    }

    if (length > bytes.length - at) {
      return null;
    }

    parts.push(bytes.slice(at, at + length));
    at += length;
  }

  return at === bytes.length ? parts : null;
}

function text(part: Bytes): string | null {
  if (part.length > LONGEST_TEXT) {
    return null;
  }

  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(part);
  } catch {
    return null;
  }
}

function moment(part: Bytes): Date | null {
  if (part.length !== 8) {
    return null;
  }

  const number = new DataView(part.buffer, part.byteOffset).getBigInt64(0, true);
  return number >= 0n && number <= LAST_MOMENT ? new Date(Number(number)) : null;
}

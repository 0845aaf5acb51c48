import { sha256 } from '@noble/hashes/sha2.js';
import { ascii, hex, idBytes, lengthValue, same, u32, type Bytes } from '../sealing/bytes';
import { base64, canonical, unbase64, unhex } from './canonical';
import { verifies } from './notes';
import { markOf, u64 } from './use';

// The Agent's own chain, from Shared/Audit/FORMAT.md. C# has another (Shared/Audit/ChainCheck.cs); both must name the same.

export type LinkDamage = 'notLinked' | 'linkUnreadable' | 'linkOutOfTurn' | 'linkWrongPrevious' | 'linkOtherKey' | 'linkNotSigned';

/** What is looked at of an entry. */
export interface LinkedEntry {
  readonly action: string;
  readonly outcome: string;
  readonly actor: string;
  readonly detail: Readonly<Record<string, string>>;
}

const WORDS = new Set([
  'scopes', 'customerGrantedAt', 'customerUntil', 'receipt', 'reason', 'fault', 'viewer',
  'transfer', 'size', 'why', 'sha256', 'formats', 'facts',
  'report', 'interval', 'keys', 'characters', 'buttons', 'wheel', 'moves',
]);

const STATEMENTS = new Set([
  'session.allow', 'session.show', 'session.pause', 'session.resume', 'session.change', 'session.end', 'colleague.change',
  'viewer.admitted', 'viewer.refusedByCustomer', 'file.sending', 'file.sent', 'file.fetching', 'file.fetched',
  'clipboard.set', 'clipboard.read', 'session.factsRead', 'control.opened', 'control.counted', 'control.closed',
]);

const LABEL = ascii('RemoteAssist agent chain 1');
const MOST = 2 ** 31 - 1;

interface Link {
  readonly number: number;
  readonly previous: Bytes;
  readonly time: number;
  readonly key: Bytes;
  readonly signature: Bytes;
}

const isAgents = ({ action, actor }: LinkedEntry): boolean => action === 'session.handedOver' || (actor === 'customer' && STATEMENTS.has(action));

/** Bytes whose digits are all lower case; null of other lengths. */
function digits(text: string | undefined, length: number): Bytes | null {
  const bytes = text === undefined ? null : unhex(text);
  return bytes?.length === length && hex(bytes) === text ? bytes : null;
}

function bytesOf(text: string | undefined): Bytes | null {
  const bytes = text === undefined ? null : unbase64(text);
  return bytes !== null && base64(bytes) === text ? bytes : null;
}

function read(detail: Readonly<Record<string, string>>, known: Bytes | null): Link | null {
  const { link, linkPrevious, linkTime, linkSignature, linkKey } = detail;
  const number = /^(0|[1-9]\d{0,9})$/u.test(link ?? '') ? Number(link) : MOST + 1;
  const time = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/u.test(linkTime ?? '') ? Date.parse(linkTime!) : Number.NaN;
  const previous = linkPrevious === undefined ? null : digits(linkPrevious, linkPrevious.length / 2);
  const signature = bytesOf(linkSignature);
  const key = number === 0 ? bytesOf(linkKey) : linkKey === undefined ? known : null;
  return number <= MOST && !Number.isNaN(time) && new Date(time).toISOString() === linkTime && previous !== null && signature !== null && key !== null
    ? { number, previous, time, key, signature } : null;
}

/** Takes a session's entries in the log's order, and names the first that breaks the Agent's sequence. */
export class ChainCheck {
  /** Good links, from the first. */
  count = 0;
  private chain: { readonly exchange: Bytes; readonly mark: string } | null = null;
  private head: Bytes = new Uint8Array(32);
  private key: Bytes | null = null;

  constructor(private readonly session: string) {}

  /** Whether the Agent keeps a chain: those of before did not. */
  get hasChain(): boolean {
    return this.chain !== null;
  }

  async take(entry: LinkedEntry): Promise<LinkDamage | null> {
    const { action, outcome, detail } = entry;
    if (outcome === 'success' && action === 'session.join') {
      return this.begin(detail);
    }

    if (detail['link'] === undefined) {
      return this.chain !== null && outcome === 'success' && isAgents(entry) ? 'notLinked' : null;
    }

    if (this.chain === null) {
      return 'linkOtherKey';
    }

    const link = read(detail, this.key);
    if (link === null) {
      return this.count === 0 && detail['link'] !== '0' ? 'linkOutOfTurn' : 'linkUnreadable';
    }

    if (link.previous.length !== 32 || link.signature.length !== 64 || link.time < 0) {
      return 'linkUnreadable';
    }

    if (link.number !== this.count) {
      return 'linkOutOfTurn';
    }

    if (!same(link.previous, this.head)) {
      return 'linkWrongPrevious';
    }

    if (markOf(link.key) !== this.chain.mark) {
      return 'linkOtherKey';
    }

    const said = Object.fromEntries(Object.entries(detail).filter(([name]) => WORDS.has(name)));
    const signed = lengthValue(
      LABEL, idBytes(this.session), this.chain.exchange, u32(link.number), link.previous, u64(link.time), ascii(canonical({ action, said })!));
    if (!await verifies(link.key, signed, link.signature)) {
      return 'linkNotSigned';
    }

    [this.count, this.head, this.key] = [this.count + 1, sha256(signed) as Bytes, link.key];
    return null;
  }

  // One code lets one Agent in, once.
  private begin(detail: Readonly<Record<string, string>>): LinkDamage | null {
    if (this.chain !== null) {
      return 'linkOtherKey';
    }

    if (detail['chain'] === undefined) {
      return null;
    }

    const exchange = digits(detail['exchange'], 32);
    const mark = digits(detail['agentKey'], 16);
    this.chain = detail['chain'] === '1' && exchange !== null && mark !== null ? { exchange, mark: hex(mark) } : null;
    return this.chain === null ? 'linkUnreadable' : null;
  }
}

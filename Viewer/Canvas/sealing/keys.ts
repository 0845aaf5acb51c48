import { ascii, idBytes, lengthValue, u16, u32, type Bytes } from './bytes';
import { comparisonWords, type ComparisonWords } from './words';

const KEY_SIZE = 32;
const NAME_SIZE = 16;
const WORDS = 2;

/**
 * What both ends must know alike before they exchange anything. None of it is secret, all of it is bound into the
 * keys: where the two differ in anything, they do not agree.
 */
export interface ExchangeContext {
  readonly protocolVersion: number;
  /** The session's id, with dashes. */
  readonly session: string;
  /** The number that the Relay gave this Viewer, from 1. */
  readonly viewer: number;
}

/** CPace's channel identifier: who speaks first, who second, where. */
export function channelOf(context: ExchangeContext, nameplate: string): Bytes {
  return lengthValue(ascii('RemoteAssist code'), ascii('agent'), ascii('viewer'), u32(context.viewer), ascii(nameplate));
}

/** A label for one key: nothing else in the product derives a key under the same bytes. */
export function labelOf(context: ExchangeContext, purpose: string): Bytes {
  return lengthValue(
    ascii('RemoteAssist'), ascii(purpose), u16(context.protocolVersion), idBytes(context.session), u32(context.viewer),
  );
}

/** What this page keeps for at most 60 s after a cut or over a reload. The key cannot be exported; IndexedDB holds it. */
export interface ResumptionSecret {
  /** Public; says which secret is meant. 16 bytes. */
  readonly name: Bytes;
  readonly key: CryptoKey;
}

/** The keys of one connection with the Agent. None can be exported. */
export interface ConnectionKeys {
  readonly viewer: number;
  readonly controlToViewer: CryptoKey;
  readonly controlToAgent: CryptoKey;
  readonly resumption: ResumptionSecret;
  readonly words: ComparisonWords;
}

/** What this end holds after an exchange. */
export interface Agreement {
  /** Tile codecs that the Agent can write, now authenticated. */
  readonly codecs: readonly number[];
  readonly keys: ConnectionKeys;
  /** 32 bytes that name this exchange; no secret. The Relay signs them into its statement. */
  readonly transcriptHash: Bytes;
}

/** All keys of a connection from its root: the same labels as in C#'s KeySchedule. */
export async function keysFrom(root: Bytes, context: ExchangeContext): Promise<ConnectionKeys> {
  const key = await importSecret(root);
  const [controlToViewer, controlToAgent, resumption, words] = await Promise.all([
    sealingKey(key, new Uint8Array(0), labelOf(context, 'control agent to viewer'), ['decrypt']),
    sealingKey(key, new Uint8Array(0), labelOf(context, 'control viewer to agent'), ['encrypt']),
    hkdf(key, new Uint8Array(0), labelOf(context, 'resumption'), KEY_SIZE),
    hkdf(key, new Uint8Array(0), labelOf(context, 'comparison words'), WORDS),
  ]);
  return {
    viewer: context.viewer,
    controlToViewer,
    controlToAgent,
    resumption: await resumptionSecret(resumption),
    words: comparisonWords(words[0]!, words[1]!),
  };
}

/** The root of all keys of a first connection. */
export async function rootOf(context: ExchangeContext, sessionKey: Bytes, transcriptHash: Bytes): Promise<Bytes> {
  return hkdf(await importSecret(sessionKey), transcriptHash, labelOf(context, 'root'), KEY_SIZE);
}

/** A key from a resumption secret, the fresh product and everything said. */
export function mix(secret: ResumptionSecret, product: Bytes, purpose: string, transcriptHash: Bytes): Promise<Bytes> {
  return hkdf(secret.key, product, lengthValue(ascii('RemoteAssist resumption'), ascii(purpose), transcriptHash), KEY_SIZE);
}

export async function resumptionSecret(secret: Bytes): Promise<ResumptionSecret> {
  const key = await importSecret(secret);
  const label = lengthValue(ascii('RemoteAssist resumption'), ascii('name'));
  return { key, name: await hkdf(key, new Uint8Array(0), label, NAME_SIZE) };
}

/** The key that a content key's secret stands for; see C#'s ContentKey. */
export function frameKey(context: ExchangeContext, id: number, secret: Bytes): Promise<CryptoKey> {
  return contentKey(context, id, secret, 'frames agent to viewers');
}

/** The key under which seek points are sealed, from the same secret. */
export function seekKey(context: ExchangeContext, id: number, secret: Bytes): Promise<CryptoKey> {
  return contentKey(context, id, secret, 'seek points agent to auditors');
}

async function contentKey(context: ExchangeContext, id: number, secret: Bytes, purpose: string): Promise<CryptoKey> {
  return sealingKey(await importSecret(secret), u32(id), labelOf({ ...context, viewer: 0 }, purpose), ['decrypt']);
}

function importSecret(secret: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveBits', 'deriveKey']);
}

async function hkdf(key: CryptoKey, salt: Bytes, label: Bytes, count: number): Promise<Bytes> {
  return new Uint8Array(
    await crypto.subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt, info: label }, key, count * 8),
  );
}

function sealingKey(key: CryptoKey, salt: Bytes, label: Bytes, usages: KeyUsage[]): Promise<CryptoKey> {
  return crypto.subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt, info: label }, key, { name: 'AES-GCM', length: 256 }, false, usages,
  );
}

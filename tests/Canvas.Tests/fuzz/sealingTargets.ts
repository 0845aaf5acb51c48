import { ControlOpener } from '../../../Viewer/Canvas/sealing/control';
import { readExchange } from '../../../Viewer/Canvas/sealing/message';
import { CodeKeeper } from '../../../Viewer/Canvas/sealing/handshake';
import { readIntroduction, writeIntroduction } from '../../../Viewer/Canvas/sealing/introduction';
import { FrameOpener, readContentKey } from '../../../Viewer/Canvas/sealing/frames';
import { verifyStatement } from '../../../Viewer/Canvas/sealing/statement';
import { hex, type Bytes } from '../../../Viewer/Canvas/sealing/bytes';
import { context, drawn, unhex, vectors, viewerCodecs } from '../sealing/some';
import { joinPieces, piecesOf } from './pieces';
import type { Target } from './target';

// The browser's cryptography answers later, and slowly.
const SLOW = 0.02;

/** What comes sealed, seals, or is signed. */
export const sealingTargets: readonly Target[] = [
  { name: 'envelope-control', seeds: () => [joinPieces(vectors.control.toViewer.map(each => unhex(each.envelope)))], reading: controlReading, share: SLOW },
  { name: 'envelope-frames', seeds: () => [joinPieces(vectors.frames.envelopes.map(each => unhex(each.envelope)))], reading: () => readsFrames, share: SLOW },
  { name: 'content-key', seeds: () => vectors.frames.contentKeys.map(unhex), reading: () => input => readContentKey(input) !== null },
  { name: 'exchange-message', seeds: exchangeMessages, reading: () => input => typeof readExchange(input) !== 'number' },
  { name: 'exchange-viewer', seeds: () => [joinPieces([vectors.exchange.agentShare, vectors.exchange.agentConfirm].map(unhex))], reading: () => agrees, share: SLOW / 10 },
  { name: 'introduction', seeds: introductions, reading: () => readsIntroduction },
  {
    name: 'signed-asking',
    seeds: () => [joinPieces([vectors.statement.bytes, vectors.statement.signature, vectors.statement.publicKey].map(unhex))],
    reading: () => verifies,
    share: SLOW,
  },
];

async function controlReading(): Promise<(input: Uint8Array<ArrayBuffer>) => Promise<boolean>> {
  const key = await crypto.subtle.importKey('raw', unhex(vectors.exchange.keys.controlToViewer), 'AES-GCM', false, ['decrypt']);
  const good = vectors.control.toViewer.map(each => each.body);
  return async input => {
    const opener = new ControlOpener(key, context.viewer);
    let opened = 0;
    for (const envelope of piecesOf(input)) {
      const result = await opener.open(envelope);
      if ('body' in result && !isSame(result.body, good[opened++])) {
        throw new Error('Something was opened that nobody sealed.');
      }
    }

    return opened > 0;
  };
}

async function readsFrames(input: Uint8Array<ArrayBuffer>): Promise<boolean> {
  const opener = new FrameOpener(context);
  vectors.frames.contentKeys.forEach(key => opener.add(readContentKey(unhex(key))!));
  let opened = 0;
  for (const envelope of piecesOf(input)) {
    const result = await opener.open(envelope);
    if ('body' in result) {
      opened++;
      if (!vectors.frames.envelopes.some(good => isSame(result.body, good.body))) {
        throw new Error('Something was opened that nobody sealed.');
      }
    }
  }

  return opened > 0;
}

async function agrees(input: Uint8Array<ArrayBuffer>): Promise<boolean> {
  const handshake = new CodeKeeper(vectors.context.secret).begin(context, vectors.context.nameplate, viewerCodecs, () => 0, drawn(vectors.exchange));
  if (typeof handshake === 'number') {
    throw new Error('The keeper refuses.');
  }

  const heard: string[] = [];
  let agreed = false;
  for (const message of piecesOf(input)) {
    heard.push(hex(message));
    if ((await handshake.receive(message)).agreement) {
      agreed = true;
      break;
    }
  }

  if (agreed && heard.join() !== [vectors.exchange.agentShare, vectors.exchange.agentConfirm].join()) {
    throw new Error('It agreed, and the Agent had said something else.');
  }

  return agreed;
}

function readsIntroduction(input: Uint8Array): boolean {
  const message = readIntroduction(input);
  if (message && !isSame(input, hex(writeIntroduction(message)))) {
    throw new Error('Something was read that nobody wrote.');
  }

  return message !== null;
}

async function verifies(input: Uint8Array<ArrayBuffer>): Promise<boolean> {
  const [statement = new Uint8Array(0), signature = new Uint8Array(0), key = new Uint8Array(0)] = piecesOf(input);
  const now = new Date(vectors.statement.issued);
  return typeof await verifyStatement(statement, signature, key, context.session, unhex(vectors.exchange.keys.transcriptHash), now) !== 'string';
}

function exchangeMessages(): Bytes[] {
  const { exchange, resumption } = vectors;
  return [exchange.agentShare, exchange.agentConfirm, resumption.agentResume, resumption.agentResumed, '050101'].map(unhex);
}

function introductions(): Bytes[] {
  return [[1, 32], [2, 16], [3, 65 + 16], [4, 65 + 48], [5, 0]].map(([kind, length]) => Uint8Array.of(kind!, ...new Uint8Array(length!).fill(9)));
}

function isSame(bytes: Uint8Array, digits: string | undefined): boolean {
  return hex(bytes) === digits;
}

import { ascii, hex, join, type Bytes } from '../../../Viewer/Canvas/sealing/bytes';
import { base64, canonical, textOf, unbase64, type Json } from '../../../Viewer/Canvas/audit/canonical';
import { keyLine, noteKey, readKey, readNote, type KeyKind } from '../../../Viewer/Canvas/audit/notes';
import { crc32, header, list, readZip } from '../../../Viewer/Canvas/verify/zip';
import vector from '../../Vectors/bundle.json';

/** A row of tests/Vectors/bundle-tampers.json. */
export interface Tamper {
  readonly what: string;
  readonly steps: readonly (readonly (string | number)[])[];
  readonly damage: string;
  readonly part: string;
  readonly entry?: number;
  readonly kept?: string;
}

export interface Part {
  readonly name: string;
  readonly bytes: Bytes;
}

/** A file of these parts, with checksums that fit. */
export function zip(parts: readonly Part[]): Bytes {
  const all = parts.map(part => ({ ...part, checksum: crc32(part.bytes) }));
  return join(...all.flatMap(({ name, bytes, checksum }) => [header(name, bytes, checksum), bytes]), list(all));
}

const known: Readonly<Record<string, string>> = vector;
const bytesOf = (name: string): Bytes => unbase64(known[name]!)!;

async function sign(who: string, bytes: Bytes): Promise<Bytes> {
  const key = await crypto.subtle.importKey('pkcs8', bytesOf(who), { name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, bytes));
}

const line = (name: string, id: string, bytes: Bytes): string =>
  `— ${name} ${base64(join(Uint8Array.from(id.match(/../gu)!, pair => Number.parseInt(pair, 16)), bytes))}\n`;

/** Does to a bundle what a row says, step by step: the twin of tests/Shared.Tests/Bundles/Tampering.cs. */
export async function tamper(written: Uint8Array, { steps }: Pick<Tamper, 'steps'>): Promise<Bytes> {
  const parts: Part[] = readZip(written).parts.map(({ name, bytes }) => ({ name, bytes: bytes.slice() as Bytes }));
  let file: Bytes | null = null;
  const at = (name: string): number => parts.findIndex(part => part.name === name);
  const text = (name: string): string => textOf(parts[at(name)]!.bytes)!;
  const write = (name: string, content: string): void => { parts[at(name)] = { name, bytes: ascii(content) }; };
  const lines = (change: (all: string[]) => void): void => {
    const all = text('entries.jsonl').split('\n').slice(0, -1);
    change(all);
    write('entries.jsonl', all.map(one => `${one}\n`).join(''));
  };
  const manifest = (change: (map: Record<string, Json>) => void): void => {
    const map = JSON.parse(text('manifest.json')) as Record<string, Json>;
    change(map);
    write('manifest.json', canonical(map)!);
  };
  const origin = (): string => (JSON.parse(text('manifest.json')) as { key: string }).key.split('+')[0]!;
  const keyOf = (who: string, kind: KeyKind) => noteKey(origin(), kind, bytesOf(`${who}Public`));

  const cosign = async (body: Bytes): Promise<string> => {
    const witness = readKey(vector.trust.split('\n').map(one => one.trim()).find(one => one.startsWith('witness/'))!)!;
    const time = new Uint8Array(8);
    new DataView(time.buffer).setBigInt64(0, 1_800_000_000n);
    return line(witness.name, witness.id, join(time, await sign('stranger', join(ascii('cosignature/p256/v1\ntime 1800000000\n'), body))));
  };

  const does: Readonly<Record<string, (...words: string[]) => void | Promise<void>>> = {
    cut: bytes => { file = zip(parts).slice(0, Number(bytes)); },
    append: more => { file = join(zip(parts), ascii(more)); },
    replace: (name, from, to) => write(name, text(name).replace(from, () => to)),
    write: (name, what) => write(name, known[what] ?? what),
    removeLine: one => lines(all => { all.splice(Number(one), 1); }),
    swapLines: (one, other) => lines(all => { [all[Number(one)], all[Number(other)]] = [all[Number(other)]!, all[Number(one)]!]; }),
    copyLine: (from, to) => lines(all => { all.splice(Number(to), 0, all[Number(from)]!); }),
    remove: name => { parts.splice(at(name), 1); },
    insert: (name, to) => { parts.splice(Number(to), 0, { name, bytes: ascii('{}') }); },
    move: (name, to) => { parts.splice(Number(to), 0, ...parts.splice(at(name), 1)); },
    rename: (name, other) => { parts[at(name)] = { name: other, bytes: parts[at(name)]!.bytes }; },
    dropSignature: one => {
      const all = text('checkpoint.txt').split('\n');
      all.splice(4 + Number(one), 1);
      write('checkpoint.txt', all.join('\n'));
    },
    note: async (...signers) => {
      const { body } = readNote(parts[at('checkpoint.txt')]!.bytes)!;
      const signatures = await Promise.all(signers.map(async who =>
        who === 'falseWitness' ? cosign(body) : line(origin(), keyOf(who, 'log').id, await sign(who, body))));
      write('checkpoint.txt', `${textOf(body)}\n${signatures.join('')}`);
    },
    key: who => manifest(map => { map['key'] = keyLine(keyOf(who, 'log')); }),
    rehash: async () => {
      const hashes = new Map(await Promise.all(parts.map(async ({ name, bytes }) =>
        [name, [bytes.length, hex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)))] as const] as const)));
      manifest(map => (map['parts'] as Record<string, Json>[]).forEach(fact => {
        [fact['bytes'], fact['sha256']] = hashes.get(String(fact['name']))!;
      }));
    },
    sign: async who => write('manifest.sig', line(
      origin(), keyOf(who, 'bundle').id, await sign(who, join(ascii('remoteassist/bundle/p256/v1\n'), parts[at('manifest.json')]!.bytes)))),
  };

  for (const [step, ...words] of steps) {
    await does[String(step)]!(...words.map(String));
  }

  return file ?? zip(parts);
}

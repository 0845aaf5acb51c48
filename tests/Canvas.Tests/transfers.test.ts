import { describe, expect, test } from 'vitest';
import type { Bytes } from '../../Viewer/Canvas/sealing/bytes';
import { hex } from '../../Viewer/Canvas/sealing/bytes';
import { Clipboard } from '../../Viewer/Canvas/transfer/clipboard';
import { Files } from '../../Viewer/Canvas/transfer/files';
import { SendPace } from '../../Viewer/Canvas/transfer/pace';
import type { ViewerCommand } from '../../Viewer/Canvas/wire/commands/command';
import type { Fate } from '../../Viewer/Canvas/commands';
import { CHUNK_BYTES, WINDOW_BYTES } from '../../Viewer/Canvas/wire/pieces';
import type { TransferMessage } from '../../Viewer/Canvas/wire/transfers';
import { Draw } from './edits';

const content = (size: number): Bytes => {
  const draw = new Draw(5);
  return Uint8Array.from({ length: size }, () => draw.next(256));
};
const hashOf = async (bytes: Bytes): Promise<string> => hex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
const settled = async (): Promise<void> => {
  for (let i = 0; i < 12; i++) {
    await new Promise(resolve => setTimeout(resolve, 0));
  }
};

function someHost() {
  const host = {
    said: [] as TransferMessage[],
    commands: [] as { command: ViewerCommand; fate: Fate }[],
    saved: [] as { file: Blob; name: string }[],
    letGo: 0,
    later: [] as (() => void)[],
    clips: [] as Record<string, Bytes>[],
    clock: 0,
    last: 100,
    send: (command: ViewerCommand, fate: Fate) => void host.commands.push({ command, fate }),
    say: (message: TransferMessage) => void host.said.push(message),
    now: () => host.clock,
    number: () => ++host.last,
    save: (file: Blob, name: string) => {
      host.saved.push({ file, name });
      return () => void host.letGo++;
    },
    after: (_: number, run: () => void) => void host.later.push(run),
    copied: (contents: object) => void host.clips.push(contents as Record<string, Bytes>),
    onChange: () => undefined,
  };
  return host;
}

function inMemory() {
  const parts: Bytes[] = [];
  return { write: async (bytes: Bytes) => void parts.push(bytes), file: async () => new Blob(parts), drop: async () => void (parts.length = 0) };
}

// The Agent's half of a file that comes: what it has written, and how far that goes.
async function receive(host: ReturnType<typeof someHost>, files: Files, transfer: number, into: Bytes, from: number, to: number): Promise<number> {
  let at = from;
  for (let quiet = 0; at < to && quiet < 5;) {
    await settled();
    const before = at;
    for (const message of host.said.splice(0)) {
      if (message.kind === 'chunk' && message.transfer === transfer && message.offset === at && at < to) {
        into.set(message.data, at);
        at += message.data.length;
      }
    }

    quiet = at === before ? quiet + 1 : 0;
    files.take({ kind: 'agentReceived', transfer, offset: at });
  }

  return at;
}

describe('a file to the customer', () => {
  test('goes in chunks within the window, goes on behind a cut from where the other end stands, and ends with its hash', async () => {
    const host = someHost();
    const files = new Files(host, async () => inMemory());
    const bytes = content(2_500_000);
    files.sendFile(new File([bytes], 'a/b\\c.bin'));
    expect(host.commands[0]!.command).toEqual({ kind: 'sendFile', transfer: 101, size: bytes.length, name: 'a_b_c.bin' });
    await settled();
    expect(host.said).toEqual([]);
    const got = new Uint8Array(bytes.length);
    files.take({ kind: 'transferStands', transfer: 101, state: 'open', offset: 0 });
    await settled();
    expect(host.said.length).toBe(2);
    const stopped = await receive(host, files, 101, got, 0, 1_000_000);
    expect(files.lines[0]).toMatchObject({ standing: 'moving', carried: stopped });

    // What was on its way is lost, and more than that was said.
    host.said.length = 0;
    files.take({ kind: 'transferStands', transfer: 101, state: 'open', offset: 900_000 });
    await receive(host, files, 101, got, 900_000, bytes.length);
    await settled();
    const finish = host.commands.map(({ command }) => command).find(({ kind }) => kind === 'finishFile');
    expect(finish?.kind === 'finishFile' && hex(finish.hash)).toBe(await hashOf(bytes));
    expect(await hashOf(got)).toBe(await hashOf(bytes));
    files.take({ kind: 'transferStands', transfer: 101, state: 'done', offset: bytes.length });
    await settled();
    expect(files.lines[0]).toMatchObject({ standing: 'done', carried: bytes.length });
  });

  test('that is paused sends nothing, not even behind a cut, while another goes on; then it goes on where it was', async () => {
    const host = someHost();
    const files = new Files(host, async () => inMemory());
    const bytes = content(1_500_000);
    const got = new Uint8Array(bytes.length);
    files.sendFile(new File([bytes], 'a'));
    files.pause(101, true);
    expect(files.lines[0]!.isPaused).toBe(false);
    files.take({ kind: 'transferStands', transfer: 101, state: 'open', offset: 0 });
    const stopped = await receive(host, files, 101, got, 0, 300_000);
    files.pause(101, true);
    await settled();
    host.said.length = 0;
    files.take({ kind: 'agentReceived', transfer: 101, offset: stopped });
    files.take({ kind: 'transferStands', transfer: 101, state: 'held', offset: stopped });
    files.take({ kind: 'transferStands', transfer: 101, state: 'open', offset: stopped });
    await settled();
    expect(host.said).toEqual([]);
    expect(files.lines[0]).toMatchObject({ standing: 'moving', isPaused: true });

    files.sendFile(new File([content(100_000)], 'b'));
    files.take({ kind: 'transferStands', transfer: 102, state: 'open', offset: 0 });
    await receive(host, files, 102, new Uint8Array(100_000), 0, 100_000);
    expect(host.commands.at(-1)!.command).toMatchObject({ kind: 'finishFile', transfer: 102 });

    files.pause(101, false);
    await receive(host, files, 101, got, stopped, bytes.length);
    await settled();
    expect(host.commands.at(-1)!.command).toMatchObject({ kind: 'finishFile', transfer: 101 });
    expect(await hashOf(got)).toBe(await hashOf(bytes));
  });

  test('of nothing is finished as soon as it is open', async () => {
    const host = someHost();
    const files = new Files(host, async () => inMemory());
    files.sendFile(new File([], 'empty'));
    files.take({ kind: 'transferStands', transfer: 101, state: 'open', offset: 0 });
    await settled();
    expect(host.commands.map(({ command }) => command.kind)).toEqual(['sendFile', 'finishFile']);
  });

  test('that is cancelled, refused or was begun by a page before says no more', async () => {
    const host = someHost();
    const files = new Files(host, async () => inMemory());
    files.sendFile(new File([content(500_000)], 'a'));
    files.sendFile(new File([content(500_000)], 'b'));
    files.take({ kind: 'transferStands', transfer: 101, state: 'open', offset: 0 });
    files.cancel(101);
    await settled();
    expect(host.said.filter(({ kind }) => kind === 'chunk').length).toBe(0);
    host.commands[1]!.fate.refused?.('noRoom');
    expect(files.lines.map(({ standing }) => standing)).toEqual(['cancelled', 'refused.noRoom']);
    files.take({ kind: 'transferStands', transfer: 7, state: 'open', offset: 10 });
    expect(host.commands.at(-1)!.command).toEqual({ kind: 'cancelTransfer', transfer: 7 });
  });
});

describe('many files to the customer', () => {
  test('begin three at once, each further one when another is over, and one that has not begun is cancelled here alone', () => {
    const host = someHost();
    const files = new Files(host, async () => inMemory());
    ['a', 'b', 'c', 'd', 'e', 'f'].forEach(name => files.sendFile(new File([content(10)], name)));
    const begun = () => host.commands.flatMap(({ command }) => (command.kind === 'sendFile' ? [command.name] : []));
    expect(begun()).toEqual(['a', 'b', 'c']);
    expect(files.lines.map(({ standing }) => standing)).toEqual(['waiting', 'waiting', 'waiting', 'queued', 'queued', 'queued']);
    files.cancel(104);
    expect(host.commands.some(({ command }) => command.kind === 'cancelTransfer')).toBe(false);
    host.commands[0]!.fate.refused?.('noRoom');
    expect(begun()).toEqual(['a', 'b', 'c', 'e']);
    files.stop();
    expect(begun()).toHaveLength(4);
    expect(files.lines.every(({ standing }) => standing === 'cancelled' || standing === 'refused.noRoom')).toBe(true);
  });
});

describe('a file from the customer', () => {
  async function come(files: Files, transfer = 101): Promise<void> {
    files.askFile();
    files.take({ kind: 'fileOffered', transfer, size: 3, name: 'a' });
    await settled();
    files.take({ kind: 'transferStands', transfer, state: 'open', offset: 0 });
    files.take({ kind: 'agentChunk', transfer, offset: 0, data: content(3) });
    await settled();
  }

  test('is saved once however often its end is said, and kept no longer than the browser needs after it is off the list', async () => {
    const host = someHost();
    const drops = { count: 0 };
    const files = new Files(host, async () => ({ ...inMemory(), drop: async () => void drops.count++ }));
    await come(files);
    files.take({ kind: 'transferStands', transfer: 101, state: 'done', offset: 3 });
    files.take({ kind: 'transferStands', transfer: 101, state: 'done', offset: 3 });
    await settled();
    expect([host.saved.length, drops.count, host.letGo]).toEqual([1, 0, 0]);
    files.forget(101);
    host.later.forEach(run => run());
    expect([drops.count, host.letGo]).toEqual([1, 1]);
  });

  test('that cannot be read back has no room, and one that is cancelled meanwhile stays cancelled', async () => {
    const host = someHost();
    const full = new Files(host, async () => ({ ...inMemory(), file: async () => Promise.reject(new Error('quota')) }));
    await come(full);
    full.take({ kind: 'transferStands', transfer: 101, state: 'done', offset: 3 });
    await settled();
    expect(full.lines[0]!.standing).toBe('noDisk');

    const files = new Files(host, async () => inMemory());
    await come(files, 102);
    files.take({ kind: 'transferStands', transfer: 102, state: 'done', offset: 3 });
    files.cancel(102);
    await settled();
    expect(files.lines[0]!.standing).toBe('cancelled');
    expect(host.saved).toEqual([]);
  });

  test('is written in its order, told of, and saved once the Agent has the same hash', async () => {
    const host = someHost();
    const files = new Files(host, async () => inMemory());
    const bytes = content(100_000);
    files.askFile();
    files.take({ kind: 'fileOffered', transfer: 101, size: bytes.length, name: 'log.txt' });
    await settled();
    expect(host.commands.map(({ command }) => command.kind)).toEqual(['askFile', 'fetchFile']);
    files.take({ kind: 'transferStands', transfer: 101, state: 'open', offset: 0 });
    files.take({ kind: 'agentChunk', transfer: 101, offset: 0, data: bytes.slice(0, 30_000) });
    files.take({ kind: 'agentChunk', transfer: 101, offset: 60_000, data: bytes.slice(60_000, 70_000) });
    await settled();
    expect(host.said).toEqual([{ kind: 'received', transfer: 101, offset: 0 }, { kind: 'received', transfer: 101, offset: 30_000 }]);
    files.take({ kind: 'transferStands', transfer: 101, state: 'open', offset: 0 });
    await settled();
    expect(host.said.at(-1)).toEqual({ kind: 'received', transfer: 101, offset: 30_000 });
    for (let at = 30_000; at < bytes.length; at += 10_000) {
      files.take({ kind: 'agentChunk', transfer: 101, offset: at, data: bytes.slice(at, at + 10_000) });
    }

    await settled();
    const finish = host.commands.at(-1)!.command;
    expect(finish.kind === 'finishFile' && hex(finish.hash)).toBe(await hashOf(bytes));
    expect(host.saved).toEqual([]);
    files.take({ kind: 'transferStands', transfer: 101, state: 'done', offset: bytes.length });
    await settled();
    expect(host.saved[0]!.name).toBe('log.txt');
    expect(await hashOf(new Uint8Array(await host.saved[0]!.file.arrayBuffer()))).toBe(await hashOf(bytes));
  });

  test('that is paused asks for no more and keeps what still comes, then asks for the rest', async () => {
    const host = someHost();
    const files = new Files(host, async () => inMemory());
    const bytes = content(30);
    files.askFile();
    files.take({ kind: 'fileOffered', transfer: 101, size: bytes.length, name: 'a' });
    await settled();
    files.take({ kind: 'transferStands', transfer: 101, state: 'open', offset: 0 });
    await settled();
    files.pause(101, true);
    files.take({ kind: 'agentChunk', transfer: 101, offset: 0, data: bytes.slice(0, 20) });
    files.take({ kind: 'transferStands', transfer: 101, state: 'open', offset: 0 });
    await settled();
    expect(host.said).toEqual([{ kind: 'received', transfer: 101, offset: 0 }]);
    expect(files.lines[0]).toMatchObject({ carried: 20, isPaused: true });

    files.pause(101, false);
    await settled();
    expect(host.said.at(-1)).toEqual({ kind: 'received', transfer: 101, offset: 20 });
    files.take({ kind: 'agentChunk', transfer: 101, offset: 20, data: bytes.slice(20) });
    await settled();
    expect(host.commands.at(-1)!.command).toMatchObject({ kind: 'finishFile', transfer: 101 });
  });

  test('that is larger than was said, or than there is room for, is cancelled', async () => {
    const host = someHost();
    const files = new Files(host, async size => size > 1000 ? null : inMemory());
    files.askFile();
    files.take({ kind: 'fileOffered', transfer: 101, size: 10, name: 'a' });
    await settled();
    files.take({ kind: 'transferStands', transfer: 101, state: 'open', offset: 0 });
    files.take({ kind: 'agentChunk', transfer: 101, offset: 0, data: content(11) });
    files.askFile();
    files.take({ kind: 'fileOffered', transfer: 102, size: 1001, name: 'b' });
    await settled();
    expect(files.lines.map(({ standing }) => standing)).toEqual(['noDisk', 'noDisk']);
    expect(host.commands.filter(({ command }) => command.kind === 'cancelTransfer').length).toBe(2);
  });
});

describe('the clipboard', () => {
  test('is set whole, formats in their order, and the newest counts', async () => {
    const host = someHost();
    const clipboard = new Clipboard(host);
    const first = clipboard.set({ text: content(5) });
    const second = clipboard.set({ png: content(7), text: content(5), html: new Uint8Array(0) });
    expect(await first).toBe(false);
    expect(host.commands.map(({ command }) => command).at(-1))
      .toEqual({ kind: 'setClipboard', transfer: 102, pieces: [{ format: 'text', size: 5 }, { format: 'png', size: 7 }] });
    expect(clipboard.take({ kind: 'transferStands', transfer: 102, state: 'open', offset: 0 })).toBe(true);
    await settled();
    expect(host.said).toEqual([{ kind: 'chunk', transfer: 102, offset: 0, data: Uint8Array.of(...content(5), ...content(7)) }]);
    clipboard.take({ kind: 'agentReceived', transfer: 102, offset: 12 });
    clipboard.take({ kind: 'transferStands', transfer: 102, state: 'done', offset: 0 });
    expect(await second).toBe(true);
    expect(clipboard.take({ kind: 'transferStands', transfer: 7, state: 'open', offset: 0 })).toBe(false);
  });

  test('of the customer is told once all of it is here', async () => {
    const host = someHost();
    const clipboard = new Clipboard(host);
    const transfer = 2 ** 31;
    const copied = { kind: 'copied', transfer, pieces: [{ format: 'text', size: 4 }, { format: 'html', size: 6 }] } as const;
    clipboard.take(copied);
    clipboard.take({ kind: 'transferStands', transfer, state: 'open', offset: 0 });
    clipboard.take({ kind: 'agentChunk', transfer, offset: 0, data: content(6) });

    // The line was cut in between.
    clipboard.take(copied);
    clipboard.take({ kind: 'transferStands', transfer, state: 'open', offset: 0 });
    expect(host.said.at(-1)).toEqual({ kind: 'received', transfer, offset: 6 });
    clipboard.take({ kind: 'agentChunk', transfer, offset: 6, data: content(10).slice(6) });
    expect(host.clips).toEqual([{ text: content(10).slice(0, 4), html: content(10).slice(4) }]);
  });

  test('is the customer\'s own until something else is set, however a browser has cleaned it', () => {
    const host = someHost();
    const clipboard = new Clipboard(host);
    const bytes = (text: string): Bytes => new TextEncoder().encode(text);
    const transfer = 2 ** 31;
    clipboard.take({ kind: 'copied', transfer, pieces: [{ format: 'text', size: 4 }, { format: 'html', size: 8 }] });
    expect(clipboard.isComing).toBe(true);
    clipboard.take({ kind: 'agentChunk', transfer, offset: 0, data: bytes('a\r\nb<i>b</i>') });
    expect(clipboard.isComing).toBe(false);
    expect(clipboard.isTheirs({ text: bytes('a\nb'), html: bytes('<meta><i>b</i>') })).toBe(true);
    expect(clipboard.isTheirs({ text: bytes('a\nc') })).toBe(false);
    expect(clipboard.isTheirs({ png: bytes('a') })).toBe(false);
    void clipboard.set({ text: bytes('other') });
    expect(clipboard.isTheirs({ text: bytes('a\nb') })).toBe(false);
  });
});

describe('the pace', () => {
  test('grows to the whole window where nothing waits, and falls where it does', () => {
    let now = 0;
    const pace = new SendPace(() => now);
    let sent = 0;
    const round = (tookMs: number): number => {
      const from = sent;
      while (pace.room(sent - from) > 0) {
        pace.sent(sent += CHUNK_BYTES);
      }

      now += tookMs;
      pace.received(sent);
      return sent - from;
    };
    expect(Array.from({ length: 5 }, () => round(10)).at(-1)).toBe(WINDOW_BYTES);
    expect(Array.from({ length: 16 }, () => round(300)).at(-1)).toBe(CHUNK_BYTES);
  });
});

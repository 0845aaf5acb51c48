/** Why a recording cannot be read. */
export type SourceFault =
  | 'missing'      // there is none of this session
  | 'gone'         // it was deleted
  | 'unreadable'   // its beginning is that of no recording of this session
  | 'notAllowed'   // not signed in any more, or not as an auditor
  | 'unreachable'; // no answer, or one that makes no sense

/** Reading failed, for a reason that has a name. */
export class SourceError extends Error {
  constructor(readonly fault: SourceFault) {
    super(`The recording cannot be read: ${fault}.`);
  }
}

/** What the Relay says of a chunk. */
export interface ListedChunk {
  readonly number: number;
  /** In lower-case hex: from the log where it is logged, else from the file. */
  readonly hash: string;
  readonly logged: boolean;
}

/** Where a recording comes from. */
export interface RecordingSource {
  /** Bytes from there on: `count` of them, or fewer at the end of the file; none behind it. A SourceError where it fails. */
  read(at: number, count: number): Promise<Uint8Array<ArrayBuffer>>;
  /** How long the file was when it was last read from, in bytes. */
  readonly size: number;
  /** The hash of each chunk, in their order. A SourceError where it fails. */
  list(): Promise<ListedChunk[]>;
}

/** The Relay's file and list of one session; `get` is the browser's fetch. */
export class HttpSource implements RecordingSource {
  size = 0;

  constructor(private readonly address: string, private readonly get: (url: string, wish: RequestInit) => Promise<Response>) {}

  async read(at: number, count: number): Promise<Uint8Array<ArrayBuffer>> {
    const answer = await this.ask('file', { headers: { Range: `bytes=${at}-${at + count - 1}` } });
    const size = Number(/^bytes (?:\d+-\d+|\*)\/(\d+)$/.exec(answer.headers.get('Content-Range') ?? '')?.[1] ?? NaN);
    if (Number.isNaN(size)) {
      throw new SourceError('unreachable');
    }

    this.size = size;
    const bytes = answer.status === 206 ? new Uint8Array(await this.bodyOf(answer)) : new Uint8Array();
    if (bytes.length > count) {
      throw new SourceError('unreachable');
    }

    return bytes;
  }

  async list(): Promise<ListedChunk[]> {
    const answer = await this.ask('chunks', {});
    const chunks = readList(new TextDecoder().decode(await this.bodyOf(answer)));
    if (!chunks) {
      throw new SourceError('unreachable');
    }

    return chunks;
  }

  private async ask(what: string, wish: RequestInit): Promise<Response> {
    let answer: Response;
    try {
      answer = await this.get(`${this.address}/${what}`, { ...wish, credentials: 'same-origin', cache: 'no-store' });
    } catch {
      throw new SourceError('unreachable');
    }

    if (answer.status === 416 || answer.ok) {
      return answer;
    }

    throw new SourceError(answer.status === 404 ? 'missing' : answer.status === 410 ? 'gone'
      : answer.status === 401 || answer.status === 403 ? 'notAllowed' : 'unreachable');
  }

  private async bodyOf(answer: Response): Promise<ArrayBuffer> {
    try {
      return await answer.arrayBuffer();
    } catch {
      throw new SourceError('unreachable');
    }
  }
}

function readList(json: string): ListedChunk[] | null {
  try {
    const { chunks } = JSON.parse(json) as { chunks?: unknown };
    return Array.isArray(chunks) && chunks.every(isListed) ? chunks : null;
  } catch {
    return null; // a page, such as the one to sign in
  }
}

function isListed(one: ListedChunk, place: number): one is ListedChunk {
  return one.number === place && /^[0-9a-f]{64}$/.test(one.hash) && typeof one.logged === 'boolean';
}

// What is read at once while a file is read from its beginning to its end.
const AHEAD = 2 * 1024 * 1024;

/** A source read from the front to the back: small pieces cost no request each. */
export class ForwardReader {
  private held: Uint8Array<ArrayBuffer> = new Uint8Array();
  private start = 0;

  /** `ahead`: bytes that are read at once, or more where more is asked for. */
  constructor(private readonly source: RecordingSource, private readonly ahead = AHEAD) {}

  /** Fewer bytes only at the end. They are those of the reader: copy what is kept. */
  async read(at: number, count: number): Promise<Uint8Array<ArrayBuffer>> {
    if (at < this.start || at + count > this.start + this.held.length) {
      this.held = await this.source.read(at, Math.max(count, this.ahead));
      this.start = at;
    }

    return this.held.subarray(at - this.start, at - this.start + count);
  }
}

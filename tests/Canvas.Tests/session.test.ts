import { describe, expect, test } from 'vitest';
import { Decoding, type DecodeWorker } from '../../Viewer/Canvas/decoding';
import { SessionLink, type Hub } from '../../Viewer/Canvas/session';
import { someKeyFrame } from './some';

/** A Relay that plays its script: each connection in turn. */
function someRelay(...connections: ((hub: FakeHub) => void)[]) {
  const log: string[] = [];
  const link: SessionLink = new SessionLink(
    'the-session',
    () => new FakeHub(connections.shift() ?? (() => void link.stop())) as unknown as Hub,
    {
      onLink: state => log.push(state),
      onWatch: () => log.push('watch'),
      onStatus: status => log.push(`status ${status.state}`),
      onExchange: viewer => log.push(`exchange ${viewer}`),
      onEnvelope: envelope => log.push(`envelope ${envelope[0]}`),
    },
    ms => {
      log.push(`wait ${ms}`);
      return Promise.resolve();
    },
  );
  return { link, log };
}

class FakeHub {
  refuses = false;
  readonly calls = new Map<string, (...values: unknown[]) => void>();
  private closed: () => void = () => undefined;

  constructor(private readonly play: (hub: FakeHub) => void) {}

  on(name: string, call: (...values: unknown[]) => void): void {
    this.calls.set(name, call);
  }

  onclose(closed: () => void): void {
    this.closed = closed;
  }

  start(): Promise<void> {
    if (this.play === refuse) {
      return Promise.reject(new Error('no Relay there'));
    }

    return Promise.resolve();
  }

  stop(): Promise<void> {
    this.closed();
    return Promise.resolve();
  }

  stream(name: string, session: string) {
    return {
      subscribe: ({ next, complete }: { next: (item: Uint8Array) => void; complete: () => void }) => {
        this.calls.set('next', next as never);
        this.calls.set('complete', complete);
        this.calls.set('watched', () => `${name} ${session}`);
        queueMicrotask(() => this.play(this));
      },
    };
  }

  call(name: string, ...values: unknown[]): void {
    this.calls.get(name)?.(...values);
  }
}

const refuse = (): void => undefined;

const showThenDrop = (hub: FakeHub): void => {
  hub.call('Status', { state: 'live' });
  hub.call('complete');
};

describe('the way to the Relay', () => {
  test('status, exchange and envelopes reach the page', async () => {
    const { link, log } = someRelay(hub => {
      hub.call('Status', { state: 'live' });
      hub.call('Exchange', 7, new Uint8Array());
      hub.call('next', Uint8Array.of(42));
      void link.stop();
    });
    await link.run();
    expect(log).toEqual(['connecting', 'watch', 'connected', 'status live', 'exchange 7', 'envelope 42']);
  });

  test('after a hiccup it watches again, by itself', async () => {
    const { link, log } = someRelay(showThenDrop, showThenDrop);
    await link.run();
    expect(log.filter(entry => entry === 'watch')).toHaveLength(3);
    expect(log.filter(entry => entry === 'lost')).toHaveLength(2);
  });

  test('a Relay that is away is tried ever more seldom, and soon again once it was back', async () => {
    const { link, log } = someRelay(refuse, refuse, refuse, showThenDrop);
    await link.run();
    expect(log.filter(entry => entry.startsWith('wait'))).toEqual(['wait 500', 'wait 1000', 'wait 2000', 'wait 200']);
  });

  test('a Relay that answers but shows no session is not asked in a rush', async () => {
    const end = (hub: FakeHub): void => hub.call('complete');
    const { link, log } = someRelay(end, end, end, end, end, end, end);
    await link.run();
    expect(log.filter(entry => entry.startsWith('wait')).at(-1)).toBe('wait 5000');
  });

  test('asking for the end without a connection fails, so that the page can say so', async () => {
    const { link } = someRelay();
    await expect(link.end()).rejects.toThrow();
  });
});

describe('the worker that decodes', () => {
  function someDecoding() {
    const workers: (DecodeWorker & { got: unknown[]; ended: boolean })[] = [];
    const lost: string[] = [];
    const decoding = new Decoding(() => {
      const worker = {
        onmessage: null,
        onerror: null,
        got: [] as unknown[],
        ended: false,
        postMessage: (message: unknown) => void worker.got.push(message),
        terminate: () => { worker.ended = true; },
      };
      workers.push(worker);
      return worker;
    }, () => lost.push('shown'), why => lost.push(why));
    return { decoding, workers, lost };
  }

  test('is replaced when it fails, and a key frame is asked for', () => {
    const { decoding, workers, lost } = someDecoding();
    decoding.decode(someKeyFrame(1));
    workers[0]!.onerror!({ preventDefault: () => undefined } as ErrorEvent);
    decoding.decode(someKeyFrame(2));
    expect(lost).toEqual(['decoderFailed']);
    expect(workers.map(worker => [worker.got.length, worker.ended])).toEqual([[1, true], [1, false]]);
  });

  test('names and counts what was lost', () => {
    const { decoding, workers } = someDecoding();
    decoding.restart();
    workers[0]!.onmessage!({ data: { lost: 'gap' } } as MessageEvent);
    workers[0]!.onmessage!({ data: { lost: 'gap' } } as MessageEvent);
    workers[0]!.onmessage!({ data: { lost: 'badTile' } } as MessageEvent);
    expect([...decoding.losses]).toEqual([['gap', 2], ['badTile', 1]]);
  });
});

import { afterEach, describe, expect, test, vi } from 'vitest';
import { Decoding, type DecodeWorker } from '../../Viewer/Canvas/decoding';
import { isSignedOut, SessionLink, type Hub } from '../../Viewer/Canvas/session';
import { contextOf } from './agent';

/** A Relay that plays its script: each connection in turn. */
function someRelay(...connections: ((hub: FakeHub) => void)[]) {
  const log: string[] = [];
  const door = { closed: false };
  const link: SessionLink = new SessionLink(
    'the-session',
    () => new FakeHub(connections.shift() ?? (() => void link.stop())) as unknown as Hub,
    {
      onLink: state => log.push(state),
      onSeated: viewer => log.push(`seat ${viewer}`),
      onStatus: status => log.push(`status ${status.state}`),
      onExchange: viewer => log.push(`exchange ${viewer}`),
      onIntroduced: (viewer, technician, organisation) => log.push(`introduced ${viewer} ${technician} ${organisation}`),
      onEnvelope: envelope => log.push(`envelope ${envelope[0]}`),
      onSignedOut: () => log.push('signed out'),
    },
    ms => {
      log.push(`wait ${ms}`);
      return Promise.resolve();
    },
    () => Promise.resolve(door.closed),
  );
  return { link, log, door };
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

    if (this.play === hang) {
      return new Promise(() => undefined);
    }

    return Promise.resolve();
  }

  stop(): Promise<void> {
    stops.push(this.play);
    this.closed();
    return Promise.resolve();
  }

  stream(name: string, session: string) {
    return {
      subscribe: ({ next, complete, error }: {
        next: (item: Uint8Array) => void; complete: () => void; error: (refused: unknown) => void;
      }) => {
        this.calls.set('next', next as never);
        this.calls.set('error', error);
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

async function someConnectedLink() {
  const asked: string[] = [];
  const note = (name: string, ...values: unknown[]): Promise<string> => {
    asked.push([name, ...values].join(' '));
    return Promise.resolve(asked.at(-1)!);
  };
  const link = await new Promise<SessionLink>(there => {
    const some: SessionLink = new SessionLink(
      'the-session',
      () => Object.assign(new FakeHub(() => there(some)), { invoke: note, send: note }) as unknown as Hub,
      {
        onLink: () => undefined, onSeated: () => undefined, onStatus: () => undefined,
        onExchange: () => undefined, onIntroduced: () => undefined, onEnvelope: () => undefined,
        onSignedOut: () => undefined,
      },
      () => Promise.resolve(),
      () => Promise.resolve(false),
    );
    void some.run();
  });
  return { link, asked };
}

const refuse = (): void => undefined;
const hang = (): void => undefined;

/** The scripts of the connections that were stopped. */
const stops: unknown[] = [];

afterEach(() => void vi.useRealTimers());

const showThenDrop = (hub: FakeHub): void => {
  hub.call('Seated', 1);
  hub.call('Status', { state: 'live' });
  hub.call('complete');
};

describe('the way to the Relay', () => {
  test('seat, status, exchange, introductions and envelopes reach the page', async () => {
    const { link, log } = someRelay(hub => {
      hub.call('Seated', 7);
      hub.call('Status', { state: 'live' });
      hub.call('Exchange', 7, new Uint8Array());
      hub.call('Introduced', 8, 'Mei Lin', 'Harbour IT', new Uint8Array());
      hub.call('next', Uint8Array.of(42));
      void link.stop();
    });
    await link.run();
    expect(log).toEqual(
      ['connecting', 'connected', 'seat 7', 'status live', 'exchange 7', 'introduced 8 Mei Lin Harbour IT', 'envelope 42']);
  });

  test('after a hiccup it watches again, by itself', async () => {
    const { link, log } = someRelay(showThenDrop, showThenDrop);
    await link.run();
    expect(log.filter(entry => entry === 'connected')).toHaveLength(3);
    expect(log.filter(entry => entry === 'seat 1')).toHaveLength(2);
    expect(log.filter(entry => entry === 'lost')).toHaveLength(2);
  });

  test('once the sign-in has ended the page is told, and nothing is tried again', async () => {
    const refusal = new Error("An unexpected error occurred invoking 'Watch' on the server. HubException: notAllowed");
    const { link, log } = someRelay(showThenDrop, hub => hub.call('error', refusal), showThenDrop);
    await link.run();
    expect(log.slice(-3)).toEqual(['wait 200', 'connected', 'signed out']);
  });

  test('a door that asks for sign-in says so, and nothing is tried again', async () => {
    const { link, log, door } = someRelay(refuse, showThenDrop);
    door.closed = true;
    await link.run();
    expect(log).toEqual(['connecting', 'signed out']);
  });

  test('what the door answers without a WebSocket tells who is signed out', async () => {
    const answers = vi.fn().mockResolvedValueOnce({ status: 401 }).mockResolvedValueOnce({ status: 403 }).mockRejectedValueOnce(new TypeError('nobody there'));
    vi.stubGlobal('fetch', answers);
    expect(await isSignedOut('/hub/viewer')).toBe(true);
    expect(await isSignedOut('/hub/viewer')).toBe(false);
    expect(await isSignedOut('/hub/viewer')).toBe(false);
    vi.unstubAllGlobals();
  });

  test('another refusal is tried again', async () => {
    const { link, log } = someRelay(hub => hub.call('error', new Error('HubException: tooManyViewers')), showThenDrop);
    await link.run();
    expect(log).not.toContain('signed out');
    expect(log.filter(entry => entry === 'connected')).toHaveLength(3);
  });

  test('a Relay that is away is tried ever more seldom, and soon again once it was back', async () => {
    const { link, log } = someRelay(refuse, refuse, refuse, showThenDrop);
    await link.run();
    expect(log.filter(entry => entry.startsWith('wait'))).toEqual(['wait 500', 'wait 1000', 'wait 2000', 'wait 200']);
  });

  test('a Relay that neither answers nor refuses is given up after five seconds and tried anew', async () => {
    vi.useFakeTimers();
    const { link, log } = someRelay(hang, showThenDrop);
    const running = link.run();
    await vi.advanceTimersByTimeAsync(4999);
    expect(log).toEqual(['connecting']);
    expect(stops).not.toContain(hang);
    await vi.advanceTimersByTimeAsync(1);
    await running;
    expect(log.slice(0, 4)).toEqual(['connecting', 'lost', 'wait 500', 'connected']);
    expect(stops).toContain(hang);
    expect(vi.getTimerCount(), 'nothing is left that would stop a connection later').toBe(0);
  });

  test('a session that is left while the connection comes about is not watched', async () => {
    const { link, log } = someRelay(showThenDrop);
    const running = link.run();
    await link.stop();
    await running;
    expect(log).toEqual(['connecting']);
    expect(stops.at(-1)).toBe(showThenDrop);
  });

  test('a Relay that answers but shows no session is not asked in a rush', async () => {
    const end = (hub: FakeHub): void => hub.call('complete');
    const { link, log } = someRelay(end, end, end, end, end, end, end);
    await link.run();
    expect(log.filter(entry => entry.startsWith('wait')).at(-1)).toBe('wait 5000');
  });

  test('what is asked without a connection fails, so that the page can say so', async () => {
    const { link } = someRelay();
    for (const asked of [link.end(), link.newCode(), link.holdCode('1234'), link.agreed(new Uint8Array(32)), link.wrongTry()]) {
      await expect(asked).rejects.toThrow();
    }
  });

  test('each thing that is asked has its method, and its answer comes back', async () => {
    const { link, asked } = await someConnectedLink();
    expect(await link.newCode()).toBe('NewCode');
    expect(await link.holdCode('1234')).toBe('HoldCode 1234');
    await link.agreed(Uint8Array.of(1));
    await link.wrongTry();
    await link.introduce(3, Uint8Array.of(2));
    await link.exchange(7, Uint8Array.of(3));
    await link.altered('forged');
    await link.end();
    expect(asked).toEqual(
      ['NewCode', 'HoldCode 1234', 'Agreed 1', 'WrongTry', 'Introduce 3 2', 'Exchange 7 3', 'Altered forged', 'End']);
  });

  test('a Watch that is given up is followed by another', async () => {
    const { link, log } = someRelay(() => void link.watchAgain(), () => void link.stop());
    await link.run();
    expect(log.filter(entry => entry === 'connected')).toHaveLength(2);
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
    }, {
      newCanvas: () => ({}) as OffscreenCanvas,
      onPainted: () => lost.push('painted'),
      onLost: why => lost.push(why),
      onFault: fault => lost.push(`fault ${fault}`),
      onFailed: () => lost.push('failed'),
    });
    return { decoding, workers, lost };
  }

  test('that fails is given up: only a new Watch brings keys again', () => {
    const { decoding, workers, lost } = someDecoding();
    decoding.restart(contextOf(1));
    decoding.decode(new Uint8Array(1), 0);
    workers[0]!.onerror!({ preventDefault: () => undefined } as ErrorEvent);
    decoding.decode(new Uint8Array(2), 0);
    expect(lost).toEqual(['failed']);
    expect([...decoding.losses]).toEqual([['decoderFailed', 1]]);
    expect(workers.map(worker => [worker.got.length, worker.ended])).toEqual([[3, true]]);
  });

  test('names a fault, which is no loss', () => {
    const { decoding, workers, lost } = someDecoding();
    decoding.restart(contextOf(1));
    workers[0]!.onmessage!({ data: { watch: 1, answer: { fault: 'forged' } } } as MessageEvent);
    expect(lost).toEqual(['fault forged']);
    expect([...decoding.losses]).toEqual([]);
  });

  test('names and counts what was lost', () => {
    const { decoding, workers } = someDecoding();
    decoding.restart(contextOf(1));
    workers[0]!.onmessage!({ data: { watch: 1, answer: { lost: 'noKey' } } } as MessageEvent);
    workers[0]!.onmessage!({ data: { watch: 1, answer: { lost: 'noKey' } } } as MessageEvent);
    workers[0]!.onmessage!({ data: { watch: 1, answer: { lost: 'badSection' } } } as MessageEvent);
    expect([...decoding.losses]).toEqual([['noKey', 2], ['badSection', 1]]);
  });
});

import { describe, expect, test } from 'vitest';
import { OwnCode, sixDigits } from '../../Viewer/Canvas/ownCode';
import { Handshake } from '../../Viewer/Canvas/sealing/handshake';
import { ExchangeFault } from '../../Viewer/Canvas/sealing/message';
import { contextOf, settled, typeCode } from './agent';
import { someStatus } from './some';
import { Tried } from './tried';

/** A Relay that allots 1001, 1002 … */
function someCode(viewer = 1) {
  const host = {
    clock: 0,
    asked: [] as string[],
    wrong: [] as number[],
    failed: 0,
    changes: 0,
    refuses: false,
    holds: true,
    newCode: () => {
      host.asked.push('new');
      return host.refuses ? Promise.reject(new Error('not now')) : Promise.resolve(String(1000 + host.asked.length));
    },
    holdCode: (nameplate: string) => {
      host.asked.push(`hold ${nameplate}`);
      return Promise.resolve(host.holds);
    },
    now: () => host.clock,
    onChange: () => { host.changes++; },
    onWrongTry: (left: number) => void host.wrong.push(left),
    onFailed: () => { host.failed++; },
  };
  const code = new OwnCode(host);
  code.seated(viewer);
  return { code, host };
}

/** A code that is shown here. */
async function madeCode() {
  const some = someCode();
  some.code.take(someStatus());
  await settled();
  some.code.take(someStatus({ nameplate: '1001', codeHolder: 1 }));
  const { shown } = some.code;
  if (shown.kind !== 'mine') {
    throw new Error(`The code is ${shown.kind}.`);
  }

  return { ...some, digits: shown.digits };
}

function keptDigits(code: OwnCode): string | undefined {
  return (code as unknown as { mine: { secret: string } | null }).mine?.secret;
}

async function tryWith(code: OwnCode, secret: string) {
  const handshake = code.begin(contextOf(1));
  if (!(handshake instanceof Handshake)) {
    throw new Error(`The code refuses: ${handshake}.`);
  }

  const agent = await typeCode(contextOf(1), '1001', secret);
  const { reply } = await handshake.receive(agent.first);
  return { handshake, finish: async () => handshake.receive((await agent.second(reply!)).message) };
}

describe('the code of this page', () => {
  test('is asked for by itself, and shown with six digits of its own once the Relay has it', async () => {
    const { code, host } = someCode();
    expect(code.shown.kind).toBe('coming');
    code.take(someStatus());
    expect(code.shown.kind).toBe('coming');
    await settled();
    code.take(someStatus({ nameplate: '1001', codeHolder: 1 }));
    expect(code.shown).toMatchObject({ kind: 'mine', digits: expect.stringMatching(/^1001\d{6}$/u), triesLeft: 5 });
    expect(host.asked).toEqual(['new']);
  });

  test('is not asked for where one has ended: that is the technician\'s to do', async () => {
    const { code, host } = someCode();
    code.take(someStatus({ codeEnd: 'expired' }));
    code.tick();
    expect(code.shown).toEqual({ kind: 'gone', why: 'expired' });
    expect(host.asked).toEqual([]);
    await code.replace();
    code.take(someStatus({ nameplate: '1001', codeHolder: 1 }));
    expect(code.shown.kind).toBe('mine');
  });

  test('that another window shows is left there, until the technician wants one here', async () => {
    const { code, host } = someCode(2);
    code.take(someStatus({ nameplate: '7000', codeHolder: 1 }));
    code.tick();
    expect(code.shown).toEqual({ kind: 'elsewhere' });
    expect(host.asked).toEqual([]);
    await code.replace();
    code.take(someStatus({ nameplate: '1001', codeHolder: 2 }));
    expect(code.shown.kind).toBe('mine');
  });

  test('whose secret went with a reload is replaced', async () => {
    const { code, host } = someCode(2);
    code.take(someStatus({ nameplate: '7000', codeHolder: null }));
    await settled();
    expect(host.asked).toEqual(['new']);
  });

  test('of a window that is gone for a moment is not replaced: it may just be being read out', async () => {
    const { code, host } = someCode(2);
    const gone = someStatus({ nameplate: '7000', codeHolder: null, viewers: 1 });
    code.take(someStatus({ nameplate: '7000', codeHolder: 1, viewers: 2 }));
    code.take(gone);
    host.clock = 4999;
    code.tick();
    code.take(someStatus({ nameplate: '7000', codeHolder: 3, viewers: 2 }));
    host.clock = 6000;
    code.take(gone);
    host.clock = 10_999;
    code.tick();
    expect(host.asked).toEqual([]);
    host.clock = 11_000;
    code.tick();
    expect(host.asked).toEqual(['new']);
  });

  test('that nobody holds is replaced at once by a page that has just come only where it is the only one', async () => {
    const { code, host } = someCode(2);
    code.take(someStatus({ nameplate: '7000', codeHolder: null, viewers: 2 }));
    host.clock = 4999;
    code.tick();
    expect(host.asked).toEqual([]);
    host.clock = 5000;
    code.tick();
    expect(host.asked).toEqual(['new']);
  });

  test('is made three times without a click, and then not before one', async () => {
    const { code, host } = someCode();
    for (let i = 1; i < 10; i++) {
      code.take(someStatus());
      await settled();
      code.take(someStatus({ nameplate: `100${host.asked.length}`, codeHolder: 1 }));
      expect(code.shown.kind).toBe(i <= 3 ? 'mine' : 'gone');
      host.clock += 3000;
    }

    expect(host.asked).toHaveLength(3);
    expect(code.begin(contextOf(1))).toBe(ExchangeFault.NoTriesLeft);
    code.take(someStatus());
    expect(code.shown).toEqual({ kind: 'gone', why: 'expired' });
    await code.replace();
    code.take(someStatus({ nameplate: '1004', codeHolder: 1 }));
    expect(code.shown.kind).toBe('mine');
  });

  test('is taken up again after a hiccup, also while the Relay still believes in the old seat', async () => {
    const { code, host, digits } = await madeCode();
    host.holds = false;
    code.seated(2);
    code.take(someStatus({ nameplate: '1001', codeHolder: 1 }));
    await settled();
    expect(code.shown).toMatchObject({ kind: 'mine', digits });
    host.clock += 3000;
    host.holds = true;
    code.take(someStatus({ nameplate: '1001', codeHolder: null }));
    await settled();
    code.take(someStatus({ nameplate: '1001', codeHolder: 2 }));
    expect(host.asked).toEqual(['new', 'hold 1001', 'hold 1001']);
    expect(code.shown).toMatchObject({ kind: 'mine', digits });
  });

  test('that the Relay refuses is asked for again, but not in a rush', async () => {
    const { code, host } = someCode();
    host.refuses = true;
    code.take(someStatus());
    await settled();
    code.take(someStatus());
    host.clock = 2999;
    code.tick();
    expect([host.asked.length, host.failed]).toEqual([1, 1]);
    host.clock = 3000;
    code.tick();
    expect(host.asked).toHaveLength(2);
  });

  test('dies with its ten minutes, whatever the Relay says', async () => {
    const { code, host, digits } = await madeCode();
    expect(keptDigits(code)).toBe(digits.slice(4));
    const changes = host.changes;
    host.clock = 10 * 60_000 + 1;
    code.tick();
    code.tick();
    expect(code.shown).toEqual({ kind: 'gone', why: 'expired' });
    expect(host.changes - changes, 'the page shows it without a word of the Relay').toBe(1);
    expect(keptDigits(code)).toBe('');
    expect(code.begin(contextOf(1))).toBe(ExchangeFault.NoTriesLeft);
    expect(host.asked).toEqual(['new']);
  });

  test('dies when it is used, replaced or withdrawn', async () => {
    for (const next of [{ state: 'joined' }, { nameplate: '2222', codeHolder: 2 }, { codeEnd: 'tooManyTries' }] as const) {
      const { code } = await madeCode();
      const { finish } = await tryWith(code, '000000');
      code.take(someStatus(next));
      expect(code.begin(contextOf(1))).toBe(ExchangeFault.NoTriesLeft);
      expect((await finish()).fault, 'a try under way dies with it').toBe(ExchangeFault.OutOfTurn);
    }
  });

  test('a wrong try is said at once, and one that goes on is none yet', async () => {
    const { code, host, digits } = await madeCode();
    const wrong = digits.endsWith('1') ? '000002' : '000001';
    const { handshake, finish } = await tryWith(code, wrong);
    code.tick();
    expect(code.shown).toMatchObject({ triesLeft: 5 });
    expect((await finish()).fault).toBe(ExchangeFault.WrongCode);
    expect(code.failed(handshake)).toBe(true);
    expect(code.shown).toMatchObject({ triesLeft: 4 });
    expect(host.wrong).toEqual([4]);
    code.take(someStatus({ nameplate: '1001', codeHolder: 1, triesLeft: 4 }));
    expect(host.wrong).toEqual([4]);
  });

  test('the smaller of both counts is shown, and what the Relay counted is said too', async () => {
    const { code, host } = await madeCode();
    code.take(someStatus({ nameplate: '1001', codeHolder: 1, triesLeft: 2 }));
    expect(code.shown).toMatchObject({ triesLeft: 2 });
    expect(host.wrong).toEqual([2]);
  });

  test('a wrong try is said also where the Relay showed the code before it answered', async () => {
    const { code, host } = someCode();
    code.take(someStatus());
    code.take(someStatus({ nameplate: '1001', codeHolder: 1 }));
    await settled();
    expect(code.shown).toMatchObject({ kind: 'mine', triesLeft: 5 });
    const { handshake, finish } = await tryWith(code, keptDigits(code)!.endsWith('1') ? '000002' : '000001');
    expect((await finish()).fault).toBe(ExchangeFault.WrongCode);
    expect(code.failed(handshake)).toBe(true);
    expect(host.wrong).toEqual([4]);
  });

  test('after five wrong tries it is gone here, even if the Relay did not count [promise 3]', async (context) => {
    const tried = new Tried(context, 3, 'tries counted by the page, of which the fifth was the last');
    const { code } = await madeCode();
    for (let i = 0; i < 5; i++) {
      const { handshake } = await tryWith(code, '000000');
      tried.try(code.shown.kind === 'mine');
      handshake.giveUp();
      code.failed(handshake);
    }

    expect(code.shown).toEqual({ kind: 'gone', why: 'tooManyTries' });
    tried.try(code.begin(contextOf(1)) === ExchangeFault.NoTriesLeft);
    tried.mustHold();
    expect(keptDigits(code)).toBe('');
  });
});

describe('six digits', () => {
  test('are each of the million alike: what would favour some is drawn again', () => {
    const draws = [4_294_967_295, 4_294_000_000, 4_293_999_999];
    expect(sixDigits(numbers => { numbers[0] = draws.shift()!; })).toBe('999999');
    expect(draws).toEqual([]);
    expect(sixDigits(numbers => { numbers[0] = 7; })).toBe('000007');
  });

  test('are drawn anew each time', () => {
    expect(new Set(Array.from({ length: 50 }, () => sixDigits())).size).toBeGreaterThan(45);
  });
});

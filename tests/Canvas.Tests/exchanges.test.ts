import { describe, expect, test } from 'vitest';
import { Exchanges } from '../../Viewer/Canvas/exchanges';
import { OwnCode } from '../../Viewer/Canvas/ownCode';
import { hex } from '../../Viewer/Canvas/sealing/bytes';
import { resumptionSecret, type ConnectionKeys } from '../../Viewer/Canvas/sealing/keys';
import { ExchangeFault } from '../../Viewer/Canvas/sealing/message';
import { ResumptionSecrets, type Kept } from '../../Viewer/Canvas/secrets';
import { contextOf, resume, session, settled, typeCode } from './agent';
import { someStatus } from './some';

async function someExchanges(viewer = 1) {
  const log: string[] = [];
  const said: Uint8Array[] = [];
  const saved: Kept[] = [];
  const host = {
    clock: 0,
    agreedFails: false,
    keys: null as ConnectionKeys | null,
    waits: null as Promise<boolean> | null,
    /** Takes what is said or saved next, but is not done before this is. */
    holdsSaying: null as Promise<void> | null,
    holdsSaving: null as Promise<void> | null,
    exchange: (to: number, message: Uint8Array) => {
      said.push(message);
      log.push(`exchange ${to}: ${message[0]}${message[0] === 5 ? ` ${message[2]}` : ''}`);
      const held = host.holdsSaying ?? Promise.resolve();
      host.holdsSaying = null;
      return held;
    },
    agreed: (hash: Uint8Array) => {
      log.push(`agreed ${hex(hash)}`);
      return host.agreedFails ? Promise.reject(new Error('not now')) : Promise.resolve();
    },
    wrongTry: () => {
      log.push('wrongTry');
      return Promise.resolve();
    },
    now: () => host.clock,
    onResuming: (inKeys: Promise<boolean>) => { host.waits = inKeys; },
    onKeys: (keys: ConnectionKeys) => {
      host.keys = keys;
      log.push('keys');
    },
    onNoKeys: () => {
      host.keys = null;
      log.push('no keys');
    },
    onOutside: () => void log.push('outside'),
    onOtherVersion: () => void log.push('otherVersion'),
    watchAgain: () => void log.push('watchAgain'),
  };
  const code = new OwnCode({
    newCode: () => Promise.resolve('4829'),
    holdCode: () => Promise.resolve(true),
    now: host.now,
    onChange: () => undefined,
    onWrongTry: () => undefined,
    onFailed: () => undefined,
  });
  const secrets = new ResumptionSecrets(session, {
    load: () => Promise.resolve({ secrets: [], words: null }),
    save: (_, kept) => {
      saved.push(kept);
      log.push('saved');
      const held = host.holdsSaving ?? Promise.resolve();
      host.holdsSaving = null;
      return held;
    },
    forget: () => Promise.resolve(),
  });
  const exchanges = new Exchanges(session, code, secrets, host);
  code.seated(viewer);
  exchanges.seated(viewer);
  return { exchanges, code, secrets, host, log, said, saved };
}

/** Something that is done when it is let go. */
function someHold(): { held: Promise<void>; letGo: () => void } {
  let letGo = (): void => undefined;
  const held = new Promise<void>(resolve => {
    letGo = resolve;
  });
  return { held, letGo };
}

async function withCode() {
  const some = await someExchanges();
  some.code.take(someStatus());
  await settled();
  some.code.take(someStatus({ nameplate: '4829', codeHolder: 1 }));
  const { shown } = some.code;
  return { ...some, secret: shown.kind === 'mine' ? shown.digits.slice(4) : '' };
}

async function withSecret(viewer = 2) {
  const some = await someExchanges(viewer);
  const secret = await resumptionSecret(crypto.getRandomValues(new Uint8Array(32)));
  await some.secrets.add(secret, { english: 'maple river', chinese: '枫树 河' });
  some.log.length = 0;
  some.saved.length = 0;
  return { ...some, secret };
}

describe('the exchange with the code', () => {
  test('ends in keys that both have; they are kept and sent before the Relay hears of it', async () => {
    const { exchanges, host, log, said, saved, secret } = await withCode();
    const agent = await typeCode(contextOf(1), '4829', secret);
    await exchanges.take(1, agent.first);
    const { message, keys, transcriptHash } = await agent.second(said[0]!);
    await exchanges.take(1, message);
    expect(log).toEqual(['exchange 1: 2', 'keys', 'saved', 'exchange 1: 4', `agreed ${hex(transcriptHash)}`]);
    expect(host.keys?.words).toEqual((await keys()).words);
    expect(saved[0]).toMatchObject({ words: host.keys!.words });
    expect(hex(saved[0]!.secrets[0]!.name)).toBe(hex((await keys()).resumption.name));
    expect(saved[0]!.secrets[0]!.key.extractable).toBe(false);
  });

  test('a wrong code is refused by name and told to the Relay', async () => {
    const { exchanges, log, said, secret } = await withCode();
    const agent = await typeCode(contextOf(1), '4829', secret === '000000' ? '000001' : '000000');
    await exchanges.take(1, agent.first);
    await exchanges.take(1, (await agent.second(said[0]!)).message);
    expect(log).toEqual(['exchange 1: 2', `exchange 1: 5 ${ExchangeFault.WrongCode}`, 'wrongTry']);
  });

  test('an Agent that breaks off after a try was spent is told to the Relay, a late one is not', async () => {
    const { exchanges, log, host, secret } = await withCode();
    await exchanges.take(1, (await typeCode(contextOf(1), '4829', secret)).first);
    await exchanges.take(1, Uint8Array.of(5, 1, ExchangeFault.Late));
    expect(log.splice(0)).toEqual(['exchange 1: 2']);

    await exchanges.take(1, (await typeCode(contextOf(1), '4829', secret)).first);
    await exchanges.take(1, Uint8Array.of(5, 1, ExchangeFault.InvalidShare));
    expect(log.splice(0)).toEqual(['exchange 1: 2', 'wrongTry']);

    const late = await typeCode(contextOf(1), '4829', secret);
    await exchanges.take(1, late.first);
    host.clock = 15_001;
    await exchanges.take(1, Uint8Array.of(3, 1));
    expect(log).toEqual(['exchange 1: 2', `exchange 1: 5 ${ExchangeFault.Late}`]);
  });

  test('a second one meanwhile is told to wait, and the first goes on', async () => {
    const { exchanges, log, said, secret } = await withCode();
    const agent = await typeCode(contextOf(1), '4829', secret);
    await exchanges.take(1, agent.first);
    await exchanges.take(1, (await typeCode(contextOf(1), '4829', secret)).first);
    await exchanges.take(1, (await agent.second(said[0]!)).message);
    expect(log.slice(0, 3)).toEqual(['exchange 1: 2', `exchange 1: 5 ${ExchangeFault.Busy}`, 'keys']);
  });

  test('whose end the Relay does not confirm leaves no keys and no code, but what the Agent can resume with', async () => {
    const { exchanges, host, code, log, said, secret } = await withCode();
    host.agreedFails = true;
    const agent = await typeCode(contextOf(1), '4829', secret);
    await exchanges.take(1, agent.first);
    const { message, keys } = await agent.second(said[0]!);
    await exchanges.take(1, message);
    expect(log.at(-1)).toBe('no keys');
    expect(code.begin(contextOf(1))).toBe(ExchangeFault.NoTriesLeft);

    exchanges.seated(2);
    const again = await resume(contextOf(2), (await keys()).resumption);
    await exchanges.take(2, again.first);
    await exchanges.take(2, (await again.second(said.at(-1)!)).message);
    expect(log.at(-1)).toBe('keys');
  });

  test('that a new Watch overtakes brings no keys any more', async () => {
    const { exchanges, host, log, said, secret } = await withCode();
    const agent = await typeCode(contextOf(1), '4829', secret);
    await exchanges.take(1, agent.first);
    const { message } = await agent.second(said[0]!);
    // The clock is read when the last message is being taken.
    Object.defineProperty(host, 'clock', {
      get: () => {
        exchanges.seated(2);
        return 0;
      },
    });
    await exchanges.take(1, message);
    expect(log).toEqual(['exchange 1: 2']);
  });

  test('that a new Watch overtakes while its secret is saved says nothing more, and takes no newer keys away', async () => {
    const { exchanges, host, log, said, secret } = await withCode();
    const agent = await typeCode(contextOf(1), '4829', secret);
    await exchanges.take(1, agent.first);
    const { message, keys } = await agent.second(said[0]!);
    const { held, letGo } = someHold();
    host.holdsSaving = held;
    const ending = exchanges.take(1, message);
    await settled();
    exchanges.seated(2);
    const again = await resume(contextOf(2), (await keys()).resumption);
    await exchanges.take(2, again.first);
    await exchanges.take(2, (await again.second(said.at(-1)!)).message);
    letGo();
    await ending;
    expect(log).toEqual(['exchange 1: 2', 'keys', 'saved', 'exchange 2: 18', 'saved', 'keys']);
  });

  test('an Agent of another version is refused by name and spends nothing', async () => {
    const { exchanges, code, log, secret } = await withCode();
    await exchanges.take(1, (await typeCode(contextOf(1), '4829', secret, 1)).first);
    expect(log).toEqual([`exchange 1: 5 ${ExchangeFault.OtherVersion}`, 'otherVersion']);
    expect(code.shown).toMatchObject({ triesLeft: 5 });
  });

  test('without a code there is none, and what is for another viewer is let lie', async () => {
    const { exchanges, log } = await someExchanges();
    await exchanges.take(1, (await typeCode(contextOf(1), '4829', '000000')).first);
    await exchanges.take(2, (await typeCode(contextOf(2), '4829', '000000')).first);
    expect(log).toEqual([`exchange 1: 5 ${ExchangeFault.NoTriesLeft}`]);
  });
});

describe('resuming', () => {
  test('with a secret that the Agent offers brings new keys, and the new secret in its place', async () => {
    const { exchanges, host, log, said, saved, secret } = await withSecret();
    const agent = await resume(contextOf(2), secret);
    await exchanges.take(2, agent.first);
    const { message, keys } = await agent.second(said[0]!);
    await exchanges.take(2, message);
    await host.waits;
    expect(log).toEqual(['exchange 2: 18', 'saved', 'keys']);
    expect(host.keys?.words).toEqual((await keys()).words);
    expect(saved[0]!.secrets.map(({ name }) => hex(name))).toEqual([hex((await keys()).resumption.name)]);
    expect(saved[0]!.words, 'the customer still sees those of the code').toEqual({ english: 'maple river', chinese: '枫树 河' });
  });

  test('with nothing that the Agent offers is refused: this page is outside', async () => {
    const { exchanges, log } = await withSecret();
    const other = await resumptionSecret(new Uint8Array(32));
    await exchanges.take(2, (await resume(contextOf(2), other)).first);
    expect(log).toEqual([`exchange 2: 5 ${ExchangeFault.NothingToResume}`, 'outside']);
  });

  test('with somebody who only knows the secret\'s name comes to nothing', async () => {
    const { exchanges, host, log, secret } = await withSecret();
    await exchanges.take(2, (await resume(contextOf(2), secret)).first);
    await exchanges.take(2, Uint8Array.from([19, 1, ...new Uint8Array(32)]));
    await host.waits;
    expect(log).toEqual(['exchange 2: 18', `exchange 2: 5 ${ExchangeFault.NothingToResume}`, 'outside']);
    expect(host.keys).toBeNull();
  });

  test('begun anew by the Agent takes the place of what was under way', async () => {
    const { exchanges, host, log, said, secret } = await withSecret();
    await exchanges.take(2, (await resume(contextOf(2), secret)).first);
    const first = host.waits;
    const agent = await resume(contextOf(2), secret);
    await exchanges.take(2, agent.first);
    expect(await first, 'what waited for its keys').toBe(false);
    await exchanges.take(2, (await agent.second(said[1]!)).message);
    expect(log.at(-1)).toBe('keys');
  });

  test('begun anew while the old one\'s secret is saved ends in the new one\'s keys', async () => {
    const { exchanges, host, log, said, secret } = await withSecret();
    const old = await resume(contextOf(2), secret);
    await exchanges.take(2, old.first);
    const { message, keys } = await old.second(said[0]!);
    const { held, letGo } = someHold();
    host.holdsSaving = held;
    const ending = exchanges.take(2, message);
    await settled();
    const agent = await resume(contextOf(2), (await keys()).resumption);
    await exchanges.take(2, agent.first);
    letGo();
    await ending;
    expect(log).toEqual(['exchange 2: 18', 'saved', 'exchange 2: 18']);

    const next = await agent.second(said[1]!);
    await exchanges.take(2, next.message);
    await host.waits;
    expect(log.slice(3)).toEqual(['saved', 'keys']);
    expect(host.keys?.words).toEqual((await next.keys()).words);
  });

  test('begun anew while the old one\'s refusal is sent is not ended by it', async () => {
    const { exchanges, host, log, said, secret } = await withSecret();
    await exchanges.take(2, (await resume(contextOf(2), secret)).first);
    const { held, letGo } = someHold();
    host.holdsSaying = held;
    const ending = exchanges.take(2, Uint8Array.from([19, 1, ...new Uint8Array(32)]));
    await settled();
    const agent = await resume(contextOf(2), secret);
    await exchanges.take(2, agent.first);
    letGo();
    await ending;
    await exchanges.take(2, (await agent.second(said.at(-1)!)).message);
    expect(log).toEqual(
      ['exchange 2: 18', `exchange 2: 5 ${ExchangeFault.NothingToResume}`, 'exchange 2: 18', 'saved', 'keys']);
  });

  test('is not given up while its secret is saved, however long that takes', async () => {
    const { exchanges, host, log, said, secret } = await withSecret();
    const agent = await resume(contextOf(2), secret);
    await exchanges.take(2, agent.first);
    const { held, letGo } = someHold();
    host.holdsSaving = held;
    const ending = exchanges.take(2, (await agent.second(said[0]!)).message);
    await settled();
    exchanges.tick();
    host.clock = 15_001;
    exchanges.tick();
    letGo();
    await ending;
    expect(await host.waits, 'what the Agent has sent under the new keys is not held against the old ones').toBe(true);
    expect(log).toEqual(['exchange 2: 18', 'saved', 'keys']);
  });

  test('that an Agent does not finish is begun anew by another Watch, and nothing waits for it', async () => {
    const { exchanges, host, log, secret } = await withSecret();
    await exchanges.take(2, (await resume(contextOf(2), secret)).first);
    exchanges.tick();
    host.clock = 15_001;
    exchanges.tick();
    expect(await host.waits).toBe(false);
    exchanges.tick();
    expect(log).toEqual(['exchange 2: 18', 'watchAgain']);
  });
});

import { describe, expect, test } from 'vitest';
import { hex } from '../../../Viewer/Canvas/sealing/bytes';
import { CodeKeeper, Handshake, TRIES } from '../../../Viewer/Canvas/sealing/handshake';
import { ExchangeFault, readExchange, writeRefusal } from '../../../Viewer/Canvas/sealing/message';
import type { SealingRandom } from '../../../Viewer/Canvas/sealing/scalar';
import { context, drawn, oneBitOff, unhex, vectors, viewerCodecs } from './some';

const { exchange } = vectors;
const { nameplate, secret } = vectors.context;

function begin(keeper = new CodeKeeper(secret), now: () => number = () => 0, random: SealingRandom = drawn(exchange)): Handshake {
  const handshake = keeper.begin(context, nameplate, viewerCodecs, now, random);
  if (typeof handshake === 'number') {
    throw new Error(`The keeper refuses: ${handshake}.`);
  }

  return handshake;
}

describe("the Viewer's half of the code exchange", () => {
  test("says what C#'s says, and reaches the same transcript, words and secret", async () => {
    const handshake = begin();
    expect(hex((await handshake.receive(unhex(exchange.agentShare))).reply!)).toBe(exchange.viewerShare);
    const end = await handshake.receive(unhex(exchange.agentConfirm));
    expect(hex(end.reply!)).toBe(exchange.viewerAnswer);
    expect(hex(end.agreement!.transcriptHash)).toBe(exchange.keys.transcriptHash);
    expect(hex(end.agreement!.keys.resumption.name)).toBe(exchange.keys.resumptionName);
    expect(end.agreement!.keys.words).toEqual({ english: exchange.keys.english, chinese: exchange.keys.chinese });
    expect(end.agreement!.codecs).toEqual([...unhex(vectors.context.agentCodecs)]);
    expect(end.agreement!.keys.controlToAgent.extractable).toBe(false);
    expect(end.agreement!.keys.resumption.key.extractable).toBe(false);
  });

  test('tells a wrong code by name and keeps count', async () => {
    const keeper = new CodeKeeper(secret);
    const handshake = begin(keeper, () => 0, drawn(vectors.wrongCode));
    expect(hex((await handshake.receive(unhex(vectors.wrongCode.agentShare))).reply!)).toBe(vectors.wrongCode.viewerShare);
    expect(keeper.triesLeft).toBe(TRIES - 1);
    const end = await handshake.receive(unhex(vectors.wrongCode.agentConfirm));
    expect(end.fault).toBe(ExchangeFault.WrongCode);
    expect(end.agreement).toBeUndefined();
    expect(hex(end.reply!)).toBe(vectors.wrongCode.viewerAnswer);
  });

  test('every bit changed in what the Agent says stops the exchange', async () => {
    let tried = 0;
    for (const flipped of oneBitOff(unhex(exchange.agentShare))) {
      const handshake = begin();
      const first = await handshake.receive(flipped);
      const end = first.fault ? first : await handshake.receive(unhex(exchange.agentConfirm));
      expect(end.fault).toBeDefined();
      expect(end.agreement).toBeUndefined();
      tried++;
    }

    for (const flipped of oneBitOff(unhex(exchange.agentConfirm))) {
      const handshake = begin();
      await handshake.receive(unhex(exchange.agentShare));
      const end = await handshake.receive(flipped);
      expect(end.fault).toBeDefined();
      expect(end.agreement).toBeUndefined();
      tried++;
    }

    expect(tried).toBe((exchange.agentShare.length + exchange.agentConfirm.length) * 4);
  }, 120_000);

  test('after the fifth released share there is no code any more', async () => {
    const keeper = new CodeKeeper(secret);
    for (let left = TRIES - 1; left >= 0; left--) {
      const handshake = begin(keeper);
      await handshake.receive(unhex(exchange.agentShare));
      expect(keeper.triesLeft).toBe(left);
      expect((await handshake.receive(unhex(vectors.wrongCode.agentConfirm))).fault).toBe(ExchangeFault.WrongCode);
    }

    expect(keeper.begin(context, nameplate, viewerCodecs, () => 0)).toBe(ExchangeFault.NoTriesLeft);
  });

  test('one exchange at a time; an abandoned one costs its try and makes room after fifteen seconds', async () => {
    let time = 0;
    const keeper = new CodeKeeper(secret);
    const first = begin(keeper, () => time);
    await first.receive(unhex(exchange.agentShare));
    expect(keeper.triesLeft).toBe(TRIES - 1);
    expect(keeper.begin(context, nameplate, viewerCodecs, () => time)).toBe(ExchangeFault.Busy);
    time = 15_001;
    expect((await first.receive(unhex(exchange.agentConfirm))).fault).toBe(ExchangeFault.Late);
    expect(begin(keeper, () => time).over).toBe(false);
  });

  test('two first messages at once release one share', async () => {
    const keeper = new CodeKeeper(secret);
    const handshake = begin(keeper);
    const [first, second] = await Promise.all([
      handshake.receive(unhex(exchange.agentShare)), handshake.receive(unhex(exchange.agentShare)),
    ]);
    expect(first.reply).toBeDefined();
    expect(second.fault).toBe(ExchangeFault.OutOfTurn);
    expect(keeper.triesLeft).toBe(TRIES - 1);
  });

  test('another version and an invalid share are named and spend no try', async () => {
    const keeper = new CodeKeeper(secret);
    const older = unhex(exchange.agentShare);
    older[99]! ^= 1;
    expect((await begin(keeper).receive(older)).fault).toBe(ExchangeFault.OtherVersion);
    const broken = unhex(exchange.agentShare);
    broken[60]! ^= 1;
    expect((await begin(keeper).receive(broken)).fault).toBe(ExchangeFault.InvalidShare);
    expect(keeper.triesLeft).toBe(TRIES);
  });

  test('a refusal ends it in the name of the other end', async () => {
    const handshake = begin();
    expect(await handshake.receive(writeRefusal(ExchangeFault.OtherVersion))).toEqual({ fault: ExchangeFault.OtherVersion, byOtherEnd: true });
    expect((await handshake.receive(unhex(exchange.agentShare))).fault).toBe(ExchangeFault.OutOfTurn);
  });

  test('bytes that are cut are no message', () => {
    for (const whole of [exchange.agentShare, exchange.agentConfirm, vectors.resumption.agentResume, vectors.resumption.agentResumed]) {
      const bytes = unhex(whole);
      expect(typeof readExchange(bytes)).toBe('object');
      for (let length = 0; length < bytes.length; length++) {
        expect(readExchange(bytes.subarray(0, length))).toBe(ExchangeFault.Malformed);
      }
    }
  });
});

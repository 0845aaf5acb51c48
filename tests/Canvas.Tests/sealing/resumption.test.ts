import { describe, expect, test } from 'vitest';
import { hex } from '../../../Viewer/Canvas/sealing/bytes';
import { CodeKeeper, type Handshake } from '../../../Viewer/Canvas/sealing/handshake';
import type { ResumptionSecret } from '../../../Viewer/Canvas/sealing/keys';
import { ExchangeFault } from '../../../Viewer/Canvas/sealing/message';
import { Resumption } from '../../../Viewer/Canvas/sealing/resumption';
import { context, drawn, oneBitOff, unhex, vectors, viewerCodecs } from './some';

const { exchange, resumption } = vectors;
const again = { ...context, viewer: resumption.viewer };

async function secretOfTheVectors(): Promise<ResumptionSecret> {
  const keeper = new CodeKeeper(vectors.context.secret);
  const handshake = keeper.begin(context, vectors.context.nameplate, viewerCodecs, () => 0, drawn(exchange)) as Handshake;
  await handshake.receive(unhex(exchange.agentShare));
  return (await handshake.receive(unhex(exchange.agentConfirm))).agreement!.keys.resumption;
}

function begin(secret: ResumptionSecret, now: () => number = () => 0): Resumption {
  return new Resumption(again, secret, viewerCodecs, now, drawn(resumption));
}

describe("the Viewer's half of the resuming exchange", () => {
  test("says what C#'s says and reaches the same keys", async () => {
    const secret = await secretOfTheVectors();
    expect(hex(secret.name)).toBe(resumption.name);
    const half = begin(secret);
    expect(hex((await half.receive(unhex(resumption.agentResume))).reply!)).toBe(resumption.viewerResume);
    const end = await half.receive(unhex(resumption.agentResumed));
    expect(hex(end.agreement!.transcriptHash)).toBe(resumption.keys.transcriptHash);
    expect(hex(end.agreement!.keys.resumption.name)).toBe(resumption.keys.resumptionName);
    expect(resumption.keys.resumptionName).not.toBe(exchange.keys.resumptionName);
  });

  test('every bit changed in what the Agent says stops it', async () => {
    const secret = await secretOfTheVectors();
    for (const flipped of oneBitOff(unhex(resumption.agentResume))) {
      const half = begin(secret);
      const first = await half.receive(flipped);
      const end = first.fault ? first : await half.receive(unhex(resumption.agentResumed));
      expect(end.fault).toBeDefined();
      expect(end.agreement).toBeUndefined();
    }

    for (const flipped of oneBitOff(unhex(resumption.agentResumed))) {
      const half = begin(secret);
      await half.receive(unhex(resumption.agentResume));
      expect((await half.receive(flipped)).fault).toBeDefined();
    }
  }, 120_000);

  test('a secret that the Agent does not name resumes nothing', async () => {
    const secret = await secretOfTheVectors();
    const other = { ...secret, name: new Uint8Array(16) };
    expect((await begin(other).receive(unhex(resumption.agentResume))).fault).toBe(ExchangeFault.NothingToResume);
  });

  test('fifteen seconds end it', async () => {
    let time = 0;
    const half = begin(await secretOfTheVectors(), () => time);
    await half.receive(unhex(resumption.agentResume));
    time = 15_001;
    expect((await half.receive(unhex(resumption.agentResumed))).fault).toBe(ExchangeFault.Late);
  });
});

import { describe, expect, test } from 'vitest';
import { FrameIntake } from '../../Viewer/Canvas/frameIntake';
import type { Bytes } from '../../Viewer/Canvas/sealing/bytes';
import { AgentFrames, contextOf, settled } from './agent';
import { flatPhotos, somePart } from './some';

const secretOf = (id: number): Bytes => new Uint8Array(32).fill(id);

function someIntake() {
  const answers: string[] = [];
  const surface = { show: () => undefined, put: () => undefined };
  const intake = new FrameIntake(contextOf(1), surface, { next: begun => begun() }, flatPhotos, answer => {
    answers.push('painted' in answer ? `frame ${answer.painted.frame}` : 'fault' in answer ? `fault ${answer.fault}` : answer.lost);
  });
  return {
    answers,
    intake,
    key: (id: number) => intake.add({ id, secret: secretOf(id) }),
    take: async (...envelopes: Promise<Bytes>[]) => {
      for (const envelope of await Promise.all(envelopes)) {
        void intake.open({ buffer: envelope.buffer, offset: 0, length: envelope.length, arrivedAt: 0 });
      }

      await settled();
    },
  };
}

describe('sealed frames on their way in', () => {
  test('are opened and decoded in order', async () => {
    const { answers, key, take } = someIntake();
    const agent = await AgentFrames.under(1, secretOf(1));
    key(1);
    await take(
      agent.part(1, somePart(), { keyFrame: true }),
      agent.part(2, somePart({ frame: 2, base: 1, last: false })),
      agent.part(3, somePart({ frame: 2, base: 1, part: 1, sections: [] })),
    );
    expect(answers).toEqual(['frame 1', 'frame 2']);
  });

  test('without their key are not shown, and neither is what follows before the next key frame', async () => {
    const { answers, key, take } = someIntake();
    const agent = await AgentFrames.under(1, secretOf(1));
    await take(agent.part(1, somePart({ last: false }), { keyFrame: true }));
    key(1);
    await take(agent.part(2, somePart({ part: 1 })), agent.part(3, somePart({ frame: 2, base: 1 })));
    await take(agent.part(4, somePart({ frame: 3 }), { keyFrame: true, epoch: 2 }), agent.part(5, somePart({ frame: 4, base: 3 }), { epoch: 2 }));
    expect(answers).toEqual(['noKey', 'noKey', 'noKey', 'frame 3', 'frame 4']);
  });

  test('under a key of before this page came are no replay', async () => {
    const { answers, key, take } = someIntake();
    const old = await AgentFrames.under(5, secretOf(5));
    const agent = await AgentFrames.under(6, secretOf(6));
    key(6);
    await take(
      old.part(8, somePart({ frame: 8, base: 7 })),
      agent.part(9, somePart({ frame: 9 }), { keyFrame: true, epoch: 3 }),
    );
    expect(answers).toEqual(['noKey', 'frame 9']);
  });

  test('under a key that was replaced are a replay', async () => {
    const { answers, key, take } = someIntake();
    const old = await AgentFrames.under(1, secretOf(1));
    const agent = await AgentFrames.under(2, secretOf(2));
    key(1);
    key(2);
    await take(
      old.part(1, somePart(), { keyFrame: true }),
      agent.part(2, somePart({ frame: 2 }), { keyFrame: true, epoch: 2 }),
      old.part(3, somePart({ frame: 3 }), { keyFrame: true, epoch: 3 }),
    );
    expect(answers).toEqual(['frame 1', 'frame 2', 'fault replayed']);
  });

  test('of a Watch that is over are not heard of any more', async () => {
    const { answers, intake, key, take } = someIntake();
    const agent = await AgentFrames.under(1, secretOf(1));
    key(1);
    const taken = take(agent.part(1, somePart(), { keyFrame: true }));
    intake.close();
    await taken;
    expect(answers).toEqual([]);
  });

  test('that are altered, left out or in the clear are faults, and nothing of them is shown', async () => {
    const faultOf = async (...changed: Promise<Bytes>[]): Promise<string[]> => {
      const { answers, key, take } = someIntake();
      key(1);
      await take(...changed);
      return answers;
    };
    const agent = await AgentFrames.under(1, secretOf(1));
    const first = (): Promise<Bytes> => agent.part(1, somePart(), { keyFrame: true });
    const flipped = first().then(envelope => {
      envelope[envelope.length - 20]! ^= 1;
      return envelope;
    });
    expect(await faultOf(flipped)).toEqual(['fault forged']);
    expect(await faultOf(first(), agent.part(3, somePart({ frame: 2, base: 1 })))).toEqual(['frame 1', 'fault gap']);
    expect(await faultOf(first(), first())).toEqual(['frame 1', 'fault replayed']);
    expect(await faultOf(first().then(envelope => envelope.slice(0, 30)))).toEqual(['fault truncated']);
  });
});

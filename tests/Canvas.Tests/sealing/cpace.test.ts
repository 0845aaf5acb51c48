import { describe, expect, test } from 'vitest';
import { hex, lengthValue } from '../../../Viewer/Canvas/sealing/bytes';
import {
  generator, generatorString, isLarger, orderedCat, orderedTranscript, sessionKey, sessionName, transcript,
} from '../../../Viewer/Canvas/sealing/cpace';
import { inverse, PRIME, reduce, root } from '../../../Viewer/Canvas/sealing/field';
import { encodeToCurve, hashToField } from '../../../Viewer/Canvas/sealing/map';
import { isPoint, writePoint } from '../../../Viewer/Canvas/sealing/point';
import { times, timesVerified } from '../../../Viewer/Canvas/sealing/scalar';
import { draft, scalarOf, unhex } from './some';

const { run } = draft;
const inputs = draft.generator;

describe('CPace on P-256, by the vectors of the draft', () => {
  test('lengths stand in front', () => {
    for (const item of draft.prependLen) {
      expect(hex(lengthValue(unhex(item.input)))).toBe(item.output);
    }

    expect(hex(lengthValue(...draft.lvCat.inputs.map(unhex)))).toBe(draft.lvCat.output);
    for (const item of draft.transcriptIr) {
      expect(hex(transcript(unhex(item.Ya), unhex(item.ADa), unhex(item.Yb), unhex(item.ADb)))).toBe(item.output);
    }
  });

  test('order is found, and transcripts are joined in it', () => {
    for (const item of draft.lexicographicallyLarger) {
      expect(isLarger(unhex(item.a), unhex(item.b))).toBe(item.larger);
    }

    for (const item of draft.orderedCat) {
      expect(hex(orderedCat(unhex(item.a), unhex(item.b)))).toBe(item.output);
    }

    for (const item of draft.transcriptOc) {
      expect(hex(orderedTranscript(unhex(item.Ya), unhex(item.ADa), unhex(item.Yb), unhex(item.ADb)))).toBe(item.output);
    }
  });

  test('strings map to the points of RFC 9380', async () => {
    const domain = unhex(draft.encodeToCurve.DST);
    for (const item of draft.encodeToCurve.cases) {
      expect((await hashToField(unhex(item.message), domain)).toString(16).padStart(64, '0')).toBe(item.u);
      expect(hex(await encodeToCurve(unhex(item.message), domain))).toBe(`04${item.x}${item.y}`);
    }
  });

  test("the generator is the draft's", async () => {
    const of = [unhex(inputs.PRS), unhex(inputs.CI), unhex(inputs.sid)] as const;
    expect(hex(generatorString(...of))).toBe(inputs.generatorString);
    expect(hex(await generator(...of))).toBe(inputs.g);
  });

  test('both shares are one of the two that the draft allows', async () => {
    const a = await scalarOf(run.ya, draft.publicKeys.ya);
    const b = await scalarOf(run.yb, draft.publicKeys.yb);
    expect([run.Ya, run.YaAlternative]).toContain(hex(await times(a, unhex(inputs.g))));
    expect([run.Yb, run.YbAlternative]).toContain(hex(await times(b, unhex(inputs.g))));
  });

  test("both ends reach the draft's product and session key", async () => {
    const a = await scalarOf(run.ya, draft.publicKeys.ya);
    const b = await scalarOf(run.yb, draft.publicKeys.yb);
    for (const [scalar, shares] of [[a, [run.Yb, run.YbAlternative]], [b, [run.Ya, run.YaAlternative]]] as const) {
      for (const share of shares) {
        expect(hex((await timesVerified(scalar, unhex(share)))!)).toBe(run.K);
      }
    }

    const said = transcript(unhex(run.Ya), unhex(run.ADa), unhex(run.Yb), unhex(run.ADb));
    expect(hex(said)).toBe(run.transcriptIr);
    expect(hex(await sessionKey(unhex(inputs.sid), unhex(run.K), said))).toBe(run.ISK_IR);
    expect(hex(await sessionName(said))).toBe(run.sidOutputIr);

    const atOnce = orderedTranscript(unhex(run.Ya), unhex(run.ADa), unhex(run.Yb), unhex(run.ADb));
    expect(hex(atOnce)).toBe(run.transcriptOc);
    expect(hex(await sessionKey(unhex(inputs.sid), unhex(run.K), atOnce))).toBe(run.ISK_SY);
    expect(hex(await sessionName(atOnce))).toBe(run.sidOutputOc);
  });

  test('a valid point is multiplied', async () => {
    const item = draft.scalarMultVfy;
    const scalar = await scalarOf(item.s, draft.publicKeys.s);
    expect(hex((await timesVerified(scalar, unhex(item.X)))!)).toBe(item.x);
    expect(hex(await times(scalar, unhex(item.X))).slice(0, 66)).toBe(item.full.slice(0, 66));
  });

  test('every invalid point ends the exchange', async () => {
    const item = draft.scalarMultVfy;
    const scalar = await scalarOf(item.s, draft.publicKeys.s);
    const good = item.X;
    const ours = [
      '', '04', '00'.repeat(65), `04${'00'.repeat(64)}`, good.slice(0, 128), `${good}00`, `02${good.slice(2, 66)}`,
      `06${good.slice(2)}`, `04${'ff'.repeat(64)}`, `04${good.slice(66)}${good.slice(2, 66)}`,
    ];
    for (const point of [...item.invalid, ...ours]) {
      expect(await timesVerified(scalar, unhex(point)), point).toBeNull();
    }
  });

  test('an x that is written larger than the prime is refused', () => {
    const y = root(reduce(5n * 5n * 5n - 3n * 5n + 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn))!;
    expect(isPoint(writePoint(5n, y))).toBe(true);
    expect(isPoint(writePoint(5n + PRIME, y))).toBe(false);
  });

  test('roots and inverses are right', () => {
    for (let i = 1n; i < 50n; i++) {
      expect(reduce(i * inverse(i))).toBe(1n);
      expect([i, PRIME - i]).toContain(root(i * i));
    }

    expect(inverse(0n)).toBe(0n);
    expect(root(PRIME - 10n)).toBeNull();
  });
});

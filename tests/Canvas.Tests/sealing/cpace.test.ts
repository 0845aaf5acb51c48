import { describe, expect, test, type TestContext } from 'vitest';
import { hex, lengthValue } from '../../../Viewer/Canvas/sealing/bytes';
import {
  generator, generatorString, isLarger, orderedCat, orderedTranscript, sessionKey, sessionName, transcript,
} from '../../../Viewer/Canvas/sealing/cpace';
import { inverse, PRIME, reduce, root } from '../../../Viewer/Canvas/sealing/field';
import { encodeToCurve, hashToField } from '../../../Viewer/Canvas/sealing/map';
import { isPoint, writePoint } from '../../../Viewer/Canvas/sealing/point';
import { times, timesVerified } from '../../../Viewer/Canvas/sealing/scalar';
import { Tried } from '../tried';
import { draft, scalarOf, unhex } from './some';

const { run } = draft;
const inputs = draft.generator;
const vectors = (context: TestContext): Tried => new Tried(context, 11, "values of the draft's P-256 vectors, in TypeScript");
const points = (context: TestContext): Tried => new Tried(context, 11, 'invalid points that abort, in TypeScript');

describe('CPace on P-256, by the vectors of the draft', () => {
  test('[promise 11] lengths stand in front', (context) => {
    const tried = vectors(context);
    for (const item of draft.prependLen) {
      tried.same(hex(lengthValue(unhex(item.input))), item.output);
    }

    tried.same(hex(lengthValue(...draft.lvCat.inputs.map(unhex))), draft.lvCat.output);
    for (const item of draft.transcriptIr) {
      tried.same(hex(transcript(unhex(item.Ya), unhex(item.ADa), unhex(item.Yb), unhex(item.ADb))), item.output);
    }

    tried.mustHold();
  });

  test('[promise 11] order is found, and transcripts are joined in it', (context) => {
    const tried = vectors(context);
    for (const item of draft.lexicographicallyLarger) {
      tried.try(isLarger(unhex(item.a), unhex(item.b)) === item.larger);
    }

    for (const item of draft.orderedCat) {
      tried.same(hex(orderedCat(unhex(item.a), unhex(item.b))), item.output);
    }

    for (const item of draft.transcriptOc) {
      tried.same(hex(orderedTranscript(unhex(item.Ya), unhex(item.ADa), unhex(item.Yb), unhex(item.ADb))), item.output);
    }

    tried.mustHold();
  });

  test('[promise 11] strings map to the points of RFC 9380', async (context) => {
    const tried = vectors(context);
    const domain = unhex(draft.encodeToCurve.DST);
    for (const item of draft.encodeToCurve.cases) {
      tried.same((await hashToField(unhex(item.message), domain)).toString(16).padStart(64, '0'), item.u);
      tried.same(hex(await encodeToCurve(unhex(item.message), domain)), `04${item.x}${item.y}`);
    }

    tried.mustHold();
  });

  test("[promise 11] the generator is the draft's", async (context) => {
    const tried = vectors(context);
    const of = [unhex(inputs.PRS), unhex(inputs.CI), unhex(inputs.sid)] as const;
    tried.same(hex(generatorString(...of)), inputs.generatorString);
    tried.same(hex(await generator(...of)), inputs.g);

    tried.mustHold();
  });

  test('[promise 11] both shares are one of the two that the draft allows', async (context) => {
    const tried = vectors(context);
    const a = await scalarOf(run.ya, draft.publicKeys.ya);
    const b = await scalarOf(run.yb, draft.publicKeys.yb);
    tried.try([run.Ya, run.YaAlternative].includes(hex(await times(a, unhex(inputs.g)))));
    tried.try([run.Yb, run.YbAlternative].includes(hex(await times(b, unhex(inputs.g)))));

    tried.mustHold();
  });

  test("[promise 11] both ends reach the draft's product and session key", async (context) => {
    const tried = vectors(context);
    const a = await scalarOf(run.ya, draft.publicKeys.ya);
    const b = await scalarOf(run.yb, draft.publicKeys.yb);
    for (const [scalar, shares] of [[a, [run.Yb, run.YbAlternative]], [b, [run.Ya, run.YaAlternative]]] as const) {
      for (const share of shares) {
        tried.same(hex((await timesVerified(scalar, unhex(share)))!), run.K);
      }
    }

    const said = transcript(unhex(run.Ya), unhex(run.ADa), unhex(run.Yb), unhex(run.ADb));
    tried.same(hex(said), run.transcriptIr);
    tried.same(hex(await sessionKey(unhex(inputs.sid), unhex(run.K), said)), run.ISK_IR);
    tried.same(hex(await sessionName(said)), run.sidOutputIr);

    const atOnce = orderedTranscript(unhex(run.Ya), unhex(run.ADa), unhex(run.Yb), unhex(run.ADb));
    tried.same(hex(atOnce), run.transcriptOc);
    tried.same(hex(await sessionKey(unhex(inputs.sid), unhex(run.K), atOnce)), run.ISK_SY);
    tried.same(hex(await sessionName(atOnce)), run.sidOutputOc);

    tried.mustHold();
  });

  test('[promise 11] a valid point is multiplied', async (context) => {
    const tried = vectors(context);
    const item = draft.scalarMultVfy;
    const scalar = await scalarOf(item.s, draft.publicKeys.s);
    tried.same(hex((await timesVerified(scalar, unhex(item.X)))!), item.x);
    tried.same(hex(await times(scalar, unhex(item.X))).slice(0, 66), item.full.slice(0, 66));

    tried.mustHold();
  });

  test('[promise 11] every invalid point ends the exchange', async (context) => {
    const tried = points(context);
    const item = draft.scalarMultVfy;
    const scalar = await scalarOf(item.s, draft.publicKeys.s);
    const good = item.X;
    const ours = [
      '', '04', '00'.repeat(65), `04${'00'.repeat(64)}`, good.slice(0, 128), `${good}00`, `02${good.slice(2, 66)}`,
      `06${good.slice(2)}`, `04${'ff'.repeat(64)}`, `04${good.slice(66)}${good.slice(2, 66)}`,
    ];
    for (const point of [...item.invalid, ...ours]) {
      tried.try((await timesVerified(scalar, unhex(point))) === null, point);
    }

    tried.mustHold();
  });

  test('[promise 11] an x that is written larger than the prime is refused', (context) => {
    const tried = points(context);
    const y = root(reduce(5n * 5n * 5n - 3n * 5n + 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn))!;
    expect(isPoint(writePoint(5n, y))).toBe(true);
    tried.try(!isPoint(writePoint(5n + PRIME, y)), 'x = 5 + p');

    tried.mustHold();
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

import { describe, expect, test } from 'vitest';
import { findCodec } from '../../Viewer/Canvas/codecs/all';
import { Framebuffer } from '../../Viewer/Canvas/framebuffer';
import type { Rect } from '../../Viewer/Canvas/wire/rect';
import vectors from '../Vectors/codecs.json';
import { fromBase64, sha256 } from './some';

const MARGIN = 3;
const TRIES = 10_000;
const BLACK = 0xff000000;

// Arbitrary numbers that are the same in every run.
class Draw {
  constructor(private state: number) {}

  next(below: number): number {
    this.state = (Math.imul(this.state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor(((this.state >>> 8) * below) / 0x1000000);
  }
}

describe('the codecs that C# shares', () => {
  test.each(vectors)('$name', async ({ codec, width, height, areas, bytes, picture }) => {
    const target = new Framebuffer(width, height);
    expect(findCodec(codec)!.decode(fromBase64(bytes), target, areas)).toBe(true);
    expect(await sha256(target.words)).toBe(picture);
  });

  test.each(vectors)('what is bent, cut or made up never paints outside of its areas: $name', ({ codec, width, height, areas, bytes }) => {
    const draw = new Draw(codec * 1000 + bytes.length);
    const whole = fromBase64(bytes);
    const target = new Framebuffer(width + 2 * MARGIN, height + 2 * MARGIN);
    const inside = areas.map(area => ({ ...area, x: area.x + MARGIN, y: area.y + MARGIN }));
    let refused = 0;
    for (let i = 0; i < Math.ceil(TRIES / vectors.length); i++) {
      refused += findCodec(codec)!.decode(bend(whole, draw), target, inside) ? 0 : 1;
    }

    expect(refused).toBeGreaterThan(0);
    inside.forEach(area => blacken(target, area));
    expect(target.words.every(word => word === BLACK)).toBe(true);
  });

  test('bytes of one codec are no harm to another, nor to areas of other sizes', () => {
    const draw = new Draw(1);
    const target = new Framebuffer(90, 70);
    for (let i = 0; i < TRIES / 10; i++) {
      const source = fromBase64(vectors[draw.next(vectors.length)]!.bytes);
      const area = { x: draw.next(45), y: draw.next(35), width: 1 + draw.next(44), height: 1 + draw.next(34) };
      findCodec(3 + draw.next(2))!.decode(source, target, [area]);
      blacken(target, area);
    }

    expect(target.words.every(word => word === BLACK)).toBe(true);
  });
});

function bend(whole: Uint8Array, draw: Draw): Uint8Array {
  const bytes = draw.next(8) === 0
    ? Uint8Array.from({ length: draw.next(200) }, () => draw.next(256))
    : whole.slice(0, draw.next(4) === 0 ? draw.next(whole.length + 1) : whole.length);
  for (let bends = draw.next(4); bends > 0 && bytes.length > 0; bends--) {
    bytes[draw.next(bytes.length)]! ^= 1 << draw.next(8);
  }

  return bytes;
}

function blacken(target: Framebuffer, area: Rect): void {
  for (let y = area.y; y < area.y + area.height; y++) {
    target.words.fill(BLACK, y * target.width + area.x, y * target.width + area.x + area.width);
  }
}

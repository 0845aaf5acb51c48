import { describe, expect, test } from 'vitest';
import { Drawing, type Style } from '../../Viewer/Canvas/annotate/drawing';
import { DrawingMemory, fittedTo } from '../../Viewer/Canvas/annotate/drawingMemory';
import { PALETTE, widthOf } from '../../Viewer/Canvas/annotate/palette';
import type { Fate } from '../../Viewer/Canvas/commands';
import { readCommand, writeCommand, type ViewerCommand } from '../../Viewer/Canvas/wire/commands/command';
import type { MarkTool } from '../../Viewer/Canvas/wire/commands/mark';
import palette from '../../Shared/Annotations/MarkPalette.cs?raw';
import { someStore } from './some';

const style = (tool: MarkTool): Style => ({ tool, colour: 2, width: 4, fades: false });
const at = (x: number, y = 10) => ({ x, y });

function someDrawing() {
  const sent: ViewerCommand[] = [];
  const fates: Fate[] = [];
  const later: (() => void)[] = [];
  const host = { unacknowledged: 0, wakes: 0 };
  const drawing = new Drawing({
    get unacknowledged() {
      return host.unacknowledged;
    },
    send: (command, fate) => {
      expect(readCommand(writeCommand(command)), 'it fits the wire').toEqual(command);
      sent.push(command);
      fates.push(fate);
    },
    wake: () => void host.wakes++,
    onChange: () => undefined,
    after: (ms, run) => {
      expect(ms).toBe(600);
      later.push(run);
    },
  });
  const marks = () => sent.flatMap(command => (command.kind === 'draw' ? [command.mark] : []));
  return { drawing, host, sent, fates, later, marks };
}

describe('what is drawn over the picture', () => {
  test('the points of one animation frame go together, in one message', () => {
    const { drawing, marks } = someDrawing();
    drawing.begin(style('pen'), at(1));
    drawing.extend(at(2), at(2), at(3));
    drawing.flush();
    drawing.extend(at(4));
    drawing.extend(at(5));
    drawing.flush();
    drawing.flush();
    expect(marks().map(({ points }) => points.map(({ x }) => x))).toEqual([[1, 2, 3], [4, 5]]);
    expect(new Set(marks().map(({ id }) => id)).size).toBe(1);
  });

  test('a message has at most 255 points, a mark at most 4096, and no point is lost', () => {
    const { drawing, host, marks } = someDrawing();
    drawing.begin(style('pen'), at(0));
    drawing.extend(...Array.from({ length: 9999 }, (_, i) => at(i + 1)));
    drawing.end();
    for (let wakes = -1; wakes < host.wakes && marks().length < 1000;) {
      wakes = host.wakes;
      drawing.flush();
    }

    const lines = [1, 2, 3].map(id => marks().filter(mark => mark.id === id).flatMap(({ points }) => points.map(({ x }) => x)));
    expect(marks().every(({ points }) => points.length <= 255)).toBe(true);
    expect(lines.map(line => line.length)).toEqual([4096, 4096, 9999 + 1 - 4096 - 4095 + 1]);
    expect(lines[1]![0], 'the line goes on from where it was').toBe(lines[0]!.at(-1));
    expect([...lines[0]!, ...lines[1]!.slice(1), ...lines[2]!.slice(1)]).toEqual(Array.from({ length: 10_000 }, (_, i) => i));
  });

  test('points wait while the Agent has much to do, and then go together', () => {
    const { drawing, host, marks } = someDrawing();
    host.unacknowledged = 64;
    drawing.begin(style('highlighter'), at(1));
    drawing.flush();
    drawing.extend(at(2));
    drawing.flush();
    expect(marks()).toEqual([]);
    host.unacknowledged = 63;
    drawing.flush();
    expect(marks().map(({ points }) => points.length)).toEqual([2]);
  });

  test('an arrow takes its own place until it is let go of', () => {
    const { drawing, marks } = someDrawing();
    drawing.begin(style('arrow'), at(1));
    drawing.extend(at(50));
    drawing.extend(at(90));
    drawing.flush();
    drawing.extend(at(70));
    drawing.end();
    drawing.flush();
    expect(marks().map(({ points }) => points.map(({ x }) => x))).toEqual([[1, 90], [1, 70]]);
  });

  test('a click draws a dot with the pen, and no arrow or box', () => {
    const { drawing, sent, marks } = someDrawing();
    (['pen', 'arrow', 'box'] as const).forEach(tool => {
      drawing.begin(style(tool), at(7));
      drawing.end();
      drawing.flush();
    });
    expect(marks().map(({ tool }) => tool)).toEqual(['pen']);
    expect(sent).toHaveLength(1);
    expect(drawing.local).toHaveLength(1);
  });

  test('it is shown at once, and until 600 ms after the last of it was done', () => {
    const { drawing, fates, later } = someDrawing();
    drawing.begin(style('pen'), at(1));
    expect(drawing.local[0]!.points).toEqual([at(1)]);
    drawing.flush();
    drawing.extend(at(2));
    fates[0]!.done!();
    drawing.end();
    drawing.flush();
    expect(later).toHaveLength(0);
    fates[1]!.done!();
    expect(drawing.local).toHaveLength(1);
    later.forEach(run => run());
    expect(drawing.local).toHaveLength(0);
    expect(drawing.canUndo, 'the customer still sees it').toBe(true);
  });

  test('what was refused is not shown, and cannot be taken back', () => {
    const { drawing, fates } = someDrawing();
    drawing.put(style('text'), at(1), 'here');
    drawing.flush();
    fates[0]!.refused!('notGranted');
    expect([drawing.local.length, drawing.canUndo]).toEqual([0, false]);
  });

  test('undo takes the own last thing back, on the wire only what was sent, and the steps count on', () => {
    const { drawing, sent, marks } = someDrawing();
    for (let i = 0; i < 3; i++) {
      drawing.put(style('step'), at(i), String(drawing.nextStep));
    }

    drawing.flush();
    drawing.flush();
    expect(marks().map(({ words }) => words)).toEqual(['1', '2']);
    drawing.undo();
    drawing.undo();
    expect(sent.slice(2)).toEqual([{ kind: 'erase', mark: marks()[1]!.id }]);
    expect(drawing.nextStep).toBe(2);
  });

  test('clear takes everything away, and nothing of it is sent after that', () => {
    const { drawing, sent } = someDrawing();
    drawing.begin(style('box'), at(1));
    drawing.extend(at(9, 9));
    drawing.clear();
    drawing.extend(at(20, 20));
    drawing.end();
    drawing.flush();
    expect(sent).toEqual([{ kind: 'erase', mark: 0 }]);
    expect([drawing.local.length, drawing.canUndo, drawing.nextStep]).toEqual([0, false, 1]);
  });

  test('a laser is never taken back: it fades by itself', () => {
    const { drawing } = someDrawing();
    drawing.begin(style('laser'), at(1));
    drawing.end();
    expect(drawing.canUndo).toBe(false);
  });

  test('the palette is that of the customer\'s end', () => {
    const numbers = (name: string): string[] => [...palette.match(new RegExp(`${name} = \\[(.*)\\]`))![1]!.matchAll(/0x(\w{6})/g)].map(([, six]) => `#${six!.toLowerCase()}`);
    expect(PALETTE.map(({ fill }) => fill)).toEqual(numbers('Fill'));
    expect(PALETTE.map(({ rim }) => rim)).toEqual(numbers('Rim'));
  });

  test('on a finer screen lines have more pixels, never more than there may be', () => {
    expect([widthOf('pen', 720), widthOf('pen', 2160), widthOf('highlighter', 8640)]).toEqual([4, 8, 64]);
  });
});

describe('what was drawn before an interruption', () => {
  function someMemory(store: Storage, caseId = 'case') {
    const later: (() => void)[] = [];
    return { memory: new DrawingMemory(caseId, store, (_, run) => void later.push(run)), later };
  }

  test('can be drawn again in one go, on a screen of another size too; what fades is forgotten', () => {
    const store = someStore();
    const before = someDrawing().drawing;
    before.begin(style('box'), at(100, 200));
    before.extend(at(300, 400));
    before.end();
    before.put(style('step'), at(50, 60), '1');
    before.begin({ ...style('pen'), fades: true }, at(1));
    before.end();
    const first = someMemory(store).memory;
    first.keep({ width: 1000, height: 800 }, before.lasting);
    first.flush();

    const { memory } = someMemory(store);
    expect(someMemory(store, 'another').memory.earlier).toBeNull();
    const { drawing, marks } = someDrawing();
    drawing.again(fittedTo(memory.earlier!, { width: 500, height: 400 }));
    drawing.flush();
    drawing.flush();
    expect(marks().map(({ tool, points, words }) => [tool, points, words])).toEqual([
      ['box', [at(50, 100), at(150, 200)], ''],
      ['step', [at(25, 30)], '1'],
    ]);
  });

  test('is kept until something else is drawn, and gone once it is forgotten', () => {
    const store = someStore();
    const { drawing } = someDrawing();
    drawing.put(style('step'), at(5, 5), '1');
    const first = someMemory(store).memory;
    first.keep({ width: 10, height: 10 }, drawing.lasting);
    first.flush();
    const next = someMemory(store).memory;
    next.keep({ width: 10, height: 10 }, []);
    next.flush();
    expect(someMemory(store).memory.earlier?.strokes).toHaveLength(1);
    next.forget();
    expect(someMemory(store).memory.earlier).toBeNull();
  });

  test('is written once nothing changes any more, and never after it was forgotten', () => {
    const store = someStore();
    const writes = { count: 0 };
    const { memory, later } = someMemory({ ...store, setItem: (key: string, value: string) => {
      writes.count++;
      store.setItem(key, value);
    } });
    const { drawing } = someDrawing();
    const size = { width: 10, height: 10 };
    drawing.put(style('step'), at(5, 5), '1');
    memory.keep(size, drawing.lasting);
    drawing.put(style('step'), at(6, 6), '2');
    for (let frame = 0; frame < 100; frame++) {
      memory.keep(size, drawing.lasting);
    }

    expect([later.length, writes.count]).toEqual([2, 0]);
    later.splice(0).forEach(run => run());
    expect(writes.count).toBe(1);
    expect(someMemory(store).memory.earlier?.strokes).toHaveLength(2);

    drawing.undo();
    memory.keep(size, drawing.lasting);
    memory.forget();
    later.splice(0).forEach(run => run());
    drawing.undo();
    memory.keep(size, drawing.lasting);
    later.splice(0).forEach(run => run());
    expect(writes.count).toBe(1);
  });
});

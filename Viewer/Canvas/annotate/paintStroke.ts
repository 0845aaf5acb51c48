import type { Stroke } from './drawing';
import { PALETTE } from './palette';

// Of the rim on each side, in pixels.
const RIM = 2;

// Points behind the spot of a laser pointer that are shown as its tail.
const TAIL = 12;

/** Draws a stroke as it will look on the customer's screen, or near enough for the moment that it is shown here. */
export function paintStroke(context: CanvasRenderingContext2D, stroke: Stroke): void {
  const { fill, rim } = PALETTE[stroke.colour] ?? PALETTE[0];
  context.save();
  context.lineCap = 'round';
  context.lineJoin = 'round';
  if (stroke.tool === 'text') {
    paintText(context, stroke, fill, rim);
  } else if (stroke.tool === 'step') {
    paintStep(context, stroke, fill, rim);
  } else if (stroke.tool === 'laser') {
    paintLaser(context, stroke, fill, rim);
  } else {
    paintLine(context, stroke, fill, rim);
  }

  context.restore();
}

function paintLine(context: CanvasRenderingContext2D, stroke: Stroke, fill: string, rim: string): void {
  const path = stroke.tool === 'box' ? box(stroke) : stroke.tool === 'arrow' ? arrow(stroke) : line(stroke.points);
  if (stroke.tool === 'highlighter') {
    context.globalAlpha = 0.4;
  } else {
    context.strokeStyle = rim;
    context.lineWidth = stroke.width + 2 * RIM;
    context.stroke(path);
  }

  context.strokeStyle = fill;
  context.lineWidth = stroke.width;
  context.stroke(path);
}

function line(points: Stroke['points']): Path2D {
  const path = new Path2D();
  points.forEach(({ x, y }) => path.lineTo(x + 0.5, y + 0.5));

  // A single point is a dot.
  path.lineTo(points.at(-1)!.x + 0.6, points.at(-1)!.y + 0.5);
  return path;
}

function box({ points: [a, b] }: Stroke): Path2D {
  const path = new Path2D();
  path.rect(Math.min(a!.x, b!.x), Math.min(a!.y, b!.y), Math.abs(a!.x - b!.x), Math.abs(a!.y - b!.y));
  return path;
}

function arrow({ points: [from, to], width }: Stroke): Path2D {
  const path = line([from!, to!]);
  const angle = Math.atan2(to!.y - from!.y, to!.x - from!.x);
  const head = Math.min(Math.hypot(to!.x - from!.x, to!.y - from!.y), 10 + 3 * width);
  const side = (turn: number) => ({ x: to!.x - head * Math.cos(angle + turn), y: to!.y - head * Math.sin(angle + turn) });
  path.addPath(line([side(0.5), to!, side(-0.5)]));
  return path;
}

function paintText(context: CanvasRenderingContext2D, { points: [at], words, width }: Stroke, fill: string, rim: string): void {
  context.font = `600 ${width}px sans-serif`;
  context.textBaseline = 'top';
  context.strokeStyle = rim;
  context.lineWidth = 2 * RIM;
  context.strokeText(words, at!.x, at!.y);
  context.fillStyle = fill;
  context.fillText(words, at!.x, at!.y);
}

function paintStep(context: CanvasRenderingContext2D, { points: [at], words, width }: Stroke, fill: string, rim: string): void {
  disc(context, at!.x, at!.y, width + RIM, rim);
  disc(context, at!.x, at!.y, width, fill);
  context.font = `600 ${width}px sans-serif`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillStyle = rim;
  context.fillText(words, at!.x, at!.y);
}

function paintLaser(context: CanvasRenderingContext2D, { points, width }: Stroke, fill: string, rim: string): void {
  const tail = points.slice(-TAIL);
  const { x, y } = tail.at(-1)!;
  context.globalAlpha = 0.5;
  context.strokeStyle = fill;
  context.lineWidth = width / 2;
  context.stroke(line(tail));
  context.globalAlpha = 1;
  disc(context, x, y, width / 2 + RIM, rim);
  disc(context, x, y, width / 2, fill);
}

function disc(context: CanvasRenderingContext2D, x: number, y: number, radius: number, colour: string): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = colour;
  context.fill();
}

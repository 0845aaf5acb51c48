import type { AnswerReader } from './answers';

const VIEWS = 5;
const SLOTS = 1 << 14;
const SETS = 6;
const FIRST_WEIGHT = 22_000;
const RATE = 2;
const WELL_KNOWN = 4;
const STEADY = 60;
const CERTAIN = 2047;

// 4096 / (1 + e^(-i/2)) for i from -8 to 8, in halves
const curve = Int32Array.of(
  1, 2, 4, 6, 10, 17, 27, 45, 74, 120, 194, 311, 488, 747, 1101, 1546, 2048,
  2550, 2995, 3349, 3608, 3785, 3902, 3976, 4022, 4051, 4069, 4079, 4086, 4090, 4092, 4094, 4095,
);
const opinionOf = makeOpinions();
const steps = Int32Array.from({ length: STEADY + 1 }, (_, answers) => Math.floor(32_768 / (2 * answers + 3)));

/** Learns how likely yes is from several points of view at once. The twin of Likelihood in Shared/Frames, which explains it. */
export class Likelihood {
  private readonly chances = new Int32Array(SLOTS);
  private readonly answers = new Int32Array(SLOTS);
  private readonly weights = new Int32Array(SETS * 3 * VIEWS);
  private readonly slots = new Int32Array(VIEWS);
  private readonly opinions = new Int32Array(VIEWS);

  clear(): void {
    this.chances.fill(32_768);
    this.answers.fill(0);
    this.weights.fill(FIRST_WEIGHT);
  }

  /** Names what a view looks at for the next question of a kind. */
  look(set: number, view: number, context: number): void {
    this.slots[view] = Math.imul(Math.imul(context, 0x2f0b4c47) + set * 8 + view, 0x9e3779b1) >>> 18;
  }

  /** Asks, and learns from the answer. */
  ask(coder: AnswerReader, set: number, views: number): boolean {
    const { slots, opinions, weights, chances, answers } = this;
    const known = answers[slots[views - 1]!]!;
    const weighed = (set * 3 + (known === 0 ? 0 : known < WELL_KNOWN ? 1 : 2)) * VIEWS;
    let sum = 0;
    for (let i = 0; i < views; i++) {
      const opinion = opinionOf[chances[slots[i]!]! >> 4]!;
      opinions[i] = opinion;
      sum += opinion * weights[weighed + i]!;
    }

    const chance = chanceOf(Math.floor(sum / 65_536));
    const yes = coder.read(chance);
    const error = (yes ? 4096 : 0) - chance;
    const truth = yes ? 65_535 : 0;
    for (let i = 0; i < views; i++) {
      const slot = slots[i]!;
      const answered = answers[slot]!;
      weights[weighed + i]! += (opinions[i]! * error * RATE) >> 10;
      chances[slot]! += ((truth - chances[slot]!) * steps[answered]!) >> 14;
      answers[slot] = answered < STEADY ? answered + 1 : STEADY;
    }

    return yes;
  }
}

function chanceOf(opinion: number): number {
  const at = Math.min(Math.max(opinion, -CERTAIN), CERTAIN) + 2048;
  const left = at >> 7;
  const between = at & 127;
  return Math.min(Math.max((curve[left]! * (128 - between) + curve[left + 1]! * between + 64) >> 7, 1), 4095);
}

function makeOpinions(): Int16Array {
  const table = new Int16Array(4096);
  let chance = 0;
  for (let opinion = -CERTAIN; opinion <= CERTAIN; opinion++) {
    for (const end = chanceOf(opinion); chance <= end; chance++) {
      table[chance] = opinion;
    }
  }

  return table;
}

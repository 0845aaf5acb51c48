import { Reader } from './reader';
import type { Writer } from './writer';

// By its number on the wire; 0 is none.
const FACT_KINDS = ['', 'system', 'desktop', 'processor', 'memory', 'disk', 'display', 'network', 'program', 'uptime'] as const;

/** What a fact is about. */
export type FactKind = Exclude<(typeof FACT_KINDS)[number], ''>;

/** One fact about the customer's computer. */
export interface Fact {
  readonly kind: FactKind;
  readonly name: string;
  readonly value: string;
}

/** `varint ms since 1970, varint facts, each u8 kind, varint bytes and name, varint bytes and value` */
export interface ComputerReport {
  readonly taken: number;
  readonly facts: readonly Fact[];
}

const MOST_FACTS = 200;
const MOST_NAME_BYTES = 120;
const MOST_VALUE_BYTES = 200;
const LATEST = 253_402_300_799_999; // the last moment of the year 9999

export function writeReport(to: Writer, { taken, facts }: ComputerReport): Writer {
  to.varint(taken).varint(facts.length);
  facts.forEach(({ kind, name, value }) => to.byte(FACT_KINDS.indexOf(kind)).text(name).text(value));
  return to;
}

/** Null where something is out of its range, missing or too long, stands behind it, or is no UTF-8. */
export function readReport(bytes: Uint8Array): ComputerReport | null {
  const from = new Reader(bytes);
  const taken = from.varint(LATEST);
  const count = from.varint(MOST_FACTS);
  const facts: Fact[] = [];
  for (let i = 0; i < count && !from.broken; i++) {
    const kind = FACT_KINDS[from.byte()];
    const fact = { name: from.text(MOST_NAME_BYTES), value: from.text(MOST_VALUE_BYTES) };
    if (!kind) {
      return null;
    }

    facts.push({ kind, ...fact });
  }

  return from.isDone ? { taken, facts } : null;
}

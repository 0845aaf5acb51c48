/**
 * Hands bytes of a hostile Agent or Relay to a parser; says whether it took them. False is the parser's own refusal;
 * whatever is thrown is a finding.
 */
export type Reading = (input: Uint8Array<ArrayBuffer>) => boolean | Promise<boolean>;

/** A parser of the page, or several that are one behind the other. */
export interface Target {
  /** In file names, too; the same as in tests/Fuzz where both languages read the same. */
  readonly name: string;
  /** Good inputs, at least one. */
  readonly seeds: () => readonly Uint8Array[] | Promise<readonly Uint8Array[]>;
  /** A reading of its own for each run. */
  readonly reading: () => Reading | Promise<Reading>;
  /** Its share of a run that is told in inputs, 1 where it is not said. */
  readonly share?: number;
}

// By its number on the wire, from 1.
const REFUSALS = [
  'notGranted', 'expired', 'paused', 'questionOpen', 'ownWindow', 'outOfRange', 'malformed', 'tooMuch', 'declined', 'unable',
  'unsafeName', 'tooLarge', 'noRoom', 'noSuchTransfer', 'notLogged',
] as const;

/** Why the Agent did not do what this page asked. */
export type CommandRefusal = (typeof REFUSALS)[number];

export function writeRefusal(why: CommandRefusal): number {
  return REFUSALS.indexOf(why) + 1;
}

/** Null where there is no such number. */
export function readRefusal(number: number): CommandRefusal | null {
  return REFUSALS[number - 1] ?? null;
}

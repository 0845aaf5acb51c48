/** How long since the beginning, such as "4:07" or "1:04:07". `ms` is 0 or more. */
export function sinceBegin(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const rest = String(seconds % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

/** The moment in UTC, such as "10:04:12 UTC"; `begun` and `ms` in milliseconds, since 1970 and since then. */
export function timeOfDay(begun: number, ms: number): string {
  const moment = new Date(begun + ms);
  return Number.isNaN(moment.getTime()) ? '–' : `${moment.toISOString().slice(11, 19)} UTC`;
}

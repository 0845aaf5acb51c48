import { MOST_TOPICS, type Checklist } from './checklist';

/** What happened, what was done and what follows, as the Relay keeps it. */
export interface WrapUp {
  readonly topics: readonly string[];
  readonly solved: boolean;
  readonly done: string;
  readonly next: string;
  readonly words: string;
}

// So many characters of what was done, at most.
const LONGEST_DONE = 2000;

const CUT_OFF: readonly string[] = ['customerLost', 'technicianLost', 'relayLost'];

/** Whether nobody wanted this end, so that the way on is one click away. */
export function isCutOff(reason: string | null): boolean {
  return CUT_OFF.includes(reason ?? '');
}

/**
 * What the form begins with: topics and ticked steps from the checklist, and from how the session ended what follows. A
 * session that the technician ended with every step of a list ticked is taken as solved; the technician says otherwise with one click.
 */
export function defaults(list: Checklist, reason: string | null, betweenSteps: string): WrapUp {
  const done = list.items.filter(item => item.done).map(item => item.text).join(betweenSteps);
  const solved = reason === 'stoppedByTechnician' && list.items.length > 0 && list.items.every(item => item.done);
  return {
    topics: list.topics.slice(0, MOST_TOPICS),
    solved,
    done: done.slice(0, LONGEST_DONE),
    next: solved ? 'nothing' : isCutOff(reason) ? 'session' : 'call',
    words: '',
  };
}

/** A step of the checklist. */
export interface Item {
  readonly id: string;
  readonly text: string;
  readonly done: boolean;
}

/** What to look at in this case, in an order that makes sense; ticked as it is done. No script to read out. */
export interface Checklist {
  /** What the case is about, as far as ready-made lists were taken. */
  readonly topics: readonly string[];
  readonly items: readonly Item[];
}

/** So many steps at most, and topics, and characters of a step; the Relay takes no more. */
export const MOST_ITEMS = 60;
export const MOST_TOPICS = 5;
const LONGEST_ITEM = 200;

/** The checklist on a paper; an empty one where nobody has written on it. */
export function readChecklist(body: string): Checklist {
  return body === '' ? { topics: [], items: [] } : JSON.parse(body) as Checklist;
}

export function writeChecklist(list: Checklist): string {
  return JSON.stringify(list);
}

/** With these steps behind the others; those that it has already come no second time, and none beyond the most. */
export function withSteps(list: Checklist, steps: readonly string[], newId: () => string): Checklist {
  const known = new Set(list.items.map(({ text }) => text));
  const added = steps
    .map(step => step.replace(/\s+/g, ' ').trim().slice(0, LONGEST_ITEM))
    .filter(step => step !== '' && !known.has(step) && known.add(step))
    .map(text => ({ id: newId(), text, done: false }));
  return { ...list, items: [...list.items, ...added].slice(0, MOST_ITEMS) };
}

export function withTopic(list: Checklist, topic: string): Checklist {
  return list.topics.includes(topic) ? list : { ...list, topics: [...list.topics, topic].slice(0, MOST_TOPICS) };
}

export function ticked(list: Checklist, id: string, done: boolean): Checklist {
  return { ...list, items: list.items.map(item => item.id === id ? { ...item, done } : item) };
}

export function without(list: Checklist, id: string): Checklist {
  return { ...list, items: list.items.filter(item => item.id !== id) };
}

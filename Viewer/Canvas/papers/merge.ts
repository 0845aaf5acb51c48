import type { Merge } from './paper';
import { readChecklist, writeChecklist, type Item } from './checklist';

/**
 * Nothing that either wrote is lost: what was added behind the same beginning stands one behind the other; else the other's
 * text stands below, with their name.
 */
export const mergeNotes: Merge = (base, mine, theirs) => {
  const other = theirs.body;
  if (mine.includes(other)) {
    return mine;
  }

  if (other.includes(mine) || mine === base) {
    return other;
  }

  return mine.startsWith(base) && other.startsWith(base)
    ? other + newLine(other) + mine.slice(base.length).replace(/^\n+/, '')
    : `${mine}\n\n— ${theirs.by ?? ''} —\n${other}`;
};

/** Step by step: what one changed, added or removed counts, and where both changed the same, what was done here. */
export const mergeChecklists: Merge = (base, mine, theirs) => {
  const [before, here, there] = [readChecklist(base), readChecklist(mine), readChecklist(theirs.body)];
  const find = (items: readonly Item[], id: string): Item | undefined => items.find(item => item.id === id);
  const kept = there.items
    .filter(({ id }) => find(here.items, id) || !find(before.items, id))
    .map(item => {
      const [was, is] = [find(before.items, item.id), find(here.items, item.id)];
      return is && (was?.done !== is.done || was.text !== is.text) ? is : item;
    });
  const added = here.items.filter(({ id }) => !find(before.items, id) && !find(there.items, id));
  return writeChecklist({ topics: [...new Set([...there.topics, ...here.topics])], items: [...kept, ...added] });
};

/** Both lists in one, without what was removed here. */
export const mergePhrases: Merge = (base, mine, theirs) => {
  const [before, here, there] = [readPhrases(base), readPhrases(mine), readPhrases(theirs.body)];
  const kept = there.filter(phrase => here.includes(phrase) || !before.includes(phrase));
  return JSON.stringify([...new Set([...kept, ...here.filter(phrase => !before.includes(phrase))])]);
};

/** The phrases of a paper; none where nobody has written any. */
export function readPhrases(body: string): readonly string[] {
  return body === '' ? [] : JSON.parse(body) as string[];
}

function newLine(text: string): string {
  return text === '' || text.endsWith('\n') ? '' : '\n';
}

import type { Texts } from '../../text';
import type { Span } from '../catalogue';
import type { Known } from '../messages';
import type { Surveyed } from '../survey';

/** Something that the time bar shows and says. ms since the recording began; null where it goes on to the end. */
export interface PlaybackEvent {
  readonly kind: Span['kind'] | 'masked' | 'viewers';
  readonly from: number;
  readonly to: number | null;
  readonly words: string;
}

// More than anybody reads; the first ones are the ones that count.
const MOST_EVENTS = 500;

/** All there is to say about stretches of a recording, in the order in which they began. */
export function eventsOf(known: Known, surveyed: Surveyed | null, text: Texts): PlaybackEvent[] {
  const events: PlaybackEvent[] = [
    ...known.spans.map(span => ({ kind: span.kind, from: span.from, to: span.to, words: wordsOf(span, text) })),
    ...known.viewers.map(({ at, count }) => ({ kind: 'viewers' as const, from: at, to: at, words: text.say('Playback.Viewers', count) })),
    ...(surveyed?.masked ?? []).map(({ from, to, most }) => ({ kind: 'masked' as const, from, to, words: text.say('Playback.Masked', most) })),
  ];
  return events.sort((a, b) => a.from - b.from).slice(0, MOST_EVENTS);
}

function wordsOf({ kind, word, count }: Span, text: Texts): string {
  switch (kind) {
    case 'paused':
      return text.say('Playback.Paused');
    case 'bad':
      return text.say('Playback.BadChunk', count ?? '', text.say(`Playback.Bad.${word}`));
    case 'gap':
    case 'off': {
      const key = `Playback.${kind === 'gap' ? 'Gap' : 'Off'}`;
      return text.has(`${key}.${word}`) ? text.say(`${key}.${word}`, count ?? '?') : text.say(`${key}.other`, word);
    }
  }
}

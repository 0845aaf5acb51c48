// The page of one recording: its picture, its time bar and the entries beside it.
import { element } from '../page/elements';
import { openContentKey, ownAuditorKey, unlockedAuditorKeys } from '../recordings/auditorKey';
import { Texts } from '../text';
import { PlaybackPage } from './page/playbackPage';

const place = element('playback');
new PlaybackPage(
  new Texts(element('playback-text').textContent ?? '{}'),
  { own: async () => (await ownAuditorKey() ? unlockedAuditorKeys() : []), openContentKey },
  new Worker(place.dataset['worker']!, { type: 'module' }),
);

// The worker's whole program: reading, checking, opening, decoding and painting a recording, off the page's thread.
import { browserPhotos } from '../browserPhotos';
import { canvasSurface } from '../paint';
import { animationTicker, type AnimationScope } from '../ticker';
import { Desk } from './desk';
import type { PlaybackAnswer, PlaybackWish } from './messages';
import { HttpSource } from './source';

const scope = self as unknown as AnimationScope & {
  onmessage: (message: MessageEvent<PlaybackWish>) => void;
  postMessage(answer: PlaybackAnswer): void;
};
let desk: Desk | null = null;

scope.onmessage = ({ data }) => {
  if ('canvas' in data) {
    desk = new Desk(data.session, {
      source: new HttpSource(data.address, (url, wish) => fetch(url, wish)),
      surface: canvasSurface(data.canvas),
      ticker: animationTicker(scope),
      photos: browserPhotos(),
      now: () => performance.now(),
      answer: answer => scope.postMessage(answer),
    });
    void desk.open();
  } else {
    desk?.take(data);
  }
};

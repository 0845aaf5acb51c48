import type { Surface, Ticker } from '../paint';
import type { PhotoDecoder } from '../photos';
import type { ExchangeContext } from '../sealing/keys';
import { Catalogue, type KnownChunk } from './catalogue';
import { ChunkStore } from './chunkStore';
import { Cursor } from './cursor';
import { Examiner } from './examiner';
import type { RecordingHeader } from './format';
import type { PlaybackAnswer, PlaybackWish } from './messages';
import { Opening } from './opening';
import { Player } from './player';
import { Projector } from './projector';
import { Secrets } from './secrets';
import { SeekPoints } from './seekPoints';
import { SourceError, type RecordingSource } from './source';
import { Snapshots } from './snapshots';
import { Survey } from './survey';
import { verdictOn } from './verdict';

/** What the desk works with: the browser's, or fakes in tests. */
export interface DeskTools {
  readonly source: RecordingSource;
  readonly surface: Surface;
  readonly ticker: Ticker;
  readonly photos: PhotoDecoder;
  /** ms; only differences count. */
  now(): number;
  answer(answer: PlaybackAnswer): void;
}

// While the file is read the page hears of it so often, in ms.
const TELL_EVERY_MS = 200;

/**
 * One recording from its file to the canvas: 1 examine every chunk, 2 have its keys unwrapped, 3 play, 4 beside
 * that look for masks, and keep pictures to seek from.
 */
export class Desk {
  readonly catalogue = new Catalogue();
  readonly store: ChunkStore;
  player: Player | null = null;

  readonly snapshots = new Snapshots();

  private readonly secrets = new Secrets();
  private readonly changed = new Set<number>();
  private header: RecordingHeader | null = null;
  private read = 0;
  private toldAt = -Infinity;
  private toldKeys = 0;

  constructor(private readonly session: string, private readonly tools: DeskTools) {
    this.store = new ChunkStore(tools.source, chunk => this.noteChange(chunk));
  }

  /** Reads and checks the whole file; resolves once that is done or failed, which the page hears. */
  async open(): Promise<void> {
    const examiner = new Examiner(this.tools.source, this.session, this.catalogue);
    try {
      this.header = await examiner.begin();
      this.begin(this.header);
      await examiner.run(bytes => {
        this.read = bytes;
        this.tell(this.tools.now() - this.toldAt >= TELL_EVERY_MS);
      });
      this.tell(true);
    } catch (problem) {
      this.fail(problem);
    }
  }

  take(wish: Exclude<PlaybackWish, { canvas: unknown }>): void {
    if ('contentKey' in wish) {
      this.secrets.tell(wish.contentKey, wish.secret);
    } else if ('allKeys' in wish) {
      this.secrets.close();
    } else if ('unlocked' in wish) {
      this.player?.seek(0);
      void this.survey();
    } else if ('play' in wish) {
      this.player?.play(wish.play);
    } else if ('seek' in wish) {
      this.player?.seek(wish.seek);
    } else if ('speed' in wish) {
      this.player?.setSpeed(wish.speed);
    } else {
      this.player?.skipIdle(wish.skipIdle);
    }
  }

  private begin({ protocolVersion }: RecordingHeader): void {
    const { tools, catalogue } = this;
    const projector = new Projector(this.newOpening(protocolVersion), tools.surface, tools.ticker, tools.photos,
      (painted, fresh) => tools.answer({ painted, fresh }));
    const own = new SeekPoints(catalogue, this.store, this.context(protocolVersion), this.secrets, at => {
      catalogue.loseSeekPoint(at);
      this.tell(true);
    });
    this.player = new Player(catalogue, new Cursor(catalogue, this.store), projector, this.snapshots, own, tools.ticker, {
      now: () => tools.now(),
      onState: state => tools.answer({ state }),
      onFault: problem => this.fail(problem),
    });
    this.tell(true);
  }

  private newOpening(protocolVersion: number): Opening {
    return new Opening(this.context(protocolVersion), this.secrets);
  }

  private context(protocolVersion: number): ExchangeContext {
    return { protocolVersion, session: this.session, viewer: 0 };
  }

  private async survey(): Promise<void> {
    if (this.header) {
      const { player, catalogue, tools } = this;
      const own = new ChunkStore(tools.source, chunk => this.noteChange(chunk), 0);
      const survey = new Survey(
        catalogue, own, this.newOpening(this.header.protocolVersion), tools.photos, this.snapshots, async () => player?.arrived());
      try {
        await survey.run(surveyed => tools.answer({ surveyed }));
      } catch (problem) {
        this.fail(problem);
      }
    }
  }

  private noteChange({ number }: KnownChunk): void {
    this.changed.add(number);
    this.tell(true);
  }

  private fail(problem: unknown): void {
    this.tools.answer({ fault: problem instanceof SourceError ? problem.fault : 'unreachable' });
  }

  private tell(isDue: boolean): void {
    const { catalogue, tools, header } = this;
    if (!isDue || !header) {
      return;
    }

    this.toldAt = tools.now();
    if (this.toldKeys < catalogue.wrapped.length) {
      tools.answer({ wrapped: catalogue.wrapped.slice(this.toldKeys) });
      this.toldKeys = catalogue.wrapped.length;
    }

    tools.answer({
      known: {
        begun: header.begun,
        end: catalogue.end,
        isWhole: catalogue.isWhole,
        isClosed: catalogue.isClosed,
        read: this.read,
        size: tools.source.size,
        spans: catalogue.spans,
        viewers: catalogue.viewers,
        seekPoints: catalogue.seekPoints.length + catalogue.own.points.length,
        verdict: verdictOn(catalogue, this.changed),
      },
    });
  }
}

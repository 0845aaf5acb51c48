import { Fitting } from '../../fit';
import { MaskLabels } from '../../masks';
import { canvas, element, write } from '../../page/elements';
import { PointerOverlay } from '../../pointer';
import { idBytes } from '../../sealing/bytes';
import type { Texts } from '../../text';
import type { WrappedKey } from '../format';
import { Keyring, type AuditorKey, type OpenContentKey } from '../keyring';
import type { Known, PlaybackAnswer, PlaybackWish } from '../messages';
import type { PlayerState } from '../player';
import type { SourceFault } from '../source';
import type { Surveyed } from '../survey';
import { Badge } from './badge';
import { EntryList } from './entryList';
import { Gate } from './gate';
import { keyboardFor } from './keyboard';
import { TimeBar } from './timeBar';

/** How this browser's auditor opens what was sealed for them. */
export interface AuditorDesk {
  /** The own keys, once they were unlocked by the page's form; none where this browser has none. */
  own(): Promise<readonly AuditorKey[]>;
  readonly openContentKey: OpenContentKey;
}

/** The page's side of a recording that is played: all of its buttons, bars and words. */
export class PlaybackPage {
  private readonly badge: Badge;
  private readonly bar: TimeBar;
  private readonly entries: EntryList;
  private readonly gate: Gate;
  private readonly fitting: Fitting;
  private readonly pointer: PointerOverlay;
  private readonly masks: MaskLabels;
  private readonly found: WrappedKey[] = [];
  private readonly session: string;
  private keyring: Keyring | null = null;
  private opening: Promise<void> = Promise.resolve();
  private isUnlocking = false;
  private known: Known | null = null;
  private surveyed: Surveyed | null = null;
  private state: PlayerState | null = null;
  private fault: SourceFault | null = null;
  private size = { width: 0, height: 0 };

  constructor(private readonly text: Texts, private readonly auditor: AuditorDesk, private readonly worker: Worker) {
    const place = element('playback');
    this.session = place.dataset['session']!;
    this.badge = new Badge(text);
    this.bar = new TimeBar(text, at => this.seek(at));
    this.entries = new EntryList(element('entries'), at => this.seek(at));
    this.gate = new Gate(text, () => void this.unlock());
    this.masks = new MaskLabels(element('masks'), text.say('Playback.MaskLabel'));
    this.pointer = new PointerOverlay(canvas('pointer'), element('glass'));
    this.fitting = new Fitting(element('stage'), element('glass'), placement => {
      if (placement) {
        this.pointer.scaleTo(placement.scale);
        this.masks.scaleTo(placement.scale);
      }
    });
    this.listen();
    worker.onmessage = ({ data }: MessageEvent<PlaybackAnswer>) => this.hear(data);
    worker.onerror = () => this.hear({ fault: 'unreachable' });
    const screen = canvas('screen').transferControlToOffscreen();
    worker.postMessage({ canvas: screen, address: place.dataset['address']!, session: this.session } satisfies PlaybackWish, [screen]);
  }

  private listen(): void {
    const speed = element('speed') as HTMLSelectElement;
    element('play').addEventListener('click', () => this.toggle());
    const setSpeed = (wish: number): void => {
      speed.value = String(wish);
      this.send({ speed: wish });
    };
    speed.addEventListener('change', () => setSpeed(Number(speed.value)));
    element('skip-idle').addEventListener('change', event => this.send({ skipIdle: (event.target as HTMLInputElement).checked }));
    element('show-pointer').addEventListener('change', event => {
      element('glass').classList.toggle('no-pointer', !(event.target as HTMLInputElement).checked);
    });
    document.addEventListener('keydown', keyboardFor({
      toggle: () => this.toggle(),
      move: by => this.seek((this.state?.position ?? 0) + by),
      jump: toEnd => this.seek(toEnd ? this.known?.end ?? 0 : 0),
      setSpeed,
      get speed() {
        return Number(speed.value);
      },
    }));
  }

  private send(wish: PlaybackWish): void {
    if (this.keyring) {
      this.worker.postMessage(wish);
    }
  }

  private toggle(): void {
    this.send({ play: !this.state?.playing });
  }

  // The next step goes on from here, also before the worker has answered.
  private seek(at: number): void {
    const position = Math.max(0, Math.min(at, this.known?.end ?? 0));
    this.state = this.state && { ...this.state, position };
    this.send({ seek: position });
  }

  private async unlock(): Promise<void> {
    if (this.isUnlocking) {
      return;
    }

    this.isUnlocking = true;
    this.gate.show('locked');
    try {
      const own = await this.auditor.own();
      if (own.length > 0) {
        this.keyring = new Keyring(own, idBytes(this.session), this.auditor.openContentKey);
        this.open(this.found);
        await this.opening;
        this.worker.postMessage({ unlocked: true } satisfies PlaybackWish);
        this.tellWhetherAll();
        this.enable();
      } else {
        this.gate.show('noKey');
      }
    } catch {
      this.gate.show('failed');
    } finally {
      this.isUnlocking = false;
      if (this.keyring) {
        this.showGate();
      }
    }
  }

  private open(wrapped: readonly WrappedKey[]): void {
    const { keyring } = this;
    this.opening = this.opening.then(async () => {
      for (const key of await keyring?.open(wrapped) ?? []) {
        this.worker.postMessage(key satisfies PlaybackWish);
      }

      this.showGate();
    });
  }

  // Once all of the file was read, no key comes any more: whatever has none stays closed.
  private tellWhetherAll(): void {
    if (this.keyring && this.known?.isWhole) {
      void this.opening.then(() => this.worker.postMessage({ allKeys: true } satisfies PlaybackWish));
    }
  }

  private enable(): void {
    for (const id of ['play', 'position', 'speed', 'skip-idle', 'show-pointer']) {
      (element(id) as HTMLInputElement).disabled = false;
    }
  }

  private hear(answer: PlaybackAnswer): void {
    if ('known' in answer) {
      if (!this.known) {
        void this.unlock();
      }

      this.known = answer.known;
      this.entries.begin(answer.known.begun);
      this.badge.show(answer.known);
      this.showBar();
      this.tellWhetherAll();
    } else if ('wrapped' in answer) {
      this.found.push(...answer.wrapped);
      this.open(answer.wrapped);
    } else if ('surveyed' in answer) {
      this.surveyed = answer.surveyed;
      this.badge.showSurvey(answer.surveyed);
      this.showBar();
    } else if ('painted' in answer) {
      this.paint(answer);
    } else if ('state' in answer) {
      this.state = answer.state;
      this.showState(answer.state);
    } else {
      this.fault = answer.fault;
    }

    this.showGate();
  }

  private showBar(): void {
    this.bar.show(this.known!, this.surveyed);
    this.bar.move(this.state?.position ?? 0);
  }

  private paint({ painted, fresh }: Extract<PlaybackAnswer, { painted: unknown }>): void {
    const { width, height } = painted;
    if (width !== this.size.width || height !== this.size.height) {
      this.size = { width, height };
      this.fitting.resize(width, height);
    }

    this.pointer.show(painted.pointer ?? (fresh ? { x: 0, y: 0, visible: false } : null), painted.shape);
    const masks = painted.masks ?? (fresh ? [] : null);
    if (masks) {
      this.masks.show(masks);
    }

    this.badge.count(painted.compared, painted.differing.length);
    element('stage').dataset['frame'] = String(painted.frame);
  }

  private showState({ position, playing, seeking, broken, speed }: PlayerState): void {
    const stage = element('stage');
    stage.dataset['position'] = String(Math.round(position));
    stage.dataset['seeking'] = String(seeking);
    this.bar.move(position);
    this.entries.move(position);
    write(element('play').querySelector('span')!, this.text.say(playing ? 'Playback.Pause' : 'Playback.Play'));
    element('play').dataset['playing'] = String(playing);
    element('broken').hidden = !broken;
    (element('speed') as HTMLSelectElement).value = String(speed);
  }

  private showGate(): void {
    const { keyring, known, state, fault } = this;
    if (fault) {
      element('unlock-form').hidden = true;
      this.gate.show(fault);
    } else if (!known) {
      this.gate.show('reading');
    } else if (!keyring) {
      return; // what there is to say of the own key is said already
    } else if (keyring.met > 0 && keyring.opened === 0) {
      this.gate.show('notYours');
    } else {
      this.gate.show(state?.blank === false ? null : state?.seeking ?? true ? 'reading' : 'blank');
    }
  }
}

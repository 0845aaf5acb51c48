import { QUALITIES, type ViewQuality } from '../wire/commands/quality';
import type { Monitor } from '../wire/monitors';
import type { Texts } from '../text';
import { stepped, wheeled } from '../zoom';
import { isSeenIn, type FitMode } from '../fit';
import type { Picture } from '../picture';
import type { Rect } from '../wire/rect';
import { element, write } from './elements';
import { KeyboardPlace } from './keyboardPlace';

// Thumbnails are as wide as this, and painted anew this often while they are seen.
const THUMBNAIL_WIDTH = 132;
const THUMBNAIL_MS = 1000;

export interface ViewPanelHost {
  /** Whether dragging moves the picture: nothing else is in the hand. */
  readonly pans: boolean;
  /** Whether the wheel is the customer's. */
  readonly controls: boolean;
  /** The quality that was chosen before the page was loaded again; the Agent still keeps to it. */
  readonly chosen: string | null;
  choose(quality: ViewQuality): void;
}

/** Size, monitor and quality of the picture: the buttons in the bar, the panel behind them, the wheel and the hand. */
export class ViewPanel {
  private readonly panel = element('view-panel');
  private readonly button = element('view-button');
  private readonly stage = element('stage');
  private readonly keyboard = new KeyboardPlace(this.panel, () => this.button);
  private monitors: readonly Monitor[] = [];
  private painting = 0;

  constructor(private readonly text: Texts, private readonly picture: Picture, private readonly host: ViewPanelHost) {
    element('fit').addEventListener('click', () => this.fit());
    element('actual').addEventListener('click', () => this.show('actual'));
    element('zoom-in').addEventListener('click', () => this.step(1));
    element('zoom-out').addEventListener('click', () => this.step(-1));
    element('full-screen').addEventListener('click', () => void this.fullScreen());
    this.button.addEventListener('click', () => this.toggle());
    this.panel.addEventListener('keydown', event => event.key === 'Escape' && this.open(false));
    this.panel.querySelectorAll<HTMLInputElement>('input[name=quality]').forEach(choice => {
      choice.checked = choice.value === (QUALITIES.find(quality => quality === host.chosen) ?? 'automatic');
    });
    this.panel.addEventListener('change', event => {
      const { name, value } = event.target as HTMLInputElement;
      const chosen = QUALITIES.find(quality => quality === value);
      if (name === 'quality' && chosen) {
        host.choose(chosen);
      }
    });
    document.addEventListener('fullscreenchange', () => this.placed());
    this.stage.addEventListener('wheel', event => this.wheel(event), { capture: true, passive: false });
    this.listenToPanning();
    this.placed();
  }

  open(open: boolean): void {
    if (open) {
      this.keyboard.remember();
    } else {
      this.keyboard.goBack();
    }

    this.panel.hidden = !open;
    this.button.setAttribute('aria-expanded', String(open));
    clearInterval(this.painting);
    if (open) {
      this.paint();
      this.painting = window.setInterval(() => this.paint(), THUMBNAIL_MS);
      this.panel.querySelector<HTMLElement>('button, input')?.focus();
    }
  }

  toggle(): void {
    this.open(this.panel.hasAttribute('hidden'));
  }

  fit(): void {
    this.picture.look(null);
  }

  show(mode: FitMode, at?: { readonly clientX: number; readonly clientY: number }): void {
    this.picture.show(mode, at);
  }

  step(direction: 1 | -1): void {
    this.show(stepped(this.picture.shown.scale, direction));
  }

  async fullScreen(): Promise<void> {
    // A browser that does not allow it leaves everything as it is.
    await (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()).catch(() => undefined);
  }

  /** The customer's monitors, as the Agent has them. */
  take(monitors: readonly Monitor[]): void {
    this.monitors = monitors;
    element('monitors').hidden = monitors.length < 2;
    const all = this.thumbnail(this.text.say('View.allMonitors'), null);
    const list = element('monitor-list');
    const held = list.contains(document.activeElement) ? (document.activeElement as HTMLElement).dataset['place'] : undefined;
    list.replaceChildren(...[all, ...monitors.map((monitor, i) => this.thumbnail(
      this.text.say(monitor.isPrimary ? 'View.mainMonitor' : 'View.monitor', i + 1), monitor))]);
    if (held !== undefined) {
      const buttons = [...list.querySelectorAll<HTMLElement>('button')];
      (buttons.find(button => button.dataset['place'] === held) ?? buttons[0])?.focus();
    }

    this.placed();
    this.paint();
  }

  /** The picture is shown in another size, or another part of it. */
  placed(): void {
    const { mode, scale, part } = this.picture.shown;
    const percent = this.text.say('View.percent', Math.round(scale * window.devicePixelRatio * 100));
    element('fit').setAttribute('aria-pressed', String(mode === 'fit' && part === null));
    element('actual').setAttribute('aria-pressed', String(mode === 'actual'));
    write(element('zoom-now'), percent);
    write(element('view-zoom'), percent);
    element('full-screen').setAttribute('aria-pressed', String(document.fullscreenElement !== null));
    for (const button of element('monitor-list').querySelectorAll<HTMLElement>('button')) {
      button.setAttribute('aria-pressed', String(mode === 'fit' && button.dataset['place'] === placeKey(part)));
    }
  }

  private thumbnail(name: string, monitor: Monitor | null): HTMLElement {
    const place = monitor?.place ?? null;
    const row = document.createElement('li');
    const button = document.createElement('button');
    const picture = document.createElement('canvas');
    const words = document.createElement('span');
    button.type = 'button';
    button.dataset['place'] = placeKey(place);
    picture.setAttribute('aria-hidden', 'true');
    words.textContent = monitor
      ? this.text.say('View.monitorSize', name, monitor.place.width, monitor.place.height, monitor.scalePercent)
      : name;
    button.append(picture, words);
    button.addEventListener('click', () => this.picture.look(place));
    row.append(button);
    return row;
  }

  // Drawn from the picture that is there: nothing is sent for it.
  private paint(): void {
    const { screen, width, height } = this.picture.painting;
    if (this.panel.hidden || width === 0) {
      return;
    }

    const canvases = element('monitor-list').querySelectorAll('canvas');
    [{ x: 0, y: 0, width, height }, ...this.monitors.map(({ place }) => place)].forEach((place, i) => {
      const canvas = canvases[i];
      if (canvas && place.width > 0 && place.height > 0) {
        canvas.width = THUMBNAIL_WIDTH;
        canvas.height = Math.max(1, Math.round(THUMBNAIL_WIDTH * place.height / place.width));
        canvas.getContext('2d')?.drawImage(screen, place.x, place.y, place.width, place.height, 0, 0, canvas.width, canvas.height);
      }
    });
  }

  // While the customer's computer is controlled, Ctrl and the wheel are the customer's; with Alt they are this page's.
  private wheel(event: WheelEvent): void {
    if (event.ctrlKey && (event.altKey || !this.host.controls)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      this.show(wheeled(this.picture.shown.scale, event), event);
    }
  }

  private listenToPanning(): void {
    const { stage } = this;
    let held: number | null = null;
    stage.addEventListener('pointerdown', event => {
      const byMiddle = event.button === 1 && !this.host.controls;
      if (stage.classList.contains('scrolls') && isSeenIn(stage, event) && (byMiddle || (event.button === 0 && this.host.pans))) {
        event.preventDefault();
        held = event.pointerId;
        stage.setPointerCapture(held);
        stage.focus({ preventScroll: true });
      }
    });
    stage.addEventListener('pointermove', event => {
      if (event.pointerId === held) {
        stage.scrollLeft -= event.movementX;
        stage.scrollTop -= event.movementY;
      }
    });
    for (const end of ['pointerup', 'pointercancel'] as const) {
      stage.addEventListener(end, event => {
        held = event.pointerId === held ? null : held;
      });
    }
  }
}

function placeKey(place: Rect | null): string {
  return place ? [place.x, place.y, place.width, place.height].join(' ') : '';
}

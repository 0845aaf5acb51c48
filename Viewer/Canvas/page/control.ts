import { InputQueue } from '../input/inputQueue';
import { Keyboard } from '../input/keyboard';
import { Mouse } from '../input/mouse';
import type { Fate } from '../commands';
import type { Pixel } from '../picture';
import type { ViewerCommand } from '../wire/commands/command';
import { SystemKeys } from './systemKeys';
import { isSeenIn } from '../fit';
import type { InputEvent } from '../wire/commands/input';

// So long what was done waits for what it is about; longer, and nobody remembers.
const MOST_WAIT_MS = 15_000;

export interface ControlHost {
  readonly unacknowledged: number;
  send(command: ViewerCommand, fate: Fate): void;
  pixelAt(clientX: number, clientY: number): Pixel;
  /** The technician has moved the pointer on the picture. */
  onMove(): void;
  /** The technician lets go of control by its keys. */
  onLeave(): void;
  /** So much was waiting that it was dropped. */
  onOverflow(): void;
  /** What was to be done waited too long, and is left out. */
  onLate(): void;
}

/**
 * Pointer and keyboard for the customer's computer, while it is on. Moves and turns of the wheel go once per animation
 * frame, all else at once, but for what must wait for something of this page. Whatever ends it, every key and button goes
 * up, and what waits never happens.
 */
export class Control {
  private readonly mouse = new Mouse();
  private readonly keyboard: Keyboard;
  private readonly queue: InputQueue;
  private readonly systemKeys = new SystemKeys();
  private on = false;
  private frame = 0;
  private composes = false;

  // What is waited for; another set once control was let go of.
  private awaited = new Set<object>();

  constructor(private readonly stage: HTMLElement, private readonly keys: HTMLTextAreaElement, private readonly host: ControlHost) {
    this.queue = new InputQueue({
      get unacknowledged() {
        return host.unacknowledged;
      },
      send: events => this.send(events),
      onOverflow: () => {
        this.release();
        host.onOverflow();
      },
    });
    this.keyboard = new Keyboard({
      send: events => this.now(events),
      onLeave: () => host.onLeave(),
    });
    this.listenToPointer();
    this.listenToKeys();
    window.addEventListener('blur', () => this.release());
    document.addEventListener('visibilitychange', () => this.release());
  }

  /** Begins or ends; `focus`: what is typed from now on goes there. */
  set(on: boolean, focus: boolean): void {
    if (this.on && !on) {
      this.release();
    }

    this.on = on;
    this.systemKeys.take(on);
    this.keys.hidden = !on;
    if (on && focus) {
      this.keys.focus({ preventScroll: true });
    }
  }

  /** These keys go down in their order, and up again. */
  press(usages: readonly number[]): void {
    if (this.on) {
      const all = (keys: readonly number[], down: boolean): InputEvent[] => keys.map(usage => ({ kind: 'key', usage, down }));
      this.now([...all(usages, true), ...all([...usages].reverse(), false)]);
      this.keys.focus({ preventScroll: true });
    }
  }

  /** Types this text. */
  type(text: string): void {
    if (this.on) {
      this.keyboard.write(text);
      this.keys.focus({ preventScroll: true });
    }
  }

  /** These happen once `ready` is true, and what is done meanwhile after them; where it is false, nothing of that is pressed. */
  pressOnce(ready: Promise<boolean>, events: readonly InputEvent[]): void {
    if (this.on) {
      void this.waitFor(ready);
      this.now(events);
    }
  }

  private async waitFor(ready: Promise<boolean>): Promise<void> {
    const { awaited } = this;
    const one = {};
    awaited.add(one);
    this.queue.hold();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const isReady = await Promise.race([ready, new Promise<null>(resolve => {
      timer = setTimeout(() => resolve(null), MOST_WAIT_MS);
    })]);
    clearTimeout(timer);
    if (awaited !== this.awaited || !awaited.delete(one)) {
      return;
    }

    if (!isReady) {
      awaited.clear();
      this.queue.skip();
    } else if (awaited.size === 0) {
      this.queue.goOn();
    }

    if (isReady === null) {
      this.host.onLate();
    }
  }

  // Said even where nothing is held: this page may be wrong about that.
  private release(): void {
    if (this.on) {
      cancelAnimationFrame(this.frame);
      this.frame = 0;
      this.mouse.forget();
      this.keyboard.forget();
      this.queue.clear();
      this.awaited = new Set();
      this.composes = false;
      this.send([{ kind: 'release' }]);
    }
  }

  private listenToPointer(): void {
    const { stage } = this;
    for (const kind of ['pointerdown', 'pointermove', 'pointerup', 'pointercancel'] as const) {
      stage.addEventListener(kind, event => this.on && this.pointer(event));
    }

    stage.addEventListener('wheel', event => {
      if (this.on && this.host.pixelAt(event.clientX, event.clientY).isInside) {
        event.preventDefault();
        this.soon(this.mouse.turn(event));
      }
    }, { passive: false });

    // What the browser would do with them happens at the customer's instead.
    for (const kind of ['contextmenu', 'mousedown', 'mouseup', 'auxclick', 'dragstart'] as const) {
      stage.addEventListener(kind, event => this.on && isSeenIn(stage, event) && event.preventDefault());
    }
  }

  private pointer(event: PointerEvent): void {
    const { at, isInside } = this.host.pixelAt(event.clientX, event.clientY);
    if (event.type === 'pointerdown' && isInside) {
      // A drag goes on beside the picture.
      this.stage.setPointerCapture(event.pointerId);
      this.keys.focus({ preventScroll: true });
    }

    if (isInside) {
      this.host.onMove();
    }

    const events = this.mouse.take(at, isInside, event.type === 'pointercancel' ? 0 : event.buttons, event.type === 'pointerdown');
    if (events.some(({ kind }) => kind === 'button')) {
      this.now(events);
    } else {
      this.soon(events);
    }
  }

  private listenToKeys(): void {
    const { keys, keyboard } = this;
    keys.addEventListener('keydown', event => keyboard.down(event) && event.preventDefault());
    keys.addEventListener('keyup', event => keyboard.up(event) && event.preventDefault());
    keys.addEventListener('beforeinput', event => {
      if (!event.isComposing && event.data && event.inputType === 'insertText') {
        event.preventDefault();
        keyboard.write(event.data);
      }
    });
    keys.addEventListener('compositionstart', () => {
      this.composes = true;
    });
    keys.addEventListener('compositionend', event => {
      // A browser also ends it where the keyboard goes elsewhere, some before they say so: that was chosen by nobody.
      if (this.composes) {
        this.composes = false;
        void this.waitFor(new Promise(resolve => setTimeout(() => resolve(true), 0)));
        keyboard.write(event.data);
      }

      keys.value = '';
    });
    keys.addEventListener('blur', () => this.release());
  }

  private now(events: readonly InputEvent[]): void {
    this.add(events);
    this.queue.flush();
  }

  private soon(events: readonly InputEvent[]): void {
    this.add(events);
    if (this.frame === 0 && !this.queue.isEmpty) {
      this.frame = requestAnimationFrame(() => {
        this.frame = 0;
        this.queue.flush();
      });
    }
  }

  // Browsers say some of what happened only after control was put down.
  private add(events: readonly InputEvent[]): void {
    if (this.on) {
      events.forEach(event => this.queue.add(event));
    }
  }

  // What had to wait goes when there is room again.
  private send(events: readonly InputEvent[]): void {
    this.host.send({ kind: 'input', events }, { done: () => this.frame === 0 && this.queue.flush() });
  }
}

import { InputQueue } from '../input/inputQueue';
import { Keyboard } from '../input/keyboard';
import { Mouse } from '../input/mouse';
import type { Fate } from '../commands';
import type { Pixel } from '../picture';
import type { ViewerCommand } from '../wire/commands/command';
import type { InputEvent } from '../wire/commands/input';

export interface ControlHost {
  readonly unacknowledged: number;
  send(command: ViewerCommand, fate: Fate): void;
  pixelAt(clientX: number, clientY: number): Pixel;
  /** The technician lets go of control by its keys. */
  onLeave(): void;
  /** So much was waiting that it was dropped. */
  onOverflow(): void;
}

/**
 * Pointer and keyboard for the customer's computer, while it is on. Moves and turns of the wheel go once per animation
 * frame, all else at once. Whatever ends it, every key and button goes up.
 */
export class Control {
  private readonly mouse = new Mouse();
  private readonly keyboard: Keyboard;
  private readonly queue: InputQueue;
  private on = false;
  private frame = 0;

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
    this.keys.hidden = !on;
    if (on && focus) {
      this.keys.focus({ preventScroll: true });
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
      stage.addEventListener(kind, event => this.on && event.preventDefault());
    }
  }

  private pointer(event: PointerEvent): void {
    const { at, isInside } = this.host.pixelAt(event.clientX, event.clientY);
    if (event.type === 'pointerdown' && isInside) {
      // A drag goes on beside the picture.
      this.stage.setPointerCapture(event.pointerId);
      this.keys.focus({ preventScroll: true });
    }

    const events = this.mouse.take(at, isInside, event.type === 'pointercancel' ? 0 : event.buttons);
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
    keys.addEventListener('compositionend', event => {
      keyboard.write(event.data);
      keys.value = '';
    });
    keys.addEventListener('blur', () => this.release());
  }

  private now(events: readonly InputEvent[]): void {
    events.forEach(event => this.queue.add(event));
    this.queue.flush();
  }

  private soon(events: readonly InputEvent[]): void {
    events.forEach(event => this.queue.add(event));
    if (this.frame === 0 && !this.queue.isEmpty) {
      this.frame = requestAnimationFrame(() => {
        this.frame = 0;
        this.queue.flush();
      });
    }
  }

  // What had to wait goes when there is room again.
  private send(events: readonly InputEvent[]): void {
    this.host.send({ kind: 'input', events }, { done: () => this.frame === 0 && this.queue.flush() });
  }
}

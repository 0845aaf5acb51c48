import { Drawing } from './annotate/drawing';
import { MarksOverlay } from './annotate/marksOverlay';
import { Asking } from './asking';
import { Chat } from './chat';
import type { Fate } from './commands';
import { Grant } from './grant';
import { News } from './news';
import { ChatPanel } from './page/chatPanel';
import { Control } from './page/control';
import { DrawOptions } from './page/drawOptions';
import { canvas, element } from './page/elements';
import { Label } from './page/label';
import { Pen } from './page/pen';
import { ToolStrip } from './page/toolStrip';
import type { Pixel } from './picture';
import type { Scope } from './scope';
import type { Texts } from './text';
import { Tools, type Tool } from './tools';
import { writeCommand, type ViewerCommand } from './wire/commands/command';
import type { Standing } from './wire/control';
import type { CommandRefusal } from './wire/refusal';

// The first byte of a line of the chat.
const CHAT = 4;

// What is told as news where the customer allows it or takes it back.
const TOLD: readonly Scope[] = ['view', 'control', 'drawing'];

export interface HandsHost {
  /** Whether the picture that is seen is the present one, and nothing lies over it. */
  readonly seesPicture: boolean;
  readonly unacknowledged: number;
  send(body: Uint8Array<ArrayBuffer>, fate: Fate): void;
  seen(line: number): void;
  pixelAt(clientX: number, clientY: number): Pixel;
  onChange(): void;
}

/** What the technician does beside looking: tools and what the customer allows of them, drawing, control, and the chat. */
export class Hands {
  readonly grant = new Grant(() => performance.now());
  readonly news = new News(() => performance.now());
  readonly asking: Asking;
  readonly chat: Chat;

  private readonly tools: Tools;
  private readonly drawing: Drawing;
  private readonly control: Control;
  private readonly overlay = new MarksOverlay(canvas('marks'));
  private readonly options: DrawOptions;
  private readonly pen: Pen;
  private readonly label: Label;
  private readonly strip: ToolStrip;
  private readonly panel: ChatPanel;
  private size = { width: 1, height: 1 };
  private frame = 0;
  private inHand: Tool = 'look';

  constructor(text: Texts, private readonly customer: string, private readonly host: HandsHost) {
    const send = (command: ViewerCommand, fate: Fate): void => host.send(writeCommand(command), fate);
    const self = this;
    this.asking = new Asking(this.grant, { send, onChange: () => host.onChange() });
    this.tools = new Tools(this.grant, this.asking, () => host.onChange());
    this.chat = new Chat({
      get isShown() {
        return self.panel.isShown;
      },
      send,
      seen: line => host.seen(line),
      now: () => Date.now(),
      onChange: () => this.panel.show(),
    });
    this.drawing = new Drawing({
      get unacknowledged() {
        return host.unacknowledged;
      },
      send,
      wake: () => this.wake(),
      onChange: () => this.wake(),
      after: (ms, run) => void setTimeout(run, ms),
    });
    this.options = new DrawOptions(this.drawing);
    this.label = new Label(element('label') as HTMLInputElement, element('stage'), (style, at, words) => this.drawing.put(style, at, words));
    this.pen = new Pen(element('stage'), element('cross'), this.drawing, {
      get style() {
        return self.style;
      },
      get size() {
        return self.size;
      },
      pixelAt: (x, y) => host.pixelAt(x, y),
      write: (style, at) => this.label.begin(style, at, this.size),
    });
    this.control = new Control(element('stage'), element('keys') as HTMLTextAreaElement, {
      get unacknowledged() {
        return host.unacknowledged;
      },
      send,
      pixelAt: (x, y) => host.pixelAt(x, y),
      onLeave: () => {
        this.tools.choose('look');
        element('tool-control').focus();
      },
      onOverflow: () => {
        this.news.say('News.overflow');
        host.onChange();
      },
    });
    this.strip = new ToolStrip(text, customer, this.tools, this.grant);
    this.panel = new ChatPanel(text, customer, this.chat);
    element('ask-view').addEventListener('click', () => this.asking.ask('view'));
  }

  /** This page's number from now on. */
  seated(viewer: number): void {
    this.chat.seated(viewer);
  }

  /** The picture has another size. */
  resize(width: number, height: number): void {
    this.size = { width, height };
    this.overlay.resize(width, height);
    this.wake();
  }

  /** What the customer allows from now on. */
  take(standing: Standing): void {
    const before = TOLD.filter(scope => this.grant.allows(scope));
    const asked = TOLD.filter(scope => this.asking.for(scope) === 'asked');
    this.grant.take(standing);
    this.asking.take();
    this.tools.take();
    this.news.startOver();
    const more = asked.find(scope => this.grant.allows(scope));
    const less = before.find(scope => !this.grant.allows(scope));
    if (more) {
      this.news.say(`News.allowed.${more}`, this.customer);
    } else if (less) {
      this.news.say(`News.takenBack.${less}`, this.customer);
    }

    if (!this.grant.allows('drawing')) {
      this.drawing.forget();
    }

    this.host.onChange();
  }

  /** A command of this page was refused. What the chat could not deliver stands in the chat. */
  refuse(kind: number, why: CommandRefusal): void {
    if (kind !== CHAT) {
      this.news.refuse(kind, why, this.customer);
      this.host.onChange();
    }
  }

  show(): void {
    const { chosen } = this.tools;
    const controls = chosen === 'control' && this.host.seesPicture && !this.grant.questionOpen;
    const isNew = chosen !== this.inHand;
    this.inHand = chosen;
    this.control.set(controls, isNew || document.activeElement === document.body);
    if (isNew || this.style === null) {
      this.pen.stop();
      this.label.cancel();
    }

    this.strip.show(controls);
    this.options.show();
    element('ask-view').hidden = this.grant.allows('view');
    element('ask-view').toggleAttribute('disabled', this.asking.for('view') === 'asked');
  }

  tick(): void {
    this.strip.tick();
  }

  /** The session is over. */
  stop(): void {
    this.control.set(false, false);
    this.pen.stop();
  }

  private get style() {
    const { chosen } = this.tools;
    return !this.host.seesPicture ? null
      : chosen === 'draw' ? this.options.style(this.size.height)
      : chosen === 'point' ? this.options.style(this.size.height, 'laser') : null;
  }

  // Once per animation frame, what was drawn is sent and shown.
  private wake(): void {
    if (this.frame === 0) {
      this.frame = requestAnimationFrame(() => {
        this.frame = 0;
        this.drawing.flush();
        this.overlay.show(this.drawing.local);
        this.options.show();
      });
    }
  }
}

import { Drawing } from './annotate/drawing';
import { fittedTo, type DrawingMemory } from './annotate/drawingMemory';
import { MarksOverlay } from './annotate/marksOverlay';
import { Asking } from './asking';
import { Chat } from './chat';
import type { ChatMemory } from './chatMemory';
import type { Fate } from './commands';
import { Grant } from './grant';
import { News } from './news';
import { ChatPanel } from './page/chatPanel';
import { Control } from './page/control';
import { ControlOptions } from './page/controlOptions';
import { DiagnosePanel } from './page/diagnosePanel';
import { Drawer } from './page/drawer';
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
import { FILE_COMMANDS } from './wire/commands/transfers';
import type { Standing } from './wire/control';
import type { TransferMessage } from './wire/transfers';
import { Transfers } from './transfers';
import type { CommandRefusal } from './wire/refusal';

// The first byte of a line of the chat.
const CHAT = 4;

// What is told as news where the customer allows it or takes it back.
const TOLD: readonly Scope[] = ['view', 'control', 'drawing', 'clipboard', 'files', 'diagnostics'];

export interface HandsHost {
  /** Whether the picture that is seen is the present one, and nothing lies over it. */
  readonly seesPicture: boolean;
  readonly unacknowledged: number;
  send(body: Uint8Array<ArrayBuffer>, fate: Fate): void;
  seen(line: number): void;
  carry(message: TransferMessage): void;
  pixelAt(clientX: number, clientY: number): Pixel;
  leadPointer(): void;
  /** Attaches a report about the customer's computer to the case. */
  keep(report: Uint8Array): Promise<void>;
  /** Puts these lines below the notes of the case; false where there was no room for all of them. */
  addToNotes(lines: string): boolean;
  onChange(): void;
}

/** What the technician does beside looking: tools and what the customer allows of them, drawing, control, and the chat. */
export class Hands {
  readonly grant = new Grant(() => performance.now());
  readonly news = new News(() => performance.now());
  readonly asking: Asking;
  readonly chat: Chat;
  readonly diagnose: DiagnosePanel;
  readonly drawer: Drawer;
  readonly transfers: Transfers;

  private readonly tools: Tools;
  private readonly drawing: Drawing;
  private readonly control: Control;
  private readonly controlOptions: ControlOptions;
  private readonly overlay = new MarksOverlay(canvas('marks'));
  private readonly options: DrawOptions;
  private readonly pen: Pen;
  private readonly label: Label;
  private readonly strip: ToolStrip;
  private readonly panel: ChatPanel;
  private size = { width: 1, height: 1 };
  private frame = 0;
  private inHand: Tool = 'look';

  constructor(text: Texts, private readonly customer: string, private readonly memory: { readonly chat: ChatMemory; readonly drawing: DrawingMemory }, private readonly host: HandsHost) {
    const send = (command: ViewerCommand, fate: Fate): void => host.send(writeCommand(command), fate);
    const self = this;
    this.asking = new Asking(this.grant, { send, onChange: () => host.onChange() });
    this.tools = new Tools(this.asking, () => host.onChange());
    this.chat = new Chat({
      get isShown() {
        return self.panel.isShown;
      },
      send,
      seen: line => host.seen(line),
      now: () => Date.now(),
      keep: chat => memory.chat.keep(chat),
      onChange: () => this.panel.show(),
    }, memory.chat.read());
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
      onMove: () => host.leadPointer(),
      onLeave: () => {
        this.tools.choose('look');
        element('tool-control').focus();
      },
      onOverflow: () => this.tell('News.overflow'),
      onLate: () => this.tell('News.late'),
    });
    this.controlOptions = new ControlOptions(this.control);
    this.diagnose = new DiagnosePanel(text, customer, this.asking, {
      send,
      keep: report => host.keep(report),
      onChange: () => host.onChange(),
    });
    this.strip = new ToolStrip(text, customer, this.tools, this.grant);
    this.drawer = new Drawer(
      { chat: element('chat-text'), checklist: element('checklist-text'), notes: element('notes') },
      () => this.panel.read(),
    );
    this.panel = new ChatPanel(text, customer, this.chat, this.drawer, lines => this.addToNotes(lines));
    this.panel.show();
    this.offerDrawing(text);
    this.transfers = new Transfers(text, customer, this.grant, this.asking, {
      send,
      say: message => host.carry(message),
      press: (ready, events) => this.control.pressOnce(ready, events),
      onTooLarge: () => this.tell('Refused.tooLarge'),
    });
    addEventListener('pagehide', () => memory.drawing.flush());
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

  /** A command of this page was refused. What the chat could not deliver stands in the chat, what becomes of a file with the file. */
  refuse(kind: number, why: CommandRefusal): void {
    if (kind !== CHAT && !FILE_COMMANDS.includes(kind)) {
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
    this.diagnose.show();
    this.controlOptions.show(chosen === 'control', controls);
    this.options.show();
    this.transfers.show();
    element('ask-view').hidden = this.grant.allows('view');
    element('ask-view').toggleAttribute('disabled', this.asking.for('view') === 'asked');
  }

  tick(): void {
    this.strip.tick();
  }

  /** The session is over; where it may go on as another one, the chat is there again. */
  stop(goesOn: boolean): void {
    if (!goesOn) {
      this.memory.chat.forget();
      this.memory.drawing.forget();
    }

    this.memory.drawing.close();
    this.control.set(false, false);
    this.pen.stop();
    this.transfers.stop();
  }

  private addToNotes(lines: string): void {
    if (!this.host.addToNotes(lines)) {
      this.tell('News.notesFull');
    }
  }

  private tell(key: string): void {
    this.news.say(key);
    this.host.onChange();
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
        this.memory.drawing.keep(this.size, this.drawing.lasting);
      });
    }
  }

  // What an earlier page of this case had drawn, in one click.
  private offerDrawing(text: Texts): void {
    const { earlier } = this.memory.drawing;
    const button = element('draw-again');
    button.hidden = earlier === null;
    button.textContent = text.say('Draw.again', earlier?.strokes.length ?? 0);
    button.addEventListener('click', () => {
      if (earlier && this.style) {
        button.hidden = true;
        this.drawing.again(fittedTo(earlier, this.size));
      }
    });
  }
}

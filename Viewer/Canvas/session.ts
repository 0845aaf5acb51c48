import { HubConnectionBuilder, HttpTransportType, LogLevel, type HubConnection } from '@microsoft/signalr';
import { MessagePackHubProtocol } from '@microsoft/signalr-protocol-msgpack';
import type { SealingFault } from './sealing/cipher';
import type { ColleagueChoice } from './people';
import type { SessionStatus } from './status';

// How long to wait before each try to reach the Relay again, ms; the last one goes on.
const RETRIES = [200, 500, 1000, 2000, 3000, 5000];

// The same patience as the other end has; Shared/Wire/RelayConnection.cs says why.
const KEEP_ALIVE_MS = 5000;
const SILENCE_TIMEOUT_MS = 20_000;

// The refusal that whoever is signed in as a technician never gets; Relay/Hubs/HubRefusal.cs has the names.
const SIGNED_OUT = 'notAllowed';

// A Relay that neither answers nor refuses is tried anew.
const START_WITHIN_MS = 5000;

/** How it stands with the Relay: `lost` while it is tried again. */
export type Link = 'connecting' | 'connected' | 'lost';

export interface SessionHandlers {
  onLink(link: Link): void;
  /** A Watch begins under this number: whatever an earlier one knew holds no more. */
  onSeated(viewer: number): void;
  onStatus(status: SessionStatus): void;
  onExchange(viewer: number, message: Uint8Array): void;
  /** An opaque message from another viewer, and whose it is by the Relay's word. */
  onIntroduced(viewer: number, technician: string, organisation: string, message: Uint8Array): void;
  onEnvelope(envelope: Uint8Array<ArrayBuffer>): void;
  /** The sign-in has ended, and with it the Watch; it is not tried again. */
  onSignedOut(): void;
}

/** As much of a hub connection as is used. */
export type Hub = Pick<HubConnection, 'start' | 'stop' | 'on' | 'onclose' | 'stream' | 'send' | 'invoke'>;

/** The official client over one WebSocket, with the binary protocol. */
export function connectTo(path: string): Hub {
  return new HubConnectionBuilder()
    .withUrl(path, { skipNegotiation: true, transport: HttpTransportType.WebSockets })
    .withHubProtocol(new MessagePackHubProtocol())
    .withKeepAliveInterval(KEEP_ALIVE_MS)
    .withServerTimeout(SILENCE_TIMEOUT_MS)
    .configureLogging(LogLevel.None)
    .build();
}

/** Whether the hub's door asks for sign-in; a browser does not say why a WebSocket was not let in. */
export async function isSignedOut(path: string): Promise<boolean> {
  try {
    return (await fetch(path, { cache: 'no-store', redirect: 'error', signal: AbortSignal.timeout(START_WITHIN_MS) })).status === 401;
  } catch {
    return false; // nobody answers
  }
}

/**
 * The hub conversation: watches one session, and watches again after every hiccup until it is told to stop. Every
 * call fails where the Relay cannot be reached or refuses.
 */
export class SessionLink {
  private hub: Hub | null = null;
  private running = false;

  constructor(
    private readonly session: string,
    private readonly connect: () => Hub,
    private readonly handlers: SessionHandlers,
    private readonly wait: (ms: number) => Promise<void>,
    private readonly isSignedOut: () => Promise<boolean>,
  ) {}

  /** Watches until `stop`. */
  async run(): Promise<void> {
    this.running = true;
    this.handlers.onLink('connecting');
    let failures = 0;
    while (this.running) {
      failures = await this.watch() ? 0 : failures + 1;
      if (this.running) {
        this.handlers.onLink('lost');
        await this.wait(RETRIES[Math.min(failures, RETRIES.length - 1)]!);
      }
    }
  }

  async stop(): Promise<void> {
    this.running = false;
    await this.hub?.stop();
  }

  /** Gives this Watch up for a new one, under a new number. */
  async watchAgain(): Promise<void> {
    await this.hub?.stop();
  }

  async exchange(viewer: number, message: Uint8Array): Promise<void> {
    await this.connected.send('Exchange', viewer, message);
  }

  /** What cannot be sent now is made up for when the connection with the Agent is resumed, so nothing waits for it. */
  send(envelope: Uint8Array): void {
    this.hub?.send('Send', envelope).catch(() => undefined);
  }

  /** What came does not open: the session ends with that name. */
  async altered(fault: SealingFault): Promise<void> {
    await this.connected.invoke('Altered', fault);
  }

  async end(): Promise<void> {
    await this.connected.invoke('End');
  }

  /** The four digits of a new code. */
  async newCode(): Promise<string> {
    return this.connected.invoke<string>('NewCode');
  }

  /** Attaches a report about the customer's computer to the case. */
  async keepReport(report: Uint8Array): Promise<void> {
    await this.connected.invoke('KeepReport', report);
  }

  /** Whether the code with these four digits is held by this Watch now. */
  async holdCode(nameplate: string): Promise<boolean> {
    return this.connected.invoke<boolean>('HoldCode', nameplate);
  }

  /** Whom this technician can invite. */
  async colleagues(): Promise<readonly ColleagueChoice[]> {
    return this.connected.invoke<readonly ColleagueChoice[]>('Colleagues');
  }

  async invite(account: string, reason: string): Promise<void> {
    await this.connected.invoke('Invite', account, reason);
  }

  /** Takes an invitation back, or sees a colleague out. */
  async sendAway(account: string): Promise<void> {
    await this.connected.invoke('SendAway', account);
  }

  /** A colleague goes; the session goes on without them. */
  async leaveSession(): Promise<void> {
    await this.connected.invoke('LeaveSession');
  }

  async agreed(transcriptHash: Uint8Array): Promise<void> {
    await this.connected.invoke('Agreed', transcriptHash);
  }

  async wrongTry(): Promise<void> {
    await this.connected.invoke('WrongTry');
  }

  /** To another viewer of the session; fails where there is none of that number. */
  async introduce(viewer: number, message: Uint8Array): Promise<void> {
    await this.connected.invoke('Introduce', viewer, message);
  }

  private get connected(): Hub {
    if (!this.hub) {
      throw new Error('The Relay cannot be reached.');
    }

    return this.hub;
  }

  private signedOut(): void {
    this.running = false;
    this.handlers.onSignedOut();
  }

  // One Watch from its start to its end; true where the Relay has shown the session.
  private async watch(): Promise<boolean> {
    let shown = false;
    const hub = this.connect();
    hub.on('Seated', (viewer: number) => this.handlers.onSeated(viewer));
    hub.on('Status', (status: SessionStatus) => {
      shown = true;
      this.handlers.onStatus(status);
    });
    hub.on('Exchange', (viewer: number, message: Uint8Array) => this.handlers.onExchange(viewer, message));
    hub.on('Introduced', (viewer: number, technician: string, organisation: string, message: Uint8Array) =>
      this.handlers.onIntroduced(viewer, technician, organisation, message));
    const closed = new Promise<void>(resolve => hub.onclose(() => resolve()));
    if (!await startInTime(hub) || !this.running) {
      // Not waited for: it ends only once the start has.
      hub.stop().catch(() => undefined);
      if (this.running && await this.isSignedOut()) {
        this.signedOut();
      }

      return false;
    }

    this.hub = hub;
    this.handlers.onLink('connected');
    const ended = new Promise<void>(resolve => {
      hub.stream<Uint8Array<ArrayBuffer>>('Watch', this.session).subscribe({
        next: envelope => this.handlers.onEnvelope(envelope),
        complete: resolve,
        error: (refused: unknown) => {
          if (String(refused).includes(SIGNED_OUT)) {
            this.signedOut();
          }

          resolve();
        },
      });
    });
    await Promise.race([closed, ended]);
    this.hub = null;
    await hub.stop();
    return shown;
  }
}

async function startInTime(hub: Hub): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<boolean>(resolve => {
    timer = setTimeout(() => resolve(false), START_WITHIN_MS);
  });
  const started = hub.start().then(() => true, () => false);
  const inTime = await Promise.race([started, late]);
  clearTimeout(timer);
  return inTime;
}

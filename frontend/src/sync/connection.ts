import { HocuspocusProviderWebsocket } from "@hocuspocus/provider";
import { bytesOf, type Frame, readFrame } from "./frames";
import { Outbox, type OutboxOwner } from "./outbox";
import { createStore } from "./store";

/** The version of E1's schema that this page's editor speaks (ENGINE E4). */
export const SCHEMA = 1;

export interface ConnectionState {
  state: "connecting" | "online" | "offline";
  /** When that began, in milliseconds. */
  since: number;
  /** The server no longer knows who this is. */
  signedOut: boolean;
  /** This page is older than the server's schema: it must be loaded again. */
  outdated: boolean;
}

/** Who speaks at one address of the shared socket. */
export interface Party extends OutboxOwner<unknown> {
  /** Whether the server acknowledges its frames. */
  readonly counted: boolean;
  /** Nothing of it may meet the socket for now. */
  readonly held?: boolean;
  /** Every frame for the address, after the provider has dealt with it. */
  receive(frame: Frame): void;
}

interface ConnectionOptions {
  url?: string;
  WebSocketClass?: typeof WebSocket;
  /** Milliseconds between tries: shorter in tests. */
  delay?: number;
}

/** An acknowledgement that has not come for so long never will; a new socket settles it. */
const ACKNOWLEDGEMENT_LIMIT = 45_000;

/** The server speaks every 10–20 s; a line silent for longer after a wake-up is not worth waiting for. */
const SILENCE_LIMIT = 22_000;

export function collabUrl(place: { protocol: string; host: string } = window.location): string {
  return `${place.protocol === "https:" ? "wss:" : "ws:"}//${place.host}/collab?schema=${SCHEMA}`;
}

/** The one socket of a page, shared by all its texts and its document's channel. */
export class Connection {
  readonly state = createStore<ConnectionState>({
    state: "connecting",
    since: Date.now(),
    signedOut: false,
    outdated: false,
  });
  private readonly options: Required<ConnectionOptions>;
  private readonly parties = new Map<string, { party: Party; outbox: Outbox<unknown> }>();
  private opened: HocuspocusProviderWebsocket | null = null;
  private watch: ReturnType<typeof setInterval> | null = null;
  private lastHeard = 0;
  private wasOnline = false;
  private readonly renewals = new Set<() => void>();

  constructor(options: ConnectionOptions = {}) {
    this.options = { url: "", WebSocketClass: globalThis.WebSocket, delay: 1_000, ...options };
  }

  /** What providers are attached to. */
  get socket(): HocuspocusProviderWebsocket {
    if (!this.opened) throw new Error("The connection has not been started");
    return this.opened;
  }

  start(): void {
    const { url, WebSocketClass, delay } = this.options;
    const socket = new HocuspocusProviderWebsocket({
      url: url || collabUrl(),
      WebSocketPolyfill: countedSocket(WebSocketClass, {
        made: () => this.reset(),
        sending: (data) => this.passes(data),
      }),
      delay,
      minDelay: delay,
      maxDelay: 10 * delay,
    });
    this.opened = socket;
    this.lastHeard = Date.now();
    socket.on("connect", () => {
      this.dropQueue();
      this.turn("online");
    });
    socket.on("disconnect", () => {
      this.reset();
      this.turn("offline");
    });
    // Registered after the provider's own listener: what is told here, the provider has dealt with.
    socket.on("message", (event: MessageEvent) => this.hear(event.data));
    this.watch = setInterval(() => this.check(), ACKNOWLEDGEMENT_LIMIT / 9);
    window.addEventListener("online", this.wake);
    document.addEventListener("visibilitychange", this.wake);
  }

  stop(): void {
    if (this.watch !== null) clearInterval(this.watch);
    window.removeEventListener("online", this.wake);
    document.removeEventListener("visibilitychange", this.wake);
    this.opened?.destroy();
    this.opened = null;
    this.parties.clear();
    this.wasOnline = false;
    this.state.set({ ...this.state.get(), state: "connecting", since: Date.now() });
  }

  /** Takes an address; its frames are counted from now on. Returns how to give it up. */
  join(address: string, party: Party): () => void {
    const entry = { party, outbox: new Outbox<unknown>(party) };
    this.parties.set(address, entry);
    return () => {
      if (this.parties.get(address) === entry) this.parties.delete(address);
    };
  }

  /** When the server was last heard, or now while it is there. */
  get inTouch(): number {
    const silent = Date.now() - this.lastHeard > SILENCE_LIMIT;
    return this.state.get().state === "online" && !silent ? Date.now() : this.lastHeard;
  }

  /** Calls before anything meets a new socket. */
  onRenewal(listener: () => void): () => void {
    this.renewals.add(listener);
    return () => this.renewals.delete(listener);
  }

  /** How many frames with words of an address wait for their acknowledgement. */
  outstanding(address: string): number {
    return this.parties.get(address)?.outbox.outstanding ?? 0;
  }

  /** Opens a new socket now; what was under way on the old one is sent again by the journal. */
  reconnect(): void {
    const emitter = this.socket as unknown as { emit(event: "close", data: unknown): void };
    if (this.socket.webSocket) emitter.emit("close", { event: { code: 4408, reason: "renewed" } });
    void this.socket.connect();
  }

  mark(change: Partial<Pick<ConnectionState, "signedOut" | "outdated">>): void {
    this.state.set({ ...this.state.get(), ...change });
  }

  /** The line may be back, or the laptop open again: do not wait for the next try. */
  private readonly wake = (): void => {
    if (document.visibilityState === "hidden") return;
    if (this.state.get().state !== "online") void this.socket.connect();
    else if (Date.now() - this.lastHeard > SILENCE_LIMIT) this.reconnect();
  };

  /**
   * Frames that the provider kept while there was no socket are of the last one: an old Step2 would seem to carry what
   * was typed since, an old CLOSE would end the new subscription. The new handshake says all that they say.
   */
  private dropQueue(): void {
    (this.socket as unknown as { messageQueue: unknown[] }).messageQueue = [];
  }

  private turn(state: ConnectionState["state"]): void {
    if (state === "online") this.wasOnline = true;
    const before = this.state.get();
    // Until the first connection the page is "connecting"; after that, a lost line is said to be lost.
    const next = state === "offline" && !this.wasOnline ? "connecting" : state;
    if (next !== before.state) this.state.set({ ...before, state: next, since: Date.now() });
  }

  private check(): void {
    if (this.state.get().state !== "online") return;
    const limit = Date.now() - ACKNOWLEDGEMENT_LIMIT;
    for (const { party, outbox } of this.parties.values()) {
      if (party.counted && outbox.oldest !== null && outbox.oldest < limit) {
        this.reconnect();
        return;
      }
    }
  }

  private reset(): void {
    for (const { outbox } of this.parties.values()) outbox.reset();
    for (const listener of this.renewals) listener();
  }

  private passes(data: unknown): boolean {
    const bytes = bytesOf(data);
    const frame = bytes && readFrame(bytes);
    if (!frame) return true;
    const entry = this.parties.get(frame.address);
    // Nobody holds the address any more: only its CLOSE still matters.
    if (entry?.party.held) return false;
    return entry ? entry.outbox.passes(frame) : frame.kind === "close";
  }

  private hear(data: unknown): void {
    this.lastHeard = Date.now();
    const bytes = bytesOf(data);
    const frame = bytes && readFrame(bytes);
    if (!frame) return;
    const entry = this.parties.get(frame.address);
    if (!entry) return;
    entry.party.receive(frame);
    entry.outbox.receive(frame);
  }
}

interface Hooks {
  made(): void;
  sending(data: unknown): boolean;
}

/** A WebSocket that asks before each frame. Here, not in the provider, frames meet the socket (E12). */
function countedSocket(Base: typeof WebSocket, hooks: Hooks): typeof WebSocket {
  return class extends Base {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      hooks.made();
    }

    override send(data: string | ArrayBufferLike | Blob | ArrayBufferView): void {
      if (hooks.sending(data)) super.send(data as ArrayBuffer);
    }
  };
}

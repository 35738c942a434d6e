import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import * as Y from "yjs";
import { type Frame, readFrame } from "./frames";

/** For tests: a server that speaks the real bytes, in memory, and does at each step what the test wants. */
export class FakeServer {
  readonly texts = new Map<string, Y.Doc>();
  /** Addresses that are denied, and why. */
  readonly denied = new Map<string, string>();
  /** Addresses whose updates are refused, and why. */
  readonly refusing = new Map<string, string>();
  readonly readonly = new Set<string>();
  /** While true nothing is acknowledged: answers wait for `release`. */
  holding = false;
  /** While true no socket can be opened. */
  away = false;
  /** Every frame received, as "kind address". */
  readonly log: string[] = [];
  private held: (() => void)[] = [];
  private readonly sockets = new Set<FakeSocket>();

  /** What the page takes for WebSocket. */
  readonly WebSocketClass: typeof WebSocket;

  constructor() {
    const server = this;
    this.WebSocketClass = class extends FakeSocket {
      constructor(url: string | URL) {
        super(String(url), server);
      }
    } as unknown as typeof WebSocket;
  }

  get connections(): number {
    return this.sockets.size;
  }

  text(address: string, words = ""): Y.Doc {
    let doc = this.texts.get(address);
    if (!doc) {
      doc = new Y.Doc();
      doc.getText("words").insert(0, words);
      this.texts.set(address, doc);
    }
    return doc;
  }

  words(address: string): string {
    return this.text(address).getText("words").toString();
  }

  /** Somebody else writes; every subscriber hears of it. */
  write(address: string, change: (words: Y.Text) => void): void {
    const doc = this.text(address);
    const before = Y.encodeStateVector(doc);
    doc.transact(() => change(doc.getText("words")));
    this.tell(address, syncFrame(address, 2, Y.encodeStateAsUpdate(doc, before)));
  }

  /** Sends a frame to everybody who is subscribed to its address. */
  tell(address: string, frame: Uint8Array): void {
    for (const socket of this.sockets) if (socket.open.has(address)) socket.deliver(frame);
  }

  stateless(address: string, payload: unknown): void {
    this.tell(address, statelessFrame(address, JSON.stringify(payload)));
  }

  /** Ends the subscription of everybody at an address. */
  close(address: string, reason: string): void {
    this.tell(
      address,
      frame(address, 7, (encoder) => encoding.writeVarString(encoder, reason)),
    );
    for (const socket of this.sockets) socket.open.delete(address);
  }

  deny(address: string, reason: string): void {
    this.denied.set(address, reason);
    this.tell(address, authFrame(address, 1, reason));
    for (const socket of this.sockets) socket.open.delete(address);
  }

  scope(address: string, scope: "read-write" | "readonly"): void {
    this.tell(address, authFrame(address, 2, scope));
  }

  /** Acknowledges what was held. */
  release(): void {
    this.holding = false;
    for (const answer of this.held.splice(0)) answer();
  }

  /** Cuts every line; what was held is never acknowledged. */
  cut(): void {
    this.held = [];
    for (const socket of [...this.sockets]) socket.close();
  }

  connected(socket: FakeSocket): void {
    this.sockets.add(socket);
  }

  gone(socket: FakeSocket): void {
    this.sockets.delete(socket);
  }

  receive(socket: FakeSocket, bytes: Uint8Array): void {
    const said = readFrame(bytes);
    if (!said) return;
    this.log.push(`${said.kind} ${said.address}`);
    if (said.kind === "token") this.admit(socket, said.address);
    else if (said.kind === "close") socket.open.delete(said.address);
    else if (socket.open.has(said.address)) this.take(socket, said, bytes);
  }

  private admit(socket: FakeSocket, address: string): void {
    const why = this.denied.get(address);
    if (why) {
      socket.deliver(authFrame(address, 1, why));
      return;
    }
    socket.open.add(address);
    socket.deliver(authFrame(address, 2, this.readonly.has(address) ? "readonly" : "read-write"));
  }

  private take(socket: FakeSocket, said: Frame, bytes: Uint8Array): void {
    const { address } = said;
    if (address.startsWith("doc:")) {
      if (said.kind === "awareness") this.tell(address, bytes);
    } else if (said.kind === "step1") {
      const doc = this.text(address);
      socket.deliver(syncFrame(address, 0, Y.encodeStateVector(doc)));
      socket.deliver(syncFrame(address, 1, Y.encodeStateAsUpdate(doc, stateVectorIn(bytes))));
    } else if (said.kind === "step2" || said.kind === "update") this.judge(socket, said.kind, address, said.update);
  }

  private judge(socket: FakeSocket, kind: "step2" | "update", address: string, update: Uint8Array): void {
    const doc = this.text(address);
    const trial = new Y.Doc();
    Y.applyUpdate(trial, Y.encodeStateAsUpdate(doc));
    let news = false;
    trial.on("update", () => {
      news = true;
    });
    Y.applyUpdate(trial, update);
    const why = this.refusing.get(address) ?? (this.readonly.has(address) ? "closed" : null);
    if (news && why) {
      socket.open.delete(address);
      socket.deliver(statelessFrame(address, JSON.stringify({ type: "refused", reason: why })));
      socket.deliver(frame(address, 8, (encoder) => encoding.writeVarUint(encoder, 0)));
      return;
    }
    const answer = () => {
      if (socket.readyState !== 1) return;
      Y.applyUpdate(doc, update);
      if (socket.open.has(address)) socket.deliver(frame(address, 8, (encoder) => encoding.writeVarUint(encoder, 1)));
      for (const other of this.sockets) {
        if (other !== socket && other.open.has(address)) other.deliver(syncFrame(address, 2, update));
      }
    };
    if (this.holding && (kind === "update" || news)) this.held.push(answer);
    else answer();
  }
}

/** One end of a line; the other is the page's provider. */
class FakeSocket extends EventTarget {
  binaryType = "arraybuffer";
  readyState = 0;
  readonly open = new Set<string>();

  constructor(
    readonly url: string,
    private readonly server: FakeServer,
  ) {
    super();
    setTimeout(() => {
      if (this.readyState !== 0) return;
      if (server.away) return this.close();
      this.readyState = 1;
      server.connected(this);
      this.dispatchEvent(new Event("open"));
    }, 0);
  }

  send(data: Uint8Array): void {
    const bytes = data.slice();
    // A real line takes time: nothing is answered within the call that sent it.
    setTimeout(() => this.readyState === 1 && this.server.receive(this, bytes), 0);
  }

  deliver(bytes: Uint8Array): void {
    const data = bytes.slice().buffer;
    setTimeout(() => this.readyState === 1 && this.dispatchEvent(Object.assign(new Event("message"), { data })), 0);
  }

  close(): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.server.gone(this);
    setTimeout(() => this.dispatchEvent(Object.assign(new Event("close"), { code: 1006, reason: "" })), 0);
  }
}

function frame(address: string, type: number, write: (encoder: encoding.Encoder) => void): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarString(encoder, address);
  encoding.writeVarUint(encoder, type);
  write(encoder);
  return encoding.toUint8Array(encoder);
}

export function syncFrame(address: string, step: 0 | 1 | 2, body: Uint8Array): Uint8Array {
  return frame(address, 0, (encoder) => {
    encoding.writeVarUint(encoder, step);
    encoding.writeVarUint8Array(encoder, body);
  });
}

function authFrame(address: string, step: 1 | 2, said: string): Uint8Array {
  return frame(address, 2, (encoder) => {
    encoding.writeVarUint(encoder, step);
    encoding.writeVarString(encoder, said);
  });
}

function statelessFrame(address: string, payload: string): Uint8Array {
  return frame(address, 5, (encoder) => encoding.writeVarString(encoder, payload));
}

function stateVectorIn(bytes: Uint8Array): Uint8Array {
  const decoder = decoding.createDecoder(bytes);
  decoding.readVarString(decoder);
  decoding.readVarUint(decoder);
  decoding.readVarUint(decoder);
  return decoding.readVarUint8Array(decoder);
}

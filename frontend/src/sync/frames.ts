import * as decoding from "lib0/decoding";

/** What one frame of the shared socket says, as far as the page must know it (docs: wire protocol, Hocuspocus 4). */
export type Frame =
  | { kind: "step1" | "awareness" | "other"; address: string }
  | { kind: "step2" | "update"; address: string; update: Uint8Array }
  | { kind: "token"; address: string }
  | { kind: "authenticated"; address: string; scope: "read-write" | "readonly" }
  | { kind: "denied"; address: string; reason: string }
  | { kind: "stateless"; address: string; payload: string }
  | { kind: "close"; address: string; reason: string }
  | { kind: "status"; address: string; applied: boolean };

const [SYNC, AWARENESS, AUTH, STATELESS, CLOSE, SYNC_STATUS] = [0, 1, 2, 5, 7, 8] as const;

/** Reads a frame; null for a ping, a pong and anything that cannot be read. */
export function readFrame(bytes: Uint8Array): Frame | null {
  if (bytes.length < 2) return null;
  try {
    return read(decoding.createDecoder(bytes));
  } catch {
    return null;
  }
}

function read(decoder: decoding.Decoder): Frame {
  const address = decoding.readVarString(decoder);
  switch (decoding.readVarUint(decoder)) {
    case SYNC: {
      const step = decoding.readVarUint(decoder);
      if (step === 0) return { kind: "step1", address };
      const update = decoding.readVarUint8Array(decoder);
      return { kind: step === 1 ? "step2" : "update", address, update };
    }
    case AWARENESS:
      return { kind: "awareness", address };
    case AUTH:
      return readAuth(decoder, address);
    case STATELESS:
      return { kind: "stateless", address, payload: decoding.readVarString(decoder) };
    case CLOSE: {
      const reason = decoding.hasContent(decoder) ? decoding.readVarString(decoder) : "";
      return { kind: "close", address, reason };
    }
    case SYNC_STATUS:
      return { kind: "status", address, applied: decoding.readVarInt(decoder) === 1 };
    default:
      return { kind: "other", address };
  }
}

function readAuth(decoder: decoding.Decoder, address: string): Frame {
  const step = decoding.readVarUint(decoder);
  if (step === 0) return { kind: "token", address };
  const said = decoding.readVarString(decoder);
  if (step === 1) return { kind: "denied", address, reason: said };
  return { kind: "authenticated", address, scope: said === "read-write" ? "read-write" : "readonly" };
}

/** The bytes of whatever a socket is given or gives; null for text, which Concord never speaks. */
export function bytesOf(data: unknown): Uint8Array | null {
  if (data instanceof Uint8Array) return data;
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  // A buffer of another realm (jsdom beside Node) fails instanceof.
  if (Object.prototype.toString.call(data) === "[object ArrayBuffer]") return new Uint8Array(data as ArrayBuffer);
  return null;
}

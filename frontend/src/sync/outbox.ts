import type { Frame } from "./frames";

/** What an address's owner is told of its frames. */
export interface OutboxOwner<Mark> {
  /** A frame with words met the socket; what this returns comes back when it is acknowledged. */
  sent(kind: "step2" | "update", update: Uint8Array): Mark;
  acknowledged(mark: Mark): void;
  refused(): void;
}

interface Waiting<Mark> {
  mark: Mark;
  since: number;
}

/**
 * The frames of one address that wait for their acknowledgement on the present socket (ENGINE E12).
 *
 * Acknowledgements carry no name, so they are matched first-in first-out. An Update before this socket's Step2 is
 * withheld: the Step2 carries its words, and an acknowledgement then always has one meaning. Nothing goes out after a
 * refusal, a denial or a CLOSE until the next Auth, since the server does not answer it (E9).
 */
export class Outbox<Mark> {
  private waiting: Waiting<Mark>[] = [];
  private open = false;
  private stepped = false;
  private asked = false;

  constructor(private readonly owner: OutboxOwner<Mark>) {}

  get outstanding(): number {
    return this.waiting.length;
  }

  /** When the frame that has waited longest was sent; null if none waits. */
  get oldest(): number | null {
    return this.waiting[0]?.since ?? null;
  }

  /** A socket was opened, or this one is gone: nothing sent before will be acknowledged. */
  reset(): void {
    this.waiting = [];
    this.open = false;
    this.stepped = false;
    this.asked = false;
  }

  /** Whether a frame of this address may meet the socket; counts it if so. */
  passes(frame: Frame): boolean {
    switch (frame.kind) {
      case "token":
        // One Auth a socket, unless the server asks: a second one would begin the subscription anew.
        if (this.open && !this.asked) return false;
        this.open = true;
        this.asked = false;
        return true;
      case "close":
        // Whoever gives an address up leaves it first, so this CLOSE is a predecessor's and would end our subscription.
        return false;
      case "step2":
        if (!this.open) return false;
        this.stepped = true;
        this.waiting.push({ mark: this.owner.sent("step2", frame.update), since: Date.now() });
        return true;
      case "update":
        if (!this.open || !this.stepped) return false;
        this.waiting.push({ mark: this.owner.sent("update", frame.update), since: Date.now() });
        return true;
      default:
        return this.open;
    }
  }

  /** Takes what the server says of this address's frames. */
  receive(frame: Frame): void {
    if (frame.kind === "denied" || frame.kind === "close") this.reset();
    if (frame.kind === "token") this.asked = true;
    if (frame.kind !== "status") return;
    const first = this.waiting.shift();
    if (!first) return;
    if (frame.applied) {
      this.owner.acknowledged(first.mark);
      return;
    }
    this.reset();
    this.owner.refused();
  }
}

import { describe, expect, it } from "vitest";
import type { Frame } from "./frames";
import { Outbox } from "./outbox";

const address = "t@1";
const update = (byte: number): Frame => ({ kind: "update", address, update: new Uint8Array([byte]) });
const step2: Frame = { kind: "step2", address, update: new Uint8Array([9]) };
const token: Frame = { kind: "token", address };
const status = (applied: boolean): Frame => ({ kind: "status", address, applied });

function setUp() {
  const events: string[] = [];
  const outbox = new Outbox<string>({
    sent: (kind, bytes) => `${kind} ${bytes[0]}`,
    acknowledged: (mark) => void events.push(`saved ${mark}`),
    refused: () => void events.push("refused"),
  });
  return { outbox, events };
}

describe("frames that wait for their acknowledgement (E12)", () => {
  it("are acknowledged in the order in which they met the socket", () => {
    const { outbox, events } = setUp();
    for (const frame of [token, step2, update(1), update(2)]) expect(outbox.passes(frame)).toBe(true);

    outbox.receive(status(true));
    outbox.receive(status(true));

    expect(events).toEqual(["saved step2 9", "saved update 1"]);
    expect(outbox.outstanding).toBe(1);
  });

  it("are withheld before the Step2, which carries them", () => {
    const { outbox } = setUp();

    expect(outbox.passes(update(1))).toBe(false);
    expect(outbox.passes(token)).toBe(true);
    expect(outbox.passes(update(2))).toBe(false);
    expect(outbox.passes(step2)).toBe(true);
    expect(outbox.passes(update(3))).toBe(true);
    expect(outbox.outstanding).toBe(2);
  });

  it("do not go out after a refusal until there is a new Auth (E9)", () => {
    const { outbox, events } = setUp();
    for (const frame of [token, step2, update(1), update(2)]) outbox.passes(frame);
    outbox.receive(status(true));
    outbox.receive(status(false));

    expect(events).toEqual(["saved step2 9", "refused"]);
    expect(outbox.passes(update(3))).toBe(false);
    outbox.receive(status(true));
    expect(events).toHaveLength(2);
    expect(outbox.passes(token)).toBe(true);
  });

  it("are not confused by an acknowledgement that belongs to an earlier socket", () => {
    const { outbox, events } = setUp();
    for (const frame of [token, step2, update(1)]) outbox.passes(frame);
    outbox.reset();
    outbox.receive(status(true));

    expect(events).toEqual([]);
  });

  it("hold back a second Auth unless the server asked for one", () => {
    const { outbox } = setUp();
    outbox.passes(token);

    expect(outbox.passes(token)).toBe(false);
    outbox.receive(token);
    expect(outbox.passes(token)).toBe(true);
  });
});

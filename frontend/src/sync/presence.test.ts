import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  type Awareness,
  applyAwarenessUpdate,
  encodeAwarenessUpdate,
  Awareness as OtherAwareness,
} from "y-protocols/awareness";
import * as Y from "yjs";
import { type Coming, colourOf, Presence } from "./presence";

let presence: Presence;
let awareness: Awareness;
let sent: (Record<string, unknown> | null)[];
const others: OtherAwareness[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  presence = new Presence();
  awareness = presence.start(new Y.Doc());
  sent = [];
  awareness.on("update", (_change: unknown, origin: unknown) => {
    if (origin === "local") sent.push(awareness.getLocalState());
  });
});

afterEach(() => {
  presence.stop();
  awareness.destroy();
  for (const other of others.splice(0)) other.destroy();
  vi.useRealTimers();
});

/** Somebody on another screen, as the server passes their state on. */
function somebody(name: string, delegation: string | null, state: Record<string, unknown> = {}) {
  const other = new OtherAwareness(new Y.Doc());
  others.push(other);
  const say = (next: Record<string, unknown> | null) => {
    other.setLocalState(next && { user: { name, delegation, reader: false }, ...next });
    applyAwarenessUpdate(awareness, encodeAwarenessUpdate(other, [other.clientID]), "server");
  };
  say(state);
  return say;
}

describe("presence (E24)", () => {
  it("shows a person once, whatever number of windows they have, where they are", () => {
    somebody("Ana", "Hungary");
    somebody("Ana", "Hungary", { paragraph: "p1" });
    somebody("Bo", null);

    expect(presence.people.get().map(({ name, paragraph }) => [name, paragraph])).toEqual([
      ["Bo", null],
      ["Ana", "p1"],
    ]);
  });

  it("tells a paragraph's row only of changes at that paragraph", () => {
    const ana = somebody("Ana", "Hungary");
    const here = vi.fn();
    presence.peopleAt("p1").subscribe(here);

    ana({ paragraph: "p2" });
    expect(here).not.toHaveBeenCalled();
    ana({ paragraph: "p1" });
    expect(here).toHaveBeenCalledTimes(1);
    expect(presence.peopleAt("p1").get()).toMatchObject([{ name: "Ana", colour: colourOf("Hungary") }]);
  });

  it("gives each editor the carets of its own text, under the delegation's name; readers have none", () => {
    const position = { item: null };
    somebody("Ana", "Hungary", { text: "t1", anchor: position, head: position });
    somebody("Bo", "Kenya", { text: "t2", anchor: position, head: position });
    somebody("Cy", "Peru", { text: "t1", anchor: position, head: position, user: { name: "Cy", reader: true } });

    expect(presence.caretsOf("t1").list()).toMatchObject([{ label: "Hungary", anchor: position }]);
    expect(presence.caretsOf("t3").list()).toEqual([]);
  });

  it("sends at most every 150 ms, and the last place is the one that counts", () => {
    vi.advanceTimersByTime(1000);
    presence.at("p1");
    vi.advanceTimersByTime(0);
    for (const paragraph of ["p2", "p3", "p4"]) presence.at(paragraph);
    vi.advanceTimersByTime(149);
    expect(sent.map((state) => state?.paragraph)).toEqual(["p1"]);

    vi.advanceTimersByTime(1);
    expect(sent.map((state) => state?.paragraph)).toEqual(["p1", "p4"]);
  });

  it("lets an editor take back its own caret only", () => {
    const [first, second] = [presence.caretsOf("t1"), presence.caretsOf("t2")];
    first.setLocal({ anchor: 1, head: 1 });
    second.setLocal({ anchor: 2, head: 2 });
    first.setLocal(null);
    vi.advanceTimersByTime(200);

    expect(sent.at(-1)).toMatchObject({ text: "t2", anchor: 2 });
  });

  it("announces who comes and who leaves, but nobody who was here before, nor a line that drops for a moment", () => {
    const comings: Coming[] = [];
    presence.onComing((coming) => comings.push(coming));
    somebody("Ana", "Hungary");
    presence.joined();
    const bo = somebody("Bo", "Kenya");
    vi.advanceTimersByTime(5_000);
    const cy = somebody("Cy", "Peru");
    expect(comings.map(({ type, person }) => `${person.name} ${type}`)).toEqual(["Cy came"]);

    bo(null);
    vi.advanceTimersByTime(2_000);
    bo({});
    cy(null);
    vi.advanceTimersByTime(10_000);

    expect(comings.map(({ type, person }) => `${person.name} ${type}`)).toEqual(["Cy came", "Cy left"]);
  });
});

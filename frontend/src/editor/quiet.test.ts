import fc from "fast-check";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { QuietCopy } from "./quiet";
import { typing, wordsOf } from "./ytext";

function text(words = "") {
  const doc = new Y.Doc();
  const ytext = wordsOf(doc);
  if (words) ytext.insert(0, words);
  return { doc, ytext };
}

/** Two texts that tell each other everything, as over a server. */
function linked(words: string) {
  const here = text(words);
  const there = text();
  Y.applyUpdate(there.doc, Y.encodeStateAsUpdate(here.doc));
  const pass = (to: Y.Doc) => (update: Uint8Array, origin: unknown) =>
    origin !== pass && Y.applyUpdate(to, update, pass);
  here.doc.on("update", pass(there.doc));
  there.doc.on("update", pass(here.doc));
  return { here, there };
}

test("one's own words go out at once, others' are not shown until they are asked for", () => {
  const { here, there } = linked("The text.");
  const quiet = new QuietCopy(here.doc);
  quiet.doc.transact(() => quiet.words.insert(9, " Mine."), typing);
  expect(there.ytext.toString()).toBe("The text. Mine.");
  there.ytext.insert(0, "Now: ");
  expect(quiet.words.toString()).toBe("The text. Mine.");
  expect(quiet.behind).toBe(true);

  quiet.catchUp(false);
  expect(quiet.words.toString()).toBe("Now: The text. Mine.");
  expect(quiet.behind).toBe(false);
  there.ytext.insert(0, "So. ");
  expect(quiet.behind).toBe(true);
  quiet.catchUp(true);
  there.ytext.insert(0, "And: ");
  expect(quiet.words.toString()).toBe("And: So. Now: The text. Mine.");
});

test("undo takes back what one wrote quietly, for everybody, and nothing of others", () => {
  const { here, there } = linked("Text");
  const quiet = new QuietCopy(here.doc);
  quiet.doc.transact(() => quiet.words.insert(4, " mine"), typing);
  there.ytext.insert(0, "Their ");
  quiet.undo.undo();
  expect(there.ytext.toString()).toBe("Their Text");
  quiet.undo.redo();
  expect(there.ytext.toString()).toBe("Their Text mine");
});

test("a copy writes under an id of its own, and nothing goes out when it is opened and closed", () => {
  const { here } = linked("Text");
  let sent = 0;
  here.doc.on("update", () => {
    sent += 1;
  });
  const quiet = new QuietCopy(here.doc);
  expect(quiet.doc.clientID).not.toBe(here.doc.clientID);
  quiet.catchUp(true);
  quiet.destroy();
  expect(sent).toBe(0);
});

test("whatever is written on all sides, all say the same once the quiet one has caught up", () => {
  const step = fc.record({
    who: fc.constantFrom("quiet", "here", "there", "catch up", "undo"),
    at: fc.nat(40),
    remove: fc.nat(4),
    words: fc.string({ unit: fc.constantFrom("a", "b", " ", "\n"), maxLength: 4 }),
    bold: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const { here, there } = linked("Words of the room");
      const quiet = new QuietCopy(here.doc);
      for (const { who, at, remove, words, bold } of steps) {
        if (who === "catch up") quiet.catchUp(false);
        else if (who === "undo") quiet.undo.undo();
        else {
          const { doc, ytext } =
            who === "here" ? here : who === "there" ? there : { doc: quiet.doc, ytext: quiet.words };
          doc.transact(
            () => {
              const index = Math.min(at, ytext.length);
              ytext.delete(index, Math.min(remove, ytext.length - index));
              if (words) ytext.insert(index, words, bold ? { bold: true } : {});
            },
            who === "quiet" ? typing : null,
          );
        }
      }
      quiet.catchUp(true);
      expect(quiet.words.toDelta()).toEqual(there.ytext.toDelta());
      expect(here.ytext.toDelta()).toEqual(there.ytext.toDelta());
    }),
    { numRuns: 60 },
  );
});

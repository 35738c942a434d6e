import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import * as Y from "yjs";
import { type BareEditor, bareEditor, connectEditors } from "../testing/editors";
import { canonicalJson, runsOf } from "./canonical";
import { wordsOf } from "./ytext";

const SNIPPETS = ["a", "shall ", "[", "]", "\n", "😀", "👩‍👩‍👧", "يجب ", "é", "工作", " ", "x".repeat(30)];
const MARKS = [{ bold: true }, { italic: true }, { link: "https://example.org/" }, { sup: true }, { comment: "7c1" }];

type Action = { who: number; kind: number; at: number; length: number; what: number };

const action: fc.Arbitrary<Action> = fc.record({
  who: fc.nat(2),
  kind: fc.nat(11),
  at: fc.nat(1_000),
  length: fc.nat(12),
  what: fc.nat(1_000),
});

/** Indices at random, inside surrogate pairs too: the editor must cope. */
function act(editor: BareEditor, { kind, at, length, what }: Action, net: ReturnType<typeof connectEditors>) {
  const size = editor.text().length;
  const from = at % (size + 1);
  const to = Math.min(size, from + length);
  const mark = MARKS[what % MARKS.length] ?? {};
  if (kind <= 3) editor.replace(from, kind === 3 ? to : from, SNIPPETS[what % SNIPPETS.length] ?? "a");
  else if (kind === 4 && to > from) editor.replace(from, to, "");
  else if (kind === 5 && to > from) editor.mark(from, to, mark);
  else if (kind === 6 && to > from)
    editor.unmark(from, to, Object.keys(mark)[0] === "comment" ? "unknown" : (Object.keys(mark)[0] ?? "bold"));
  else if (kind === 7) editor.replace(from, from, SNIPPETS[what % SNIPPETS.length] ?? "a", mark);
  else if (kind === 8) editor.undo.undo();
  else if (kind === 9) editor.undo.redo();
  else if (kind === 10) editor.view.composing = !editor.view.composing;
  else net.deliver(what % 3, at);
}

function expectSame(editors: readonly BareEditor[]) {
  const [first] = editors;
  for (const editor of editors) {
    expect(canonicalJson(editor.words())).toBe(canonicalJson(runsOf(editor.ytext)));
    expect(canonicalJson(editor.words())).toBe(canonicalJson(first?.words() ?? []));
    expect(editor.text().isWellFormed()).toBe(true);
    expect(editor.text()).not.toContain("\uFFFD");
  }
}

function trio() {
  const editors = [bareEditor(), bareEditor(), bareEditor()];
  return { editors, net: connectEditors(editors) };
}

afterEach(() => vi.useRealTimers());

describe("E2: editors bound to one text", () => {
  test("converge after any edits, marks, line breaks, undo and compositions, delivered late and shuffled", () => {
    vi.useFakeTimers();
    fc.assert(
      fc.property(fc.array(action, { maxLength: 60 }), fc.infiniteStream(fc.nat(100)), (actions, numbers) => {
        const { editors, net } = trio();
        for (const one of actions) act(editors[one.who] as BareEditor, one, net);
        net.deliverAll((length) => (numbers.next().value as number) % length);
        for (const editor of editors) editor.view.composing = false;
        vi.advanceTimersByTime(500);
        net.deliverAll();
        expectSame(editors);
        for (const editor of editors) editor.destroy();
      }),
      { numRuns: 400 },
    );
  }, 60_000);

  test("an update never carries half a surrogate pair", () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 40 }), (actions) => {
        const editor = bareEditor();
        const told: unknown[] = [];
        editor.ytext.observe((event) => told.push(...event.delta.map((op) => op.insert ?? "")));
        for (const one of actions) {
          act(editor, one, connectEditors([]));
          expect(editor.text().isWellFormed()).toBe(true);
        }
        for (const words of told) expect(String(words).isWellFormed()).toBe(true);
        expect(editor.ytext.toString()).not.toContain("\uFFFD");
      }),
      { numRuns: 200 },
    );
  });

  test("a keystroke is one small operation where it was typed, not where it happens to be equal", () => {
    const editor = bareEditor();
    editor.replace(0, 0, "hello");
    const seen: unknown[] = [];
    editor.ytext.observe((event) => seen.push(event.delta));
    editor.replace(2, 2, "l");

    expect(seen).toEqual([[{ retain: 2 }, { insert: "l" }]]);
  });

  test("words pasted beside bold ones stay plain, and bold ones beside plain ones stay bold, for everyone", () => {
    const { editors, net } = trio();
    const [author, other] = editors as [BareEditor, BareEditor, BareEditor];
    author.replace(0, 0, "shall", { bold: true });
    author.replace(5, 5, " act", {});
    author.replace(0, 0, "Parties ", {});
    author.replace(12, 12, " not", { italic: true });
    net.deliverAll();

    expect(other.words()).toEqual([
      { insert: "Parties " },
      { insert: "shal", attributes: { bold: true } },
      { insert: " not", attributes: { italic: true } },
      { insert: "l", attributes: { bold: true } },
      { insert: " act" },
    ]);
    expectSame(editors);
  });

  test("an attribute this page does not know survives edits around it, and is not shown", () => {
    const ydoc = new Y.Doc();
    wordsOf(ydoc).insert(0, "kept", { comment: { id: 7 }, bold: true });
    const editor = bareEditor(ydoc);
    editor.replace(4, 4, " words", {});
    editor.mark(0, 2, { italic: true });
    editor.unmark(0, 4, "bold");

    expect(runsOf(editor.ytext)).toEqual([
      { insert: "ke", attributes: { comment: { id: 7 }, italic: true } },
      { insert: "pt", attributes: { comment: { id: 7 } } },
      { insert: " words" },
    ]);
  });

  test("a reader never writes, even when two others mark the same first words at once", () => {
    const { editors, net } = trio();
    const [one, two, reader] = editors as [BareEditor, BareEditor, BareEditor];
    one.replace(0, 0, "The Group recommends");
    net.deliverAll();
    let written = 0;
    reader.ydoc.on("update", (_update, _origin, _doc, transaction) => {
      if (transaction.local) written++;
    });
    one.mark(0, 9, { bold: true });
    two.mark(0, 9, { bold: true });
    net.deliverAll();
    two.replace(0, 9, "");
    one.unmark(2, 6, "bold");
    net.deliverAll();

    expect(written).toBe(0);
    expectSame(editors);
  });

  test("control characters, bare placeholders and half pairs never reach the text", () => {
    const editor = bareEditor();
    editor.replace(0, 0, "a\u0000b\uFFFCc\rd\ud83de\tf\ng");
    expect(editor.ytext.toString()).toBe("abcde\tf\ng");
    expect(editor.text()).toBe("abcde\tf\ng");
  });

  test("a footnote's mark stays on its placeholder alone", () => {
    const editor = bareEditor();
    editor.replace(0, 0, "\uFFFC\uFFFC", { footnote: "See Tunis." });
    editor.replace(1, 1, "text");

    expect(runsOf(editor.ytext)).toEqual([
      { insert: "\uFFFC", attributes: { footnote: "See Tunis." } },
      { insert: "text" },
      { insert: "\uFFFC", attributes: { footnote: "See Tunis." } },
    ]);
  });
});

describe("E2: one's place in the text", () => {
  test("stays where it was when others write before it, after it and around it", () => {
    const { editors, net } = trio();
    const [one, two] = editors as [BareEditor, BareEditor, BareEditor];
    one.replace(0, 0, "The Group recommends");
    net.deliverAll();
    one.select(4, 9);
    two.replace(0, 0, "Noting ");
    two.replace(27, 27, " that");
    two.mark(0, 20, { bold: true });
    net.deliverAll();

    expect(one.selection()).toEqual({ anchor: 11, head: 16 });
    two.replace(12, 15, "");
    net.deliverAll();
    expect(one.selection()).toEqual({ anchor: 11, head: 13 });
  });

  test("a caret stays with the word before it, a selection takes in nothing at its ends", () => {
    const { editors, net } = trio();
    const [one, two] = editors as [BareEditor, BareEditor, BareEditor];
    one.replace(0, 0, "word");
    net.deliverAll();
    one.select(4);
    two.replace(4, 4, " more");
    net.deliverAll();
    expect(one.selection()).toEqual({ anchor: 4, head: 4 });
    one.select(9, 5);
    two.replace(9, 9, "!");
    two.replace(5, 5, "much ");
    net.deliverAll();
    expect(one.selection()).toEqual({ anchor: 14, head: 10 });
  });

  test("keeps a mark chosen for the next keystroke while others write", () => {
    const { editors, net } = trio();
    const [one, two] = editors as [BareEditor, BareEditor, BareEditor];
    one.replace(0, 0, "words ");
    net.deliverAll();
    one.select(6);
    one.view.dispatch(one.view.state.tr.addStoredMark(one.view.state.schema.mark("bold")));
    two.replace(0, 0, "Some ");
    net.deliverAll();
    one.type("bold");

    expect(one.words()).toEqual([{ insert: "Some words " }, { insert: "bold", attributes: { bold: true } }]);
  });
});

describe("E2: undo", () => {
  test("takes back one's own words and leaves the others' alone", () => {
    const { editors, net } = trio();
    const [one, two] = editors as [BareEditor, BareEditor, BareEditor];
    one.replace(0, 0, "mine ");
    net.deliverAll();
    two.replace(5, 5, "theirs");
    net.deliverAll();
    one.undo.undo();
    net.deliverAll();
    expect(two.text()).toBe("theirs");
    one.undo.redo();
    net.deliverAll();
    expect(two.text()).toBe("mine theirs");
    expectSame(editors);
  });

  test("puts the selection back where it was before what is taken back", () => {
    const editor = bareEditor();
    editor.replace(0, 0, "one two three");
    editor.undo.stopCapturing();
    editor.select(4, 7);
    editor.replace(4, 7, "2");
    editor.select(0);
    editor.undo.undo();

    expect(editor.text()).toBe("one two three");
    expect(editor.selection()).toEqual({ anchor: 4, head: 7 });
  });

  test("survives the editor being closed and opened again", () => {
    const ydoc = new Y.Doc();
    const first = bareEditor(ydoc);
    first.replace(0, 0, "kept");
    const { undo } = first;
    const second = bareEditor(ydoc);
    undo.undo();
    expect(second.text()).toBe("");
  });
});

describe("E2: composition", () => {
  test("others' words wait until it is over, while its own go out at once", () => {
    vi.useFakeTimers();
    const { editors, net } = trio();
    const [one, two] = editors as [BareEditor, BareEditor, BareEditor];
    one.replace(0, 0, "a b");
    net.deliverAll();
    one.select(3);
    one.view.composing = true;
    one.replace(3, 3, "n");
    two.replace(0, 0, "Hello ");
    net.deliverAll();
    one.replace(3, 4, "ni");
    one.replace(3, 5, "你");
    expect(one.text()).toBe("a b你");
    net.deliverAll();
    expect(two.text()).toBe("Hello a b你");

    one.view.composing = false;
    vi.advanceTimersByTime(200);
    expect(one.text()).toBe("Hello a b你");
    expect(one.selection()).toEqual({ anchor: 10, head: 10 });
    expectSame(editors);
  });

  test("what replaces the letters being composed stays where they were", () => {
    vi.useFakeTimers();
    const { editors, net } = trio();
    const [one, two] = editors as [BareEditor, BareEditor, BareEditor];
    one.view.composing = true;
    one.replace(0, 0, "ni");
    net.deliverAll();
    two.replace(0, 0, "before ");
    two.replace(9, 9, " after");
    net.deliverAll();
    one.replace(0, 2, "你");
    one.view.composing = false;
    vi.advanceTimersByTime(200);
    net.deliverAll();

    expect(one.text()).toBe("before 你 after");
    expect(one.selection().head).toBe(8);
    expectSame(editors);
  });

  test("leaves the caret where one writes, whatever others changed before and behind it meanwhile", () => {
    vi.useFakeTimers();
    const { editors, net } = trio();
    const [one, two] = editors as [BareEditor, BareEditor, BareEditor];
    one.replace(0, 0, "alpha beta gamma");
    net.deliverAll();
    one.select(6);
    one.view.composing = true;
    two.replace(8, 8, "XYZ");
    net.deliverAll();
    one.type("12345");
    net.deliverAll();
    one.view.composing = false;
    vi.advanceTimersByTime(200);

    expect(one.text()).toBe("alpha 12345beXYZta gamma");
    expect(one.selection()).toEqual({ anchor: 11, head: 11 });
    expectSame(editors);
  });

  test("words of others that replace what is being composed upon do not lose what is composed", () => {
    vi.useFakeTimers();
    const { editors, net } = trio();
    const [one, two] = editors as [BareEditor, BareEditor, BareEditor];
    one.replace(0, 0, "old words here");
    net.deliverAll();
    one.view.composing = true;
    one.replace(9, 9, "か");
    two.replace(0, 14, "new");
    net.deliverAll();
    one.replace(9, 10, "画");
    net.deliverAll();
    one.view.composing = false;
    vi.advanceTimersByTime(200);
    net.deliverAll();

    expect(one.text()).toContain("画");
    expect(one.text()).toContain("new");
    expectSame(editors);
  });

  test("one left lying does not keep others' words away for ever", () => {
    vi.useFakeTimers();
    const { editors, net } = trio();
    const [one, two] = editors as [BareEditor, BareEditor, BareEditor];
    one.view.composing = true;
    one.replace(0, 0, "half a wor");
    two.replace(0, 0, "Hello. ");
    net.deliverAll();
    expect(one.text()).toBe("half a wor");
    vi.advanceTimersByTime(4_000);
    expect(one.text()).toContain("Hello. ");
    expectSame(editors);
  });
});

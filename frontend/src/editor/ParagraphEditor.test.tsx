import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { act, fireEvent, render } from "@testing-library/react";
import type { Editor } from "@tiptap/core";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import * as Y from "yjs";
import { runsOf } from "./canonical";
import type { Caret, CaretSource } from "./carets";
import { insertRuns, selectedRuns, setLink, toggleMark } from "./commands";
import { ParagraphEditor, type ParagraphEditorProps } from "./ParagraphEditor";
import { Words } from "./Words";
import { createUndoManager, relativePosition, wordsOf } from "./ytext";

function open(props: Partial<ParagraphEditorProps> = {}, words = "") {
  const ydoc = new Y.Doc();
  const ytext = props.ytext ?? wordsOf(ydoc);
  if (words) ytext.insert(0, words, {});
  const undoManager = createUndoManager(ytext);
  let editor: Editor | null = null;
  const given: ParagraphEditorProps = {
    ytext,
    undoManager,
    editable: true,
    ariaLabel: "Words of A.1",
    onLeave: () => {},
    onReady: (ready) => {
      editor = ready;
    },
    ...props,
  };
  const page = (now: ParagraphEditorProps) => (
    <I18nProvider i18n={i18n}>
      <ParagraphEditor {...now} />
    </I18nProvider>
  );
  const shown = render(page(given));
  return {
    ...shown,
    ytext,
    undoManager,
    change: (more: Partial<ParagraphEditorProps>) => shown.rerender(page({ ...given, ...more })),
    box: () => shown.getByRole("textbox", { name: "Words of A.1" }),
    editor: () => editor as unknown as Editor,
    select: (from: number, to = from) => editor?.commands.setTextSelection({ from: from + 1, to: to + 1 }),
    key: (key: string, more: object = {}) => fireEvent.keyDown(shown.getByRole("textbox"), { key, ...more }),
  };
}

/** A paste as browsers tell it; jsdom has no clipboard of its own. */
function paste(box: HTMLElement, data: Record<string, string>) {
  const event = new Event("paste", { bubbles: true, cancelable: true });
  Object.assign(event, { clipboardData: { getData: (type: string) => data[type] ?? "", types: Object.keys(data) } });
  act(() => void box.dispatchEvent(event));
  return event;
}

beforeEach(() => {
  // jsdom lays nothing out.
  Range.prototype.getClientRects = () => [] as unknown as DOMRectList;
  Range.prototype.getBoundingClientRect = () => new DOMRect();
  document.elementFromPoint = () => null;
});

afterEach(() => vi.useRealTimers());

test("the editor shows the very elements of read-only words, so that opening it moves nothing", () => {
  const ytext = wordsOf(new Y.Doc());
  ytext.applyDelta([
    { insert: "The [Group] " },
    { insert: "shall", attributes: { bold: true, italic: true, link: "https://example.org/" } },
    { insert: "\nnot [" },
    { insert: "2", attributes: { sup: true } },
  ]);
  const { container } = open({ ytext });
  const editing = container.querySelector("p.words")?.innerHTML;
  const reading = render(
    <I18nProvider i18n={i18n}>
      <Words runs={runsOf(ytext)} />
    </I18nProvider>,
  ).container.querySelector("p.words")?.innerHTML;

  const parsed = (html = "") => {
    const place = document.createElement("div");
    place.innerHTML = html;
    return place;
  };
  expect(parsed(editing).isEqualNode(parsed(reading))).toBe(true);
});

test("a text is read-only until the page opens it for writing, and says so", () => {
  const { box, change } = open({ editable: false }, "words");
  expect(box().getAttribute("contenteditable")).toBe("false");
  expect(box().getAttribute("aria-readonly")).toBe("true");
  change({ editable: true });
  expect(box().getAttribute("contenteditable")).toBe("true");
  expect(box().getAttribute("aria-readonly")).toBeNull();
  expect(box().getAttribute("translate")).toBe("no");
  expect(box().spellcheck || box().getAttribute("spellcheck") === "true").toBe(true);
});

test("words of others appear at once, without the focus being taken", () => {
  const { box, ytext } = open({}, "words");
  act(() => ytext.insert(0, "Some "));
  expect(box().textContent).toBe("Some words");
  expect(document.activeElement).not.toBe(box());
});

test("an empty text says what belongs there", () => {
  const { container } = open({ placeholder: "No words yet" });
  expect(container.querySelector("p.words-empty")?.getAttribute("data-placeholder")).toBe("No words yet");
});

describe("keys", () => {
  test("Enter asks the page, Shift+Enter breaks the line, Esc leaves", () => {
    const onEnter = vi.fn();
    const onLeave = vi.fn();
    const { key, select, ytext } = open({ onEnter, onLeave }, "ab");
    select(1);
    key("Enter");
    expect(onEnter).toHaveBeenCalledTimes(1);
    key("Enter", { shiftKey: true });
    expect(ytext.toString()).toBe("a\nb");
    key("Escape");
    expect(onLeave).toHaveBeenCalledWith("out");
  });

  test("Enter breaks the line where the page wants nothing else of it", () => {
    const { key, select, ytext } = open({}, "ab");
    select(1);
    key("Enter");
    expect(ytext.toString()).toBe("a\nb");
  });

  test("arrows leave only from the first and the last line, and not while something is selected", () => {
    const onLeave = vi.fn();
    const { key, select, editor } = open({ onLeave }, "words");
    select(2);
    const atEdge = vi.spyOn(editor().view, "endOfTextblock").mockReturnValue(false);
    key("ArrowUp");
    expect(onLeave).not.toHaveBeenCalled();
    atEdge.mockReturnValue(true);
    key("ArrowUp");
    expect(onLeave).toHaveBeenLastCalledWith("up");
    key("ArrowDown");
    expect(onLeave).toHaveBeenLastCalledWith("down");
    select(1, 3);
    key("ArrowDown");
    expect(onLeave).toHaveBeenCalledTimes(2);
  });

  test.each([
    ["b", {}, "bold"],
    ["i", {}, "italic"],
    ["u", {}, "underline"],
    ["X", { shiftKey: true, keyCode: 88 }, "strike"],
    [".", {}, "sup"],
    [",", {}, "sub"],
  ])("Ctrl+%s marks the selection", (key, more, name) => {
    const opened = open({}, "words");
    opened.select(0, 5);
    opened.key(key, { ctrlKey: true, ...more });
    expect(runsOf(opened.ytext)).toEqual([{ insert: "words", attributes: { [name]: true } }]);
  });

  test("Ctrl+K is left to the page", () => {
    const { key, select } = open({}, "words");
    select(0, 5);
    expect(key("k", { ctrlKey: true })).toBe(true);
  });

  test("Ctrl+Z takes back one's own words and not those of others", () => {
    const { key, select, editor, ytext } = open({}, "");
    select(0);
    act(() => insertRuns(editor().view, [{ insert: "mine " }]));
    act(() => ytext.doc?.transact(() => ytext.insert(5, "theirs"), "network"));
    key("z", { ctrlKey: true });
    expect(ytext.toString()).toBe("theirs");
    key("z", { ctrlKey: true, shiftKey: true });
    expect(ytext.toString()).toBe("mine theirs");
  });

  test("raised and lowered exclude each other", () => {
    const { select, editor, ytext } = open({}, "words");
    select(0, 5);
    toggleMark(editor(), "sub");
    toggleMark(editor(), "sup");
    expect(runsOf(ytext)).toEqual([{ insert: "words", attributes: { sup: true } }]);
  });
});

describe("links", () => {
  test("are set on the selection, changed as a whole from within, and taken away", () => {
    const { select, editor, ytext } = open({}, "see here now");
    select(4, 8);
    setLink(editor(), "https://example.org/");
    select(6);
    setLink(editor(), "https://example.org/two");
    expect(runsOf(ytext)[1]).toEqual({ insert: "here", attributes: { link: "https://example.org/two" } });
    setLink(editor(), null);
    expect(runsOf(ytext)).toEqual([{ insert: "see here now" }]);
  });

  test("without words to bear it the address is written", () => {
    const { select, editor, ytext } = open({}, "");
    select(0);
    setLink(editor(), "https://example.org/");
    expect(runsOf(ytext)).toEqual([{ insert: "https://example.org/", attributes: { link: "https://example.org/" } }]);
  });
});

describe("paste", () => {
  test("keeps allowed marks, and several blocks are joined by line breaks", () => {
    const { box, select, ytext } = open({}, "[]");
    select(1);
    const event = paste(box(), { "text/html": "<p>one <b>two</b></p><p><font color=red>three</font></p>" });
    expect(event.defaultPrevented).toBe(true);
    expect(runsOf(ytext)).toEqual([
      { insert: "[one " },
      { insert: "two", attributes: { bold: true } },
      { insert: "\nthree]" },
    ]);
  });

  test("of plain words takes the marks of where it lands", () => {
    const ytext = wordsOf(new Y.Doc());
    ytext.insert(0, "bold", { bold: true });
    const { box, select } = open({ ytext });
    select(2);
    paste(box(), { "text/plain": "XX" });
    expect(runsOf(ytext)).toEqual([{ insert: "boXXld", attributes: { bold: true } }]);
  });

  test("of several blocks is offered to the page, which may still take it as one", () => {
    const onPasteBlocks = vi.fn();
    const { box, select, ytext } = open({ onPasteBlocks }, "");
    select(0);
    paste(box(), { "text/plain": "one\n\ntwo" });
    expect(ytext.toString()).toBe("");
    const [blocks, asOne] = onPasteBlocks.mock.calls[0] as [unknown, () => void];
    expect(blocks).toEqual([
      { runs: [{ insert: "one" }], depth: 0 },
      { runs: [{ insert: "two" }], depth: 0 },
    ]);
    act(() => asOne());
    expect(ytext.toString()).toBe("one\ntwo");
  });

  test("is one step of undo of its own", () => {
    const { box, select, editor, ytext, undoManager } = open({}, "");
    select(0);
    act(() => insertRuns(editor().view, [{ insert: "typed " }]));
    paste(box(), { "text/plain": "pasted" });
    act(() => insertRuns(editor().view, [{ insert: " more" }]));
    act(() => void undoManager.undo());
    act(() => void undoManager.undo());
    expect(ytext.toString()).toBe("typed ");
  });

  test("does nothing in a text that is only read", () => {
    const { box, ytext } = open({ editable: false }, "words");
    paste(box(), { "text/plain": "more" });
    expect(ytext.toString()).toBe("words");
  });
});

describe("composition", () => {
  test("others' words do not touch what is being composed, and come when it is over", () => {
    vi.useFakeTimers();
    const { box, select, editor, ytext } = open({ autoFocus: true }, "ab");
    select(2);
    fireEvent.compositionStart(box());
    expect(editor().view.composing).toBe(true);
    const composed = box().querySelector("p")?.firstChild as Text;
    act(() => ytext.doc?.transact(() => ytext.insert(0, "Some "), "network"));
    expect(box().querySelector("p")?.firstChild).toBe(composed);
    expect(composed.data).toBe("ab");
    act(() => editor().view.dispatch(editor().state.tr.insertText("画")));
    expect(ytext.toString()).toBe("Some ab画");
    fireEvent.compositionEnd(box());
    act(() => void vi.advanceTimersByTime(500));
    expect(box().textContent).toBe("Some ab画");
  });
});

describe("carets", () => {
  function source(carets: Caret[]) {
    let changed = () => {};
    const setLocal = vi.fn();
    const caretSource: CaretSource = {
      list: () => carets,
      subscribe: (fn) => {
        changed = fn;
        return () => {
          changed = () => {};
        };
      },
      setLocal,
    };
    return {
      caretSource,
      setLocal,
      change(now: Caret[]) {
        carets.splice(0, carets.length, ...now);
        act(() => changed());
      },
    };
  }

  const at = (ytext: Y.Text, anchor: number, head: number, label = "Brazil"): Caret => ({
    id: label,
    label,
    colour: "#a3261b",
    anchor: Y.relativePositionToJSON(relativePosition(ytext, anchor)),
    head: Y.relativePositionToJSON(relativePosition(ytext, head)),
  });

  test("of others bear their delegation, follow the words, and go with them", () => {
    const { caretSource, change } = source([]);
    const { container, ytext } = open({ carets: caretSource }, "The Group");
    change([at(ytext, 4, 9)]);
    expect(container.querySelector<HTMLElement>(".other-caret")?.dataset.label).toBe("Brazil");
    expect(container.querySelector(".other-selection")?.textContent).toBe("Group");
    act(() => ytext.insert(0, "Hello. "));
    expect(container.querySelector(".other-selection")?.textContent).toBe("Group");
    change([]);
    expect(container.querySelector(".other-caret")).toBeNull();
  });

  test("that come before the words they stand in are shown with them", () => {
    const { caretSource, change } = source([]);
    const { container, ytext } = open({ carets: caretSource }, "The Group");
    const theirs = new Y.Doc();
    Y.applyUpdate(theirs, Y.encodeStateAsUpdate(ytext.doc as Y.Doc));
    const written = wordsOf(theirs);
    written.insert(9, " notes", {});
    change([at(written, 15, 15)]);
    expect(container.querySelector(".other-caret")).toBeNull();
    act(() => Y.applyUpdate(ytext.doc as Y.Doc, Y.encodeStateAsUpdate(theirs)));
    expect(container.querySelector(".other-caret")?.previousSibling?.textContent).toBe("The Group notes");
  });

  test("that make no sense are not shown, and harm nothing", () => {
    const { caretSource, change } = source([]);
    const { container } = open({ carets: caretSource }, "words");
    change([
      { id: "x", label: "X", colour: "red", anchor: { nonsense: 1 }, head: null },
      { id: "y", label: "Y", colour: "red", anchor: "no", head: 7 },
    ]);
    expect(container.querySelector(".other-caret")).toBeNull();
    expect(container.textContent).toBe("words");
  });

  test("one's own is told while one writes, and withdrawn on leaving", () => {
    const { caretSource, setLocal } = source([]);
    const { box, select, ytext, unmount } = open({ carets: caretSource, autoFocus: true }, "words");
    select(3);
    expect(setLocal).toHaveBeenLastCalledWith({
      anchor: Y.relativePositionToJSON(relativePosition(ytext, 3)),
      head: Y.relativePositionToJSON(relativePosition(ytext, 3)),
    });
    fireEvent.blur(box());
    expect(setLocal).toHaveBeenLastCalledWith(null);
    unmount();
    expect(setLocal).toHaveBeenLastCalledWith(null);
  });
});

describe("a caret that has just been moved in the page, before the browser has told of it,", () => {
  function moveInPage(box: HTMLElement, index: number) {
    const words = document.createTreeWalker(box, NodeFilter.SHOW_TEXT).nextNode();
    document.getSelection()?.collapse(words, index);
  }

  test("stays where it was put when words of others come", () => {
    const { box, editor, ytext, select } = open({ autoFocus: true }, "some words");
    select(10);
    moveInPage(box(), 4);
    act(() => ytext.insert(10, " more", {}));
    expect(editor().state.selection.head - 1).toBe(4);
  });

  test("is where the next key acts", () => {
    const { box, ytext, select, key } = open({ autoFocus: true }, "some words");
    select(10);
    moveInPage(box(), 5);
    document.getSelection()?.extend(document.getSelection()?.anchorNode as Node, 10);
    key("b", { ctrlKey: true });
    expect(runsOf(ytext)).toEqual([{ insert: "some " }, { insert: "words", attributes: { bold: true } }]);
  });

  test("stays where it was put when somebody else's caret comes", () => {
    let changed = () => {};
    const carets: CaretSource = {
      list: () => [],
      subscribe: (fn) => {
        changed = fn;
        return () => {};
      },
      setLocal: () => {},
    };
    const { box, editor, select } = open({ autoFocus: true, carets }, "some words");
    select(10);
    moveInPage(box(), 4);
    act(() => changed());
    expect(document.getSelection()?.focusOffset).toBe(4);
    expect(editor().state.selection.head - 1).toBe(4);
  });
});

test("copying takes the selected words with their marks", () => {
  const { box, select, editor } = open({}, "one\ntwo [three]");
  select(4, 15);
  expect(selectedRuns(editor().view)).toEqual([{ insert: "two [three]" }]);
  const data = new Map<string, string>();
  const event = new Event("copy", { bubbles: true, cancelable: true });
  Object.assign(event, { clipboardData: { setData: (type: string, value: string) => data.set(type, value) } });
  box().dispatchEvent(event);
  expect(data.get("text/plain")).toBe("two [three]");
  expect(data.get("text/html")).toContain("two [three]");
});

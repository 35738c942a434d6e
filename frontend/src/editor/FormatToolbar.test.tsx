import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { MantineProvider } from "@mantine/core";
import { act, fireEvent, render, screen } from "@testing-library/react";
import type { Editor } from "@tiptap/core";
import { useState } from "react";
import { beforeEach, expect, test } from "vitest";
import * as Y from "yjs";
import { runsOf } from "./canonical";
import { FormatToolbar } from "./FormatToolbar";
import { ParagraphEditor } from "./ParagraphEditor";
import { createUndoManager, wordsOf } from "./ytext";

beforeEach(() => {
  // jsdom lays nothing out.
  Range.prototype.getClientRects = () => [] as unknown as DOMRectList;
  Range.prototype.getBoundingClientRect = () => new DOMRect();
});

interface PageProps {
  ytext: Y.Text;
  undo: Y.UndoManager;
  editable: boolean;
  ready: { editor: Editor | null };
}

function Page({ ytext, undo, editable, ready }: PageProps) {
  const [editor, setEditor] = useState<Editor | null>(null);
  ready.editor = editor;
  return (
    <>
      <FormatToolbar editor={editor} undoManager={undo} />
      <ParagraphEditor
        ytext={ytext}
        undoManager={undo}
        editable={editable}
        ariaLabel="Words"
        onLeave={() => {}}
        onReady={setEditor}
      />
    </>
  );
}

function open({ editable = true } = {}) {
  const ytext = wordsOf(new Y.Doc());
  ytext.insert(0, "some words", {});
  const undo = createUndoManager(ytext);
  const ready: { editor: Editor | null } = { editor: null };
  render(
    <I18nProvider i18n={i18n}>
      <MantineProvider env="test">
        <Page ytext={ytext} undo={undo} editable={editable} ready={ready} />
      </MantineProvider>
    </I18nProvider>,
  );
  const select = (from: number, to: number) =>
    act(() => void ready.editor?.commands.setTextSelection({ from: from + 1, to: to + 1 }));
  const tool = (name: string) => screen.getByRole("button", { name });
  return { ytext, select, tool };
}

test("a tool marks the selection, and shows what is on where the caret is", () => {
  const { ytext, select, tool } = open();
  select(0, 4);
  expect(tool("Bold").getAttribute("aria-pressed")).toBe("false");
  fireEvent.click(tool("Bold"));
  expect(runsOf(ytext)).toEqual([{ insert: "some", attributes: { bold: true } }, { insert: " words" }]);
  expect(tool("Bold").getAttribute("aria-pressed")).toBe("true");
  select(7, 7);
  expect(tool("Bold").getAttribute("aria-pressed")).toBe("false");
});

test("undo and redo are there for those without keys, and greyed where there is nothing to take back", () => {
  const { ytext, select, tool } = open();
  expect(tool("Undo").getAttribute("aria-disabled")).toBe("true");
  select(0, 4);
  fireEvent.click(tool("Italic"));
  expect(tool("Undo").getAttribute("aria-disabled")).toBe("false");
  fireEvent.click(tool("Undo"));
  expect(runsOf(ytext)).toEqual([{ insert: "some words" }]);
  expect(tool("Redo").getAttribute("aria-disabled")).toBe("false");
});

test("a link is set on the selection by its address, and a wrong one is told", () => {
  const { ytext, select, tool } = open();
  select(5, 10);
  fireEvent.click(tool("Link"));
  const address = screen.getByLabelText("Address");
  fireEvent.change(address, { target: { value: "no address" } });
  fireEvent.click(screen.getByRole("button", { name: "Set link" }));
  expect(screen.getByText("This is not a web or e-mail address")).toBeTruthy();
  fireEvent.change(address, { target: { value: "example.org" } });
  fireEvent.click(screen.getByRole("button", { name: "Set link" }));
  expect(runsOf(ytext)[1]).toEqual({ insert: "words", attributes: { link: "https://example.org" } });
});

test("the toolbar is one stop of the Tab key; arrows, Home and End move in it", () => {
  const { tool } = open();
  const stops = () => screen.getAllByRole("button").filter((button) => button.tabIndex === 0);
  expect(stops()).toEqual([tool("Bold")]);
  act(() => tool("Bold").focus());
  fireEvent.keyDown(tool("Bold"), { key: "ArrowRight" });
  expect(document.activeElement).toBe(tool("Italic"));
  fireEvent.keyDown(tool("Italic"), { key: "End" });
  expect(document.activeElement).toBe(tool("Redo"));
  fireEvent.keyDown(tool("Redo"), { key: "ArrowRight" });
  expect(document.activeElement).toBe(tool("Bold"));
  expect(stops()).toEqual([tool("Bold")]);
});

test("in a text that is only read every tool is greyed and does nothing", () => {
  const { ytext, select, tool } = open({ editable: false });
  select(0, 4);
  expect(tool("Bold").getAttribute("aria-disabled")).toBe("true");
  fireEvent.click(tool("Bold"));
  expect(runsOf(ytext)).toEqual([{ insert: "some words" }]);
});

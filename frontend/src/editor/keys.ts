import { type Editor, Extension } from "@tiptap/core";
import { deleteSelection } from "@tiptap/pm/commands";
import { Plugin } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import type * as Y from "yjs";
import { plainText } from "./canonical";
import { type Block, fitsOneChange, joinBlocks, readClipboard } from "./clipboard";
import { insertPlain, insertRuns, selectedRuns, toggleMark } from "./commands";
import { readSelection } from "./domSelection";
import { writeClipboard } from "./selection";

export type Leaving = "up" | "down" | "out";

/** What an editor asks of the page around it. */
export interface EditorCallbacks {
  onLeave: (where: Leaving) => void;
  /** What Enter does; without it Enter breaks the line, as Shift+Enter always does. */
  onEnter?: () => unknown;
  /** Backspace at the very start, Delete at the very end: the words are to be joined with those before or after. */
  onJoin?: (by: -1 | 1) => unknown;
  /** Told when several blocks are pasted; `asOne` puts them here as one, with line breaks. */
  onPasteBlocks?: (blocks: Block[], asOne: () => void) => void;
  /** What was to be pasted is too much at once, and was not. */
  onTooMuch?: () => void;
}

interface Options {
  undo: Y.UndoManager;
  /** Read at each key, so that the page may change what it wants without a new editor. */
  callbacks: () => EditorCallbacks;
}

function breakLine(editor: Editor): boolean {
  insertPlain(editor.view, "\n");
  return true;
}

function leaveAtEdge(editor: Editor, direction: "up" | "down", callbacks: EditorCallbacks): boolean {
  if (!editor.state.selection.empty || !editor.view.endOfTextblock(direction)) return false;
  callbacks.onLeave(direction);
  return true;
}

/** Where there is nothing left to delete, the words are joined; true if that was so. */
function joinAtEdge(view: EditorView, by: -1 | 1, { onJoin }: EditorCallbacks): boolean {
  const { selection, doc } = view.state;
  const edge = by === -1 ? 1 : doc.content.size - 1;
  if (!onJoin || !view.editable || !selection.empty || selection.head !== edge) return false;
  onJoin(by);
  return true;
}

/** A key acts on what is selected on the page at that moment, also if the browser has not told of it yet. */
function selectionBeforeKeys(): Plugin {
  return new Plugin({
    props: {
      handleDOMEvents: {
        keydown(view, event) {
          if (!event.isComposing && !view.composing) readSelection(view);
          return false;
        },
      },
    },
  });
}

/** Keys of an editor. Ctrl+K is left to the page. */
function wordsKeys({ undo, callbacks }: Options) {
  return Extension.create({
    name: "wordsKeys",
    addProseMirrorPlugins: () => [selectionBeforeKeys()],
    addKeyboardShortcuts() {
      const { editor } = this;
      const mark = (name: Parameters<typeof toggleMark>[1]) => () => toggleMark(editor, name);
      const undone = () => {
        undo.undo();
        return true;
      };
      const redone = () => {
        undo.redo();
        return true;
      };
      const enter = () => {
        const { onEnter } = callbacks();
        if (!onEnter) return breakLine(editor);
        onEnter();
        return true;
      };
      const leave = () => {
        callbacks().onLeave("out");
        return true;
      };
      const up = () => leaveAtEdge(editor, "up", callbacks());
      const down = () => leaveAtEdge(editor, "down", callbacks());
      // Done here, so that a key right after it finds everything selected.
      const everything = () => editor.commands.setTextSelection({ from: 1, to: editor.state.doc.content.size - 1 });
      const removed = (by: -1 | 1) => () =>
        deleteSelection(editor.state, editor.view.dispatch) || joinAtEdge(editor.view, by, callbacks());
      return {
        "Mod-b": mark("bold"),
        "Mod-i": mark("italic"),
        "Mod-u": mark("underline"),
        "Mod-Shift-x": mark("strike"),
        "Mod-.": mark("sup"),
        "Mod-,": mark("sub"),
        "Mod-z": undone,
        "Mod-y": redone,
        "Mod-Shift-z": redone,
        "Shift-Enter": () => breakLine(editor),
        Enter: enter,
        Escape: leave,
        ArrowUp: up,
        ArrowDown: down,
        "Mod-a": everything,
        Backspace: removed(-1),
        Delete: removed(1),
        "Mod-Backspace": removed(-1),
        "Mod-Delete": removed(1),
      };
    },
  });
}

function pasted(view: EditorView, data: DataTransfer, undo: Y.UndoManager, callbacks: EditorCallbacks): void {
  const blocks = readClipboard(data);
  if (blocks && !blocks.length) return;
  if (!blocks) {
    callbacks.onTooMuch?.();
    return;
  }
  const formatted = data.types.includes("text/html"); // asked now: what is pasted is gone when the event is over
  undo.stopCapturing();
  const asOne = () => {
    if (view.isDestroyed) return;
    const runs = joinBlocks(blocks.map((block) => block.runs));
    if (!fitsOneChange(runs)) {
      callbacks.onTooMuch?.();
      return;
    }
    if (formatted) insertRuns(view, runs);
    else insertPlain(view, plainText(runs));
    view.focus();
    undo.stopCapturing();
  };
  if (blocks.length > 1 && callbacks.onPasteBlocks) callbacks.onPasteBlocks(blocks, asOne);
  else asOne();
}

/** Copying, pasting and dropping: only words and the marks of E1 come in. */
function clipboardPlugin({ undo, callbacks }: Options): Plugin {
  const copy = (view: EditorView, event: ClipboardEvent): boolean => {
    if (!event.clipboardData || view.state.selection.empty) return false;
    writeClipboard(event.clipboardData, [{ runs: selectedRuns(view), label: "" }], false);
    event.preventDefault();
    return true;
  };
  return new Plugin({
    props: {
      handleDOMEvents: {
        copy: (view, event) => copy(view, event),
        cut(view, event) {
          if (!view.editable || !copy(view, event)) return false;
          undo.stopCapturing();
          deleteSelection(view.state, view.dispatch);
          return true;
        },
        paste(view, event) {
          if (!view.editable || !event.clipboardData) return false;
          event.preventDefault();
          pasted(view, event.clipboardData, undo, callbacks());
          return true;
        },
        // The browser's own undo knows nothing of others' words.
        beforeinput(view, event) {
          // Keyboards on a screen send no key: what they would delete is asked of the page here.
          const deletes = /^deleteContent(Back|For)ward$/.exec(event.inputType);
          if (deletes && joinAtEdge(view, deletes[1] === "Back" ? -1 : 1, callbacks())) {
            event.preventDefault();
            return true;
          }
          if (event.inputType !== "historyUndo" && event.inputType !== "historyRedo") return false;
          event.preventDefault();
          if (event.inputType === "historyUndo") undo.undo();
          else undo.redo();
          return true;
        },
      },
      handleDrop(view, event, _slice, moved) {
        if (moved) return false;
        event.preventDefault();
        const at = view.posAtCoords({ left: event.clientX, top: event.clientY });
        const blocks = event.dataTransfer ? readClipboard(event.dataTransfer) : [];
        const runs = joinBlocks(blocks?.map((block) => block.runs) ?? []);
        if (!blocks || !fitsOneChange(runs)) callbacks().onTooMuch?.();
        else if (view.editable && at && runs.length) {
          undo.stopCapturing();
          insertRuns(view, runs, Math.max(1, Math.min(at.pos, view.state.doc.content.size - 1)));
          view.focus();
        }
        return true;
      },
    },
  });
}

/** How an editor answers keys, the clipboard and what is dropped on it. */
export function editorInput(options: Options) {
  const input = Extension.create({
    name: "wordsInput",
    addProseMirrorPlugins: () => [clipboardPlugin(options)],
  });
  return [wordsKeys(options), input];
}

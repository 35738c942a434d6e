import "./words.css";
import { Editor, Extension } from "@tiptap/core";
import { TextSelection } from "@tiptap/pm/state";
import { type CSSProperties, useContext, useLayoutEffect, useRef } from "react";
import type * as Y from "yjs";
import { bindWords } from "./binding";
import { runsOf } from "./canonical";
import type { CaretSource } from "./carets";
import { caretsPlugin } from "./caretsPlugin";
import { bracketsPlugin, placeholderPlugin, recolourBrackets } from "./decorations";
import { footnotesPlugin } from "./footnotes";
import { type EditorCallbacks, editorInput } from "./keys";
import { NotesBefore } from "./notes";
import { Placeholders } from "./placeholders";
import { documentJson, wordsExtensions } from "./schema";
import { type Tracking, trackAnew, trackedPlugin } from "./tracked";
import { createUndoManager } from "./ytext";

export interface ParagraphEditorProps extends EditorCallbacks {
  ytext: Y.Text;
  /** Kept with the text by the page, so that undo outlives the editor. */
  undoManager?: Y.UndoManager;
  editable: boolean;
  carets?: CaretSource;
  /**
   * Where the caret goes once the editor may be written in (true: the end); a number counts characters, coordinates are
   * those of the click that opened it.
   */
  autoFocus?: boolean | "start" | "end" | number | { x: number; y: number };
  ariaLabel: string;
  placeholder?: string;
  /** Shows the words as differing from others: what was added to those, and what was taken from them. */
  tracking?: Tracking;
  onFocus?: () => void;
  /** Told the editor when there is one, and null when it goes; for a toolbar. */
  onReady?: (editor: Editor | null) => void;
}

/** The words of one text, to write in. Opening it in place of `Words` moves nothing on the page. */
export function ParagraphEditor(props: ParagraphEditorProps) {
  const { ytext, undoManager, carets, editable, ariaLabel, placeholder = "", tracking } = props;
  const place = useRef<HTMLDivElement>(null);
  const editor = useRef<Editor | null>(null);
  const placeholders = useContext(Placeholders);
  const notesBefore = useContext(NotesBefore);
  const latest = useRef({ ...props, placeholders, notesBefore });

  useLayoutEffect(() => {
    latest.current = { ...props, placeholders, notesBefore };
  });

  useLayoutEffect(() => {
    if (!place.current) return;
    const made = makeEditor(place.current, ytext, undoManager, carets, latest);
    editor.current = made.editor;
    latest.current.onReady?.(made.editor);
    return () => {
      editor.current = null;
      latest.current.onReady?.(null);
      made.destroy();
    };
  }, [ytext, undoManager, carets]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new editor needs its attributes too
  useLayoutEffect(() => {
    editor.current?.setOptions({ editable, editorProps: { attributes: attributes(editable, ariaLabel) } });
  }, [editable, ariaLabel, placeholder, ytext, undoManager, carets]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: those flags are read when brackets are coloured
  useLayoutEffect(() => {
    if (editor.current) recolourBrackets(editor.current.view);
  }, [placeholders]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: it is read when differences are shown
  useLayoutEffect(() => {
    if (editor.current) trackAnew(editor.current.view);
  }, [tracking]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the caret is placed once, when writing begins
  useLayoutEffect(() => {
    if (editable && hasPlace(latest.current.autoFocus) && editor.current)
      placeCaret(editor.current, latest.current.autoFocus);
  }, [editable, ytext, undoManager, carets]);

  return <div ref={place} className="words-editor" style={{ "--notes-before": notesBefore } as CSSProperties} />;
}

function attributes(editable: boolean, label: string): Record<string, string> {
  return {
    class: "words-box",
    role: "textbox",
    "aria-multiline": "true",
    "aria-label": label,
    ...(editable ? {} : { "aria-readonly": "true" }),
    translate: "no",
    spellcheck: "true",
    autocorrect: "off",
    autocapitalize: "off",
  };
}

function makeEditor(
  element: HTMLElement,
  ytext: Y.Text,
  givenUndo: Y.UndoManager | undefined,
  carets: CaretSource | undefined,
  latest: { readonly current: ParagraphEditorProps & { placeholders: readonly string[]; notesBefore: number } },
) {
  const undo = givenUndo ?? createUndoManager(ytext);
  const callbacks = () => latest.current;
  const plugins = Extension.create({
    name: "wordsShown",
    addProseMirrorPlugins: () => [
      bindWords(ytext, undo),
      footnotesPlugin(() => latest.current.notesBefore),
      bracketsPlugin(() => latest.current.placeholders),
      placeholderPlugin(() => latest.current.placeholder ?? ""),
      trackedPlugin(() => latest.current.tracking),
      ...(carets ? [caretsPlugin(ytext, carets)] : []),
    ],
  });
  const { editable, ariaLabel } = latest.current;
  const editor = new Editor({
    element,
    extensions: [...wordsExtensions, plugins, ...editorInput({ undo, callbacks })],
    content: documentJson(runsOf(ytext)),
    editable,
    injectCSS: false,
    enableInputRules: false,
    enablePasteRules: false,
    enableCoreExtensions: {
      clipboardTextSerializer: false,
      keymap: false,
      drop: false,
      paste: false,
      delete: false,
      textDirection: false,
    },
    editorProps: { attributes: attributes(editable, ariaLabel) },
    onFocus: () => latest.current.onFocus?.(),
  });
  return {
    editor,
    destroy() {
      editor.destroy();
      if (!givenUndo) undo.destroy();
    },
  };
}

const hasPlace = (where: ParagraphEditorProps["autoFocus"]) => where !== undefined && where !== false;

function placeCaret({ view }: Editor, where: ParagraphEditorProps["autoFocus"]): void {
  const last = view.state.doc.content.size - 1;
  let position = where === "start" ? 1 : last;
  if (typeof where === "number") position = Math.max(1, Math.min(where + 1, last));
  if (typeof where === "object") {
    const found = view.posAtCoords({ left: where.x, top: where.y })?.pos ?? last;
    position = Math.max(1, Math.min(found, last));
  }
  view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, position)));
  view.focus();
}

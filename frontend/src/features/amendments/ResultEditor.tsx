import { useLingui } from "@lingui/react/macro";
import type { Editor } from "@tiptap/core";
import { useEffect, useMemo, useRef, useState } from "react";
import * as Y from "yjs";
import type { Run } from "../../api/types";
import { runsOf } from "../../editor/canonical";
import { FormatToolbar } from "../../editor/FormatToolbar";
import { ParagraphEditor } from "../../editor/ParagraphEditor";
import { createUndoManager, wordsOf } from "../../editor/ytext";
import { difference } from "../paragraphs/difference";
import classes from "./Proposals.module.css";

interface ResultEditorProps {
  /** The words to begin with. */
  runs: Run[];
  /** The words of the paragraph as they are now: what differs from them is shown. */
  present: Run[];
  label: string;
  onChange: (runs: Run[]) => void;
  onLeave: () => void;
}

/** The words that shall be the text, as whoever decides would have them; nothing leaves this page before they accept. */
export function ResultEditor({ runs, present, label, onChange, onLeave }: ResultEditorProps) {
  const { t } = useLingui();
  const [editor, setEditor] = useState<Editor | null>(null);
  const first = useRef(runs);
  const { ytext, undo } = useMemo(() => {
    const words = wordsOf(new Y.Doc());
    words.applyDelta(first.current.map(({ insert, attributes }) => ({ insert, attributes: attributes ?? {} })));
    return { ytext: words, undo: createUndoManager(words) };
  }, []);
  const changed = useRef(onChange);
  changed.current = onChange;
  useEffect(() => {
    const told = () => changed.current(runsOf(ytext));
    told();
    ytext.observe(told);
    return () => ytext.unobserve(told);
  }, [ytext]);
  const tracking = useMemo(() => (words: Run[]) => difference(present, words), [present]);
  return (
    <div className={classes.result}>
      <ParagraphEditor
        ytext={ytext}
        undoManager={undo}
        editable
        autoFocus="end"
        ariaLabel={label}
        placeholder={t`Write here`}
        tracking={tracking}
        onReady={setEditor}
        onLeave={(where) => where === "out" && onLeave()}
      />
      <div className={classes.tools}>
        <FormatToolbar editor={editor} undoManager={undo} />
      </div>
    </div>
  );
}

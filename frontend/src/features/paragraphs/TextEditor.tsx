import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, Switch } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import type { Editor } from "@tiptap/core";
import { useCallback, useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from "react";
import type { Paragraph, Run } from "../../api/types";
import { plainText } from "../../editor/canonical";
import { type Block, fitsOneChange } from "../../editor/clipboard";
import { deleteBefore, insertPlain, insertRuns } from "../../editor/commands";
import { FormatToolbar } from "../../editor/FormatToolbar";
import { ParagraphEditor } from "../../editor/ParagraphEditor";
import { Words } from "../../editor/Words";
import { relativePosition } from "../../editor/ytext";
import type { LiveText } from "../../sync/liveText";
import { useLive } from "../../sync/useTextAttachment";
import { announce } from "../../ui/announce";
import type { RowActions } from "./actions";
import classes from "./ParagraphRow.module.css";
import { PasteChoice } from "./PasteChoice";
import type { Rights } from "./rights";
import { BACK, NEXT } from "./typedAhead";
import { useFollowing } from "./useFollowing";
import { useQuietCopy } from "./useQuietCopy";
import { useRest } from "./useRest";

/** Editing ends by itself after this long without a key or a click. */
const REST = 60_000;

const nothing = () => {};

const COMMANDS = /[\r\b]/;

/** What happened to the paragraph is said for so long. */
const NOTE_FOR = 8_000;

/** So many paragraphs are made of what is pasted, no more. */
const MOST_BLOCKS = 300;

/** The longest paragraph that there may be, in characters. */
const LONGEST = 100_000;

/** Blocks of so few characters may be lines. */
const SHORT = 80;

/** A text that cannot be opened by then is left. */
const PATIENCE = 8_000;

interface TextEditorProps {
  live: LiveText | null;
  runs: Run[];
  label: string;
  paragraph: Paragraph;
  rights: Rights;
  /** "for Hungary": as whom one writes. */
  standing: string;
  actions: RowActions;
}

interface Pasted {
  blocks: Block[];
  asOne: () => void;
}

/** The text of a paragraph, being written: until it is attached, its words; then the editor, in the same place. */
export function TextEditor({ live, runs, label, paragraph, rights, standing, actions }: TextEditorProps) {
  const { t } = useLingui();
  const { phase, synced, writable } = useLive(live);
  const [editor, setEditor] = useState<Editor | null>(null);
  const [pasted, setPasted] = useState<Pasted | null>(null);
  const { id } = paragraph;
  const opening = actions.openings.of(id);
  const [note, setNote] = useState(opening.note ?? "");
  const say = useCallback((said: string) => {
    setNote(said);
    announce(said);
  }, []);
  // Another opening of the text (after a split, or when the server began it anew) finds the caret where it was.
  const caret = useRef(0);
  const placed = useRef(false);
  useFollowing(paragraph, caret, actions, say);
  useEffect(() => {
    if (!note) return;
    const timer = setTimeout(() => setNote(""), NOTE_FOR);
    return () => clearTimeout(timer);
  }, [note]);
  const ready = live !== null && (synced || phase === "new") && phase !== "denied";
  const stir = useRest(REST, () => {
    announce(t`Editing ended after a minute's rest.`);
    actions.leave(id);
  });

  // The chair may mark the paragraph, or the category's way may change, under a person's hands.
  useEffect(() => {
    if (rights.write) return;
    announce(rights.why);
    actions.leave(id);
  }, [rights.write, rights.why, actions, id]);

  // The server begins the text anew: letters wait for its next opening.
  useLayoutEffect(() => {
    if (!ready && placed.current) actions.typedAhead.goOn();
  }, [ready, actions]);

  useEffect(() => {
    if (ready) return;
    const timer = setTimeout(() => {
      announce(t`The paragraph could not be opened for writing.`);
      actions.leave(id);
    }, PATIENCE);
    return () => clearTimeout(timer);
  }, [ready, actions, id, t]);

  const [quietly, setQuietly] = useLocalStorage({
    key: "concord.edit-quietly",
    defaultValue: false,
    getInitialValueInEffect: false,
  });
  const copy = useQuietCopy(live, ready, quietly);
  const unseen = useSyncExternalStore(
    useCallback((changed: () => void) => copy?.subscribe(changed) ?? nothing, [copy]),
    () => quietly && (copy?.behind ?? false),
  );
  const words = copy?.words ?? live?.words;
  const editable = live !== null && (writable || phase === "new") && rights.write;

  /** Enter splits at the caret; at the very end it begins the next paragraph, at the very start it puts one before. */
  const onEnter = useCallback(() => {
    if (!editor || !words || !editable) return false;
    if (!editor.state.selection.empty) editor.commands.deleteSelection();
    const { selection, doc } = editor.state;
    const [index, length] = [selection.head - 1, doc.content.size - 2];
    if (index === length && rights.add) actions.add(paragraph);
    else if (index === 0 && rights.add) {
      actions.addBefore(paragraph);
      return false;
    } else {
      const why = actions.split(paragraph, relativePosition(words, index), index);
      if (why) say(why);
      return why === "";
    }
    return true;
  }, [editor, words, editable, rights.add, actions, paragraph, say]);

  const onJoin = useCallback(
    (by: -1 | 1) => {
      const why = actions.join(paragraph, by);
      if (why) say(why);
      return why === "";
    },
    [actions, paragraph, say],
  );

  const keys = useRef({ onEnter, onJoin });
  useLayoutEffect(() => {
    keys.current = { onEnter, onJoin };
  });
  // Before the next key: what was typed first comes first.
  useLayoutEffect(() => {
    if (!editor || editor.isDestroyed || !editable) return;
    placed.current = true;
    let rest = actions.typedAhead.take();
    while (rest) {
      const [typed = ""] = rest.split(COMMANDS);
      const command = rest[typed.length];
      rest = rest.slice(typed.length + 1);
      if (typed) insertPlain(editor.view, typed);
      const left =
        command === NEXT
          ? keys.current.onEnter()
          : command === BACK && !deleteBefore(editor.view) && keys.current.onJoin(-1);
      if (!left) continue;
      actions.typedAhead.begin({ words: rest, enters: true });
      return;
    }
  }, [editor, editable, actions]);

  useEffect(() => {
    if (!editor) return;
    const moved = () => {
      if (placed.current) caret.current = editor.state.selection.head - 1;
    };
    editor.on("transaction", moved);
    return () => void editor.off("transaction", moved);
  }, [editor]);

  /** The first block goes to the caret; the others are paragraphs after this one, before what stood behind the caret. */
  const spread = ([first, ...others]: Block[]) => {
    if (!editor || !words || !first) return;
    if (!fitsOneChange(first.runs)) {
      say(t`That is too much for one paragraph.`);
      return;
    }
    insertRuns(editor.view, first.runs);
    const { selection, doc } = editor.state;
    const index = selection.to - 1;
    // Levels are told from the first block, which is this paragraph now.
    const blocks = others.map((block) => ({ ...block, depth: block.depth - first.depth }));
    if (doc.textContent.slice(index).trim() === "") actions.addAll(paragraph, blocks);
    else {
      const why = actions.splitAndAddAll(paragraph, relativePosition(words, index), index, blocks);
      if (why) say(why);
    }
  };

  const onPaste = (blocks: Block[], asOne: () => void) => {
    if (!editor) return;
    if (blocks.length > MOST_BLOCKS) {
      const n = blocks.length;
      say(t`What you paste has ${n} paragraphs. At most ${MOST_BLOCKS} are taken at once: paste it in parts.`);
      return;
    }
    if (blocks.some(({ runs: words }) => plainText(words).length > LONGEST)) {
      say(t`One of the paragraphs you paste is longer than a paragraph may be.`);
      return;
    }
    const { selection, doc } = editor.state;
    const inTheMiddle = doc.textContent.slice(selection.to - 1).trim() !== "";
    const short = blocks.every(({ runs: words }) => plainText(words).length <= SHORT);
    // Short ones may be the lines of an address; in the middle of words it is not plain what is meant.
    if (inTheMiddle || short) setPasted({ blocks, asOne });
    else spread(blocks);
  };

  if (!ready) {
    return (
      <>
        <Words runs={runs} placeholder={t`No words yet`} />
        <p className={classes.particulars} role="status">
          <Trans>Opening the paragraph for writing…</Trans>
        </p>
      </>
    );
  }
  const undo = copy?.undo ?? live.undo;
  return (
    <div onKeyDownCapture={stir} onPointerDownCapture={stir}>
      <ParagraphEditor
        key={copy ? `${live.key} quietly` : live.key}
        ytext={copy?.words ?? live.words}
        undoManager={undo}
        carets={live.carets}
        editable={editable}
        autoFocus={placed.current ? caret.current : opening.caret}
        ariaLabel={t`Words of ${label}`}
        placeholder={t`Write here`}
        onReady={setEditor}
        onEnter={onEnter}
        onJoin={onJoin}
        onPasteBlocks={rights.add ? onPaste : undefined}
        onTooMuch={() => say(t`That is too much for one paragraph. Paste it in parts, or as paragraphs of their own.`)}
        onLeave={(where) => {
          if (where === "up") actions.go(id, -1);
          else if (where === "down") actions.go(id, 1);
          else actions.leave(id);
        }}
      />
      {note && <p className={classes.particulars}>{note}</p>}
      {unseen && copy && (
        <p className={classes.particulars} role="status">
          <Trans>Others are changing this paragraph.</Trans>
          <Button size="compact-xs" variant="default" onClick={() => copy.catchUp(false)}>
            <Trans>Show</Trans>
          </Button>
        </p>
      )}
      <Group className={classes.tools} gap="xs" justify="space-between">
        <FormatToolbar editor={editor} undoManager={undo} />
        <Switch
          size="xs"
          label={t`Edit quietly`}
          title={t`What others change in this paragraph is shown when you are done`}
          checked={quietly}
          onChange={(event) => setQuietly(event.currentTarget.checked)}
        />
        <Button size="compact-sm" variant="default" onClick={() => actions.leave(id)} title={t`Done (Esc)`}>
          {standing ? <Trans>Done, {standing}</Trans> : <Trans>Done</Trans>}
        </Button>
      </Group>
      {pasted && (
        <PasteChoice
          count={pasted.blocks.length}
          onOne={pasted.asOne}
          onMany={() => spread(pasted.blocks)}
          onClose={() => setPasted(null)}
        />
      )}
    </div>
  );
}

import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, Text } from "@mantine/core";
import type { Editor } from "@tiptap/core";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import * as Y from "yjs";
import type { Draft, Run } from "../../api/types";
import { canonicalJson, runsOf } from "../../editor/canonical";
import { insertPlain } from "../../editor/commands";
import { ParagraphEditor } from "../../editor/ParagraphEditor";
import { createUndoManager, wordsOf } from "../../editor/ytext";
import { useSync } from "../../sync/DocumentSync";
import { useStore } from "../../sync/store";
import type { TypedAhead } from "./typedAhead";

interface DraftEditorProps {
  draft: Draft;
  label: string;
  typedAhead: TypedAhead;
  onDone: () => void;
}

/** A private draft, being written: a text of its own that nobody else sees, kept on the device with each letter. */
export function DraftEditor({ draft, label, typedAhead, onDone }: DraftEditorProps) {
  const { t } = useLingui();
  const { drafts, personId } = useSync();
  const state = useStore(drafts.states).get(draft.id) ?? "kept";
  const words = useWordsOfDraft(draft.runs);
  const [editor, setEditor] = useState<Editor | null>(null);
  const latest = useRef(draft);
  latest.current = draft;

  useEffect(() => {
    const { ytext } = words;
    const { id } = latest.current;
    let kept = canonicalJson(runsOf(ytext));
    const changed = () => {
      const runs = runsOf(ytext);
      const now = canonicalJson(runs);
      if (now === kept || personId === null) return;
      kept = now;
      drafts.keep({ ...latest.current, runs }, personId);
    };
    const flush = () => drafts.flush(id);
    ytext.observe(changed);
    window.addEventListener("pagehide", flush);
    return () => {
      ytext.unobserve(changed);
      window.removeEventListener("pagehide", flush);
      flush();
    };
  }, [words, drafts, personId]);

  useLayoutEffect(() => {
    const typed = editor ? typedAhead.take() : "";
    if (editor && typed) insertPlain(editor.view, typed);
  }, [editor, typedAhead]);

  return (
    <div>
      <ParagraphEditor
        ytext={words.ytext}
        undoManager={words.undo}
        editable
        autoFocus="end"
        ariaLabel={label}
        placeholder={t`Write here`}
        onReady={setEditor}
        onLeave={(where) => where === "out" && onDone()}
      />
      <Group justify="space-between" mt={6}>
        <Text size="xs" c={state === "failed" ? "var(--danger)" : "dimmed"} role="status">
          {state === "kept" && <Trans>Kept as your private draft</Trans>}
          {state === "keeping" && <Trans>Keeping…</Trans>}
          {state === "here" && <Trans>Kept on this device; sent when the line is back</Trans>}
          {state === "failed" && <Trans>The server did not take these words. They are kept on this device.</Trans>}
        </Text>
        <Button size="compact-sm" variant="default" onClick={onDone}>
          <Trans>Done</Trans>
        </Button>
      </Group>
    </div>
  );
}

/** A text for these words, made once: what is kept on the way must not replace what is being typed. */
function useWordsOfDraft(runs: Run[]) {
  const first = useRef(runs);
  const words = useMemo(() => {
    const ytext = wordsOf(new Y.Doc());
    ytext.applyDelta(first.current.map(({ insert, attributes }) => ({ insert, attributes: attributes ?? {} })));
    return { ytext, undo: createUndoManager(ytext) };
  }, []);
  return words;
}

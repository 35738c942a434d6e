import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, Text } from "@mantine/core";
import { useEffect, useMemo, useRef, useState } from "react";
import * as Y from "yjs";
import type { Draft, Run } from "../../api/types";
import { canonicalJson, runsOf } from "../../editor/canonical";
import { ParagraphEditor } from "../../editor/ParagraphEditor";
import { createUndoManager, wordsOf } from "../../editor/ytext";
import { problemSentence } from "../../ui/forms";
import { useSaveDraft } from "./api";

/** A draft is kept on the server this long after the last change of it. */
const SAVE_AFTER = 700;

interface DraftEditorProps {
  documentId: string;
  draft: Draft;
  label: string;
  onDone: () => void;
}

/** A private draft, being written: a text of its own that nobody else sees, kept as one goes. */
export function DraftEditor({ documentId, draft, label, onDone }: DraftEditorProps) {
  const { t } = useLingui();
  const save = useSaveDraft(documentId);
  const [state, setState] = useState<"kept" | "waiting" | "failed">("kept");
  const words = useWordsOfDraft(draft.runs);
  const latest = useRef({ draft, save });
  latest.current = { draft, save };

  const keep = useRef(async (runs: Run[]) => {
    const { draft: present, save: mutation } = latest.current;
    try {
      await mutation.mutateAsync({ ...present, runs });
      setState((was) => (was === "waiting" ? was : "kept"));
    } catch {
      setState("failed");
    }
  });

  useEffect(() => {
    const { ytext } = words;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let kept = canonicalJson(runsOf(ytext));
    const flush = () => {
      clearTimeout(timer);
      const runs = runsOf(ytext);
      const now = canonicalJson(runs);
      if (now === kept) return;
      kept = now;
      setState("kept");
      void keep.current(runs);
    };
    const changed = () => {
      setState("waiting");
      clearTimeout(timer);
      timer = setTimeout(flush, SAVE_AFTER);
    };
    ytext.observe(changed);
    window.addEventListener("pagehide", flush);
    return () => {
      ytext.unobserve(changed);
      window.removeEventListener("pagehide", flush);
      flush();
    };
  }, [words]);

  return (
    <div>
      <ParagraphEditor
        ytext={words.ytext}
        undoManager={words.undo}
        editable
        autoFocus="end"
        ariaLabel={label}
        placeholder={t`Write here`}
        onLeave={(where) => where === "out" && onDone()}
      />
      <Group justify="space-between" mt={6}>
        <Text size="xs" c={state === "failed" ? "var(--danger)" : "dimmed"} role="status">
          {state === "kept" && <Trans>Kept as your private draft</Trans>}
          {state === "waiting" && <Trans>Keeping…</Trans>}
          {state === "failed" && problemSentence(save.error)}
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

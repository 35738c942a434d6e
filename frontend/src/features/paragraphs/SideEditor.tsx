import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group } from "@mantine/core";
import type { Editor } from "@tiptap/core";
import { useState } from "react";
import type { Run } from "../../api/types";
import { FormatToolbar } from "../../editor/FormatToolbar";
import { ParagraphEditor } from "../../editor/ParagraphEditor";
import { Words } from "../../editor/Words";
import { useLive, useTextAttachment } from "../../sync/useTextAttachment";

interface SideEditorProps {
  text: string;
  generation: number;
  runs: Run[];
  label: string;
  /** Whose hands move in it is nobody's business: no carets are shown or sent. */
  unseen?: boolean;
  /** "for Hungary": as whom one writes. */
  standing: string;
  onDone: () => void;
}

/** The text of something beside a paragraph, being written by those whose it is, each change kept as in a paragraph. */
export function SideEditor({ text, generation, runs, label, unseen, standing, onDone }: SideEditorProps) {
  const { t } = useLingui();
  const { live } = useTextAttachment(text, generation, { pinned: true });
  const { phase, synced, writable } = useLive(live);
  const [editor, setEditor] = useState<Editor | null>(null);
  if (!live || !synced || phase === "denied") {
    return (
      <>
        <Words runs={runs} placeholder={t`No words yet`} />
        <p role="status" style={{ margin: 0 }}>
          <Trans>Opening it for writing…</Trans>
        </p>
      </>
    );
  }
  return (
    <div>
      <ParagraphEditor
        key={live.key}
        ytext={live.words}
        undoManager={live.undo}
        carets={unseen ? undefined : live.carets}
        editable={writable}
        autoFocus="end"
        ariaLabel={label}
        placeholder={t`Write here`}
        onReady={setEditor}
        onLeave={(where) => where === "out" && onDone()}
      />
      <Group gap="xs" justify="space-between" mt={6}>
        <FormatToolbar editor={editor} undoManager={live.undo} />
        <Button size="compact-sm" variant="default" onClick={onDone} title={t`Done (Esc)`}>
          {standing ? <Trans>Done, {standing}</Trans> : <Trans>Done</Trans>}
        </Button>
      </Group>
    </div>
  );
}

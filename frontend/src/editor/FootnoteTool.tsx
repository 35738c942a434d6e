import { useLingui } from "@lingui/react/macro";
import { Button, Group, Popover, Textarea } from "@mantine/core";
import type { Editor } from "@tiptap/core";
import { type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import { footnoteAt, noteWords, setFootnote } from "./footnotes";
import { MAX_FOOTNOTE } from "./marks";

interface FootnoteToolProps {
  editor: Editor | null;
  disabled: boolean;
  /** The button, given what it does. */
  button: (open: () => void) => ReactNode;
}

/** Writes, changes and takes away the footnote at the caret, in a small dialog of its own. */
export function FootnoteTool({ editor, disabled, button }: FootnoteToolProps) {
  const { t } = useLingui();
  const [at, setAt] = useState<ReturnType<typeof footnoteAt>>(null);
  const [opened, setOpened] = useState(false);
  const [words, setWords] = useState("");
  const now = useRef({ opened, disabled });
  now.current = { opened, disabled };

  const open = useCallback(() => {
    if (!editor || now.current.disabled) return;
    const found = footnoteAt(editor);
    setAt(found);
    setWords(found?.note ?? "");
    setOpened(true);
  }, [editor]);

  useEffect(() => {
    // It may have given way to another before this runs.
    if (!editor || editor.isDestroyed) return;
    const { dom } = editor.view;
    const onKey = (event: KeyboardEvent) => {
      // AltGr comes as Ctrl and Alt, and types a bracket on some keyboards.
      const mod = (event.ctrlKey || event.metaKey) && event.altKey && !event.getModifierState("AltGraph");
      if (!mod || event.code !== "KeyF") return;
      event.preventDefault();
      open();
    };
    const onClick = (event: MouseEvent) => {
      if (event.target instanceof Element && event.target.closest(".footnote")) setTimeout(open);
    };
    dom.addEventListener("keydown", onKey);
    dom.addEventListener("click", onClick);
    return () => {
      dom.removeEventListener("keydown", onKey);
      dom.removeEventListener("click", onClick);
    };
  }, [editor, open]);

  const close = () => {
    setOpened(false);
    editor?.commands.focus(undefined, { scrollIntoView: false });
  };
  const keep = (note: string) => {
    setOpened(false);
    if (editor && (at || note)) setFootnote(editor, at, note);
    else editor?.commands.focus(undefined, { scrollIntoView: false });
  };

  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      onDismiss={close}
      trapFocus
      returnFocus={false}
      withRoles={false}
      shadow="md"
      width={340}
    >
      <Popover.Target>
        <span>{button(opened ? close : open)}</span>
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label={at ? t`Change the footnote` : t`New footnote`}>
        <form
          style={{ scrollMarginBlock: "5rem" }}
          onSubmit={(event) => {
            event.preventDefault();
            event.stopPropagation();
            keep(noteWords(words));
          }}
        >
          <Textarea
            label={t`Words of the note`}
            value={words}
            maxLength={MAX_FOOTNOTE}
            autosize
            minRows={2}
            maxRows={8}
            dir="auto"
            data-autofocus
            onChange={(event) => {
              setWords(event.currentTarget.value);
              const { form } = event.currentTarget;
              // The field grows with its words, and must not push its button out of the window.
              requestAnimationFrame(() => form?.scrollIntoView?.({ block: "nearest" }));
            }}
            onKeyDown={(event) => {
              if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
              event.preventDefault();
              event.currentTarget.form?.requestSubmit();
            }}
          />
          <Group mt="sm" gap="xs" justify="flex-end">
            {at && (
              <Button variant="subtle" color="red" size="compact-sm" onClick={() => keep("")}>
                {t`Remove the footnote`}
              </Button>
            )}
            <Button type="submit" size="compact-sm" disabled={noteWords(words) === ""}>
              {at ? t`Keep the note` : t`Insert the footnote`}
            </Button>
          </Group>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}

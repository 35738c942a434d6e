import { useLingui } from "@lingui/react/macro";
import { ActionIcon, Button, Group, Popover, TextInput, Tooltip } from "@mantine/core";
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconAsterisk,
  IconBold,
  IconItalic,
  IconLink,
  IconStrikethrough,
  IconSubscript,
  IconSuperscript,
  IconUnderline,
} from "@tabler/icons-react";
import type { Editor } from "@tiptap/core";
import { type KeyboardEvent, type ReactNode, useCallback, useRef, useState, useSyncExternalStore } from "react";
import type * as Y from "yjs";
import { linkAt, setLink, toggleMark } from "./commands";
import { FootnoteTool } from "./FootnoteTool";
import { footnoteAt } from "./footnotes";
import { completeLink, SIMPLE_MARKS, type SimpleMark } from "./marks";

interface FormatToolbarProps {
  /** From `onReady` of the editor it serves; null greys everything out. */
  editor: Editor | null;
  /** Adds undo and redo, for those without a keyboard. */
  undoManager?: Y.UndoManager;
}

const MAC = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.userAgent);

/** How a key is written for people, and for assistive technology. */
function keyNames(key: string) {
  const parts = key.split("+");
  const shown = parts.map((part) => (part === "Mod" ? (MAC ? "⌘" : "Ctrl") : part === "Shift" && MAC ? "⇧" : part));
  return {
    shown: shown.join(MAC ? "" : "+"),
    aria: parts.map((part) => (part === "Mod" ? (MAC ? "Meta" : "Control") : part)).join("+"),
  };
}

/** What is on at the selection, as one string so that a change is noticed by comparison. */
function useEditorState(editor: Editor | null, undo: Y.UndoManager | undefined): string {
  const subscribe = useCallback(
    (changed: () => void) => {
      editor?.on("transaction", changed);
      editor?.on("update", changed);
      undo?.on("stack-item-added", changed);
      undo?.on("stack-item-popped", changed);
      return () => {
        editor?.off("transaction", changed);
        editor?.off("update", changed);
        undo?.off("stack-item-added", changed);
        undo?.off("stack-item-popped", changed);
      };
    },
    [editor, undo],
  );
  return useSyncExternalStore(subscribe, () => {
    if (!editor || editor.isDestroyed) return "";
    const on: string[] = SIMPLE_MARKS.filter((name) => editor.isActive(name));
    if (editor.isActive("link")) on.push("link");
    if (footnoteAt(editor)) on.push("footnote");
    if (editor.isEditable) on.push("editable");
    if (undo?.canUndo()) on.push("undo");
    if (undo?.canRedo()) on.push("redo");
    return on.join(" ");
  });
}

/** Marks for the selection, by mouse or touch; it takes one stop of the Tab key, arrows move in it. */
export function FormatToolbar({ editor, undoManager }: FormatToolbarProps) {
  const { t } = useLingui();
  const on = useEditorState(editor, undoManager).split(" ");
  const bar = useRef<HTMLDivElement>(null);
  const [stop, setStop] = useState(0);
  const editable = on.includes("editable");

  const marks: { name: SimpleMark; label: string; key: string; icon: ReactNode }[] = [
    { name: "bold", label: t`Bold`, key: "Mod+B", icon: <IconBold size={18} /> },
    { name: "italic", label: t`Italic`, key: "Mod+I", icon: <IconItalic size={18} /> },
    { name: "underline", label: t`Underline`, key: "Mod+U", icon: <IconUnderline size={18} /> },
    { name: "strike", label: t`Struck out`, key: "Mod+Shift+X", icon: <IconStrikethrough size={18} /> },
    { name: "sup", label: t`Superscript`, key: "Mod+.", icon: <IconSuperscript size={18} /> },
    { name: "sub", label: t`Subscript`, key: "Mod+,", icon: <IconSubscript size={18} /> },
  ];

  const move = (event: KeyboardEvent) => {
    const buttons = [...(bar.current?.querySelectorAll<HTMLButtonElement>("button[data-tool]") ?? [])];
    const leftwards = getComputedStyle(event.currentTarget).direction === "rtl" ? 1 : -1;
    const steps: Record<string, number> = { ArrowLeft: leftwards, ArrowRight: -leftwards };
    const step = steps[event.key];
    if (!buttons.length || (step === undefined && event.key !== "Home" && event.key !== "End")) return;
    const here = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const next = step === undefined ? (event.key === "Home" ? 0 : -1) : (here + step + buttons.length) % buttons.length;
    const target = buttons.at(next);
    if (here < 0 || !target) return;
    event.preventDefault();
    setStop(buttons.indexOf(target));
    target.focus();
  };

  const tool = (index: number) => ({
    "data-tool": "",
    tabIndex: index === stop ? 0 : -1,
    onFocus: () => setStop(index),
    // The selection must stay where it is.
    onMouseDown: (event: { preventDefault: () => void }) => event.preventDefault(),
  });

  return (
    <Group
      ref={bar}
      role="toolbar"
      aria-label={t`Formatting`}
      gap={4}
      wrap="wrap"
      onKeyDown={move}
      className="format-toolbar"
    >
      {marks.map(({ name, label, key, icon }, index) => (
        <Tool
          key={name}
          {...tool(index)}
          label={label}
          shortcut={key}
          pressed={on.includes(name)}
          disabled={!editable}
          onClick={() => editor && toggleMark(editor, name)}
        >
          {icon}
        </Tool>
      ))}
      <LinkTool editor={editor} active={on.includes("link")} disabled={!editable} tool={tool(marks.length)} />
      <FootnoteTool
        editor={editor}
        disabled={!editable}
        button={(open) => (
          <Tool
            {...tool(marks.length + 1)}
            aria-haspopup="dialog"
            label={t`Footnote`}
            shortcut="Mod+Alt+F"
            pressed={on.includes("footnote")}
            disabled={!editable}
            onClick={open}
          >
            <IconAsterisk size={18} />
          </Tool>
        )}
      />
      {undoManager && (
        <>
          <Tool
            {...tool(marks.length + 2)}
            label={t`Undo`}
            shortcut="Mod+Z"
            disabled={!editable || !on.includes("undo")}
            onClick={() => undoManager.undo()}
          >
            <IconArrowBackUp size={18} />
          </Tool>
          <Tool
            {...tool(marks.length + 3)}
            label={t`Redo`}
            shortcut="Mod+Shift+Z"
            disabled={!editable || !on.includes("redo")}
            onClick={() => undoManager.redo()}
          >
            <IconArrowForwardUp size={18} />
          </Tool>
        </>
      )}
    </Group>
  );
}

interface ToolProps {
  "aria-haspopup"?: "dialog";
  label: string;
  shortcut?: string;
  pressed?: boolean;
  disabled: boolean;
  onClick: () => void;
  children: ReactNode;
}

function Tool({ label, shortcut, pressed, disabled, onClick, children, ...rest }: ToolProps) {
  const key = shortcut ? keyNames(shortcut) : null;
  return (
    <Tooltip label={key ? `${label} (${key.shown})` : label}>
      <ActionIcon
        {...rest}
        variant={pressed ? "light" : "subtle"}
        size="lg"
        aria-label={label}
        aria-keyshortcuts={key?.aria}
        aria-pressed={pressed}
        // Not `disabled`: a toolbar that loses the focused button loses the keyboard's place.
        aria-disabled={disabled}
        data-disabled={disabled || undefined}
        onClick={() => {
          if (!disabled) onClick();
        }}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  );
}

interface LinkToolProps {
  editor: Editor | null;
  active: boolean;
  disabled: boolean;
  tool: Record<string, unknown>;
}

function LinkTool({ editor, active, disabled, tool }: LinkToolProps) {
  const { t } = useLingui();
  const [opened, setOpened] = useState(false);
  const [address, setAddress] = useState("");
  const [wrong, setWrong] = useState(false);

  const open = () => {
    setAddress((editor && linkAt(editor)) ?? "");
    setWrong(false);
    setOpened(true);
  };
  const close = () => {
    setOpened(false);
    editor?.commands.focus(undefined, { scrollIntoView: false });
  };
  const keep = () => {
    const href = completeLink(address);
    setWrong(!href);
    if (!href || !editor) return;
    setOpened(false);
    setLink(editor, href);
  };

  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      onDismiss={close}
      trapFocus
      returnFocus={false}
      // The span around the button would get roles meant for the button.
      withRoles={false}
      shadow="md"
      width={320}
    >
      <Popover.Target>
        <span>
          <Tool
            {...tool}
            aria-haspopup="dialog"
            label={t`Link`}
            pressed={active}
            disabled={disabled}
            onClick={opened ? close : open}
          >
            <IconLink size={18} />
          </Tool>
        </span>
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label={t`Link`}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            event.stopPropagation();
            keep();
          }}
        >
          <TextInput
            label={t`Address`}
            description={t`A web or e-mail address`}
            value={address}
            error={wrong ? t`This is not a web or e-mail address` : undefined}
            inputMode="url"
            dir="ltr"
            maxLength={2000}
            data-autofocus
            onChange={(event) => {
              setAddress(event.currentTarget.value);
              setWrong(false);
            }}
          />
          <Group mt="sm" gap="xs" justify="flex-end">
            {active && (
              <Button
                variant="subtle"
                color="red"
                size="compact-sm"
                onClick={() => {
                  setOpened(false);
                  if (editor) setLink(editor, null);
                }}
              >
                {t`Remove link`}
              </Button>
            )}
            <Button type="submit" size="compact-sm">{t`Set link`}</Button>
          </Group>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}

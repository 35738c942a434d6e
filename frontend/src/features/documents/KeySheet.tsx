import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, Switch, Table, Text, Title } from "@mantine/core";
import { type KeyboardEvent, useState } from "react";
import { announce } from "../../ui/announce";
import { Dialog } from "../../ui/Dialog";
import {
  COMMANDS,
  type Command,
  type CommandId,
  chordOf,
  clashOf,
  isBare,
  isTaken,
  keyOf,
  keyWords,
  useKeymap,
} from "../../ui/keymap";
import classes from "./KeySheet.module.css";
import { SpokenSwitches } from "./SpokenSwitches";

interface KeySheetProps {
  writes: boolean;
  marks: boolean;
  structures: boolean;
  onTour: () => void;
  onClose: () => void;
}

/** All keys of the page, most of which can be changed, and what it says aloud by itself. */
export function KeySheet({ writes, marks, structures, onTour, onClose }: KeySheetProps) {
  const { t } = useLingui();
  const [changing, setChanging] = useState<CommandId | null>(null);
  const groups: [Command["group"], string, [string, string][]][] = [
    [
      "reading",
      t`Reading`,
      [
        ["↑ ↓", t`the paragraph above or below`],
        ["Home End", t`the first or last paragraph`],
      ],
    ],
  ];
  if (writes) {
    groups.push([
      "writing",
      t`Writing`,
      [
        ["Enter", t`edit the paragraph, or propose a change`],
        ["Esc", t`stop editing`],
        ["Shift+Enter", t`new line within the paragraph`],
        ["Ctrl+B Ctrl+I Ctrl+U", t`bold, italic, underline`],
        ["Ctrl+Shift+X", t`strike`],
        ["Ctrl+. Ctrl+,", t`superscript, subscript`],
        ["Ctrl+Z Ctrl+Shift+Z", t`undo and redo your own changes`],
      ],
    ]);
  }
  if (marks) {
    groups.push([
      "marking",
      t`Marking`,
      [
        ["Enter", t`in the card: record the mark on the words shown`],
        ["1 – 9", t`preview what that proposal would make of the paragraph; Enter accepts`],
      ],
    ]);
  }
  if (structures) groups.push(["order", t`Order`, []]);

  return (
    <Dialog onClose={onClose} title={t`Keys and messages`} size="xl">
      <div className={classes.groups}>
        {groups.map(([group, name, fixed]) => (
          <section key={group}>
            <Title order={3} size="h5" mb={4}>
              {name}
            </Title>
            <Table withRowBorders={false} verticalSpacing={3} horizontalSpacing={0}>
              <Table.Tbody>
                {fixed.map(([key, what]) => (
                  <Table.Tr key={`${key}${what}`}>
                    <Table.Th scope="row" className={classes.keys}>
                      <kbd dir="ltr">{key}</kbd>
                    </Table.Th>
                    <Table.Td>{what}</Table.Td>
                  </Table.Tr>
                ))}
                {COMMANDS.filter((one) => one.group === group).map((command) => (
                  <CommandRow
                    key={command.id}
                    command={command}
                    changing={changing === command.id}
                    onChanging={(on) => setChanging(on ? command.id : null)}
                  />
                ))}
              </Table.Tbody>
            </Table>
          </section>
        ))}
        <section>
          <Bare />
          <Title order={3} size="h5" mt="lg" mb={8}>
            <Trans>Said to screen readers</Trans>
          </Title>
          <SpokenSwitches />
        </section>
      </div>
      <Button variant="default" mt="md" onClick={onTour}>
        <Trans>Take the tour of thirty seconds</Trans>
      </Button>
    </Dialog>
  );
}

interface CommandRowProps {
  command: Command;
  changing: boolean;
  onChanging: (on: boolean) => void;
}

/** One command with its key; its button waits for the keys that it shall have. */
function CommandRow({ command, changing, onChanging }: CommandRowProps) {
  const { t, i18n } = useLingui();
  const [keymap, setKeymap] = useKeymap();
  const [problem, setProblem] = useState("");
  const [clash, setClash] = useState<{ chord: string; other: Command } | null>(null);
  const { id } = command;
  const words = i18n._(command.words);
  const chord = keymap.own[id] ?? command.key;
  const shown = keyWords(keyOf(id, keymap));
  const isOwn = keymap.own[id] !== undefined;

  function end() {
    onChanging(false);
    setProblem("");
    setClash(null);
  }

  function set(next: string | undefined, other?: CommandId) {
    const own = { ...keymap.own, [id]: next };
    if (next === undefined || next === command.key) delete own[id];
    if (other) own[other] = "";
    setKeymap({ ...keymap, own });
    announce(t`${words}: ${keyWords(next ?? command.key) || t`no key`}`);
    end();
  }

  function onKeyDown(event: KeyboardEvent) {
    if (!changing || clash) return;
    if (event.key === "Tab") return end();
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") return end();
    const pressed = chordOf(event.nativeEvent);
    if (pressed === null) return;
    const other = clashOf(pressed, id, keymap);
    if (isTaken(pressed)) setProblem(t`${keyWords(pressed)} is for writing or for the browser itself.`);
    else if (isBare(pressed) && !keymap.bare) setProblem(t`Keys of a single character are switched off.`);
    else if (other) setClash({ chord: pressed, other });
    else set(pressed);
  }

  return (
    <Table.Tr>
      <Table.Th scope="row" className={classes.keys}>
        <button
          type="button"
          className={classes.change}
          data-changing={changing || undefined}
          // Esc then ends the waiting and not the dialog.
          data-mantine-stop-propagation={changing || undefined}
          aria-label={changing ? t`Press the keys for: ${words}` : t`${words}: ${shown || t`no key`}. Change`}
          onClick={() => (changing ? end() : onChanging(true))}
          onKeyDown={onKeyDown}
          onBlur={() => changing && !clash && end()}
        >
          {changing ? <Trans>press keys…</Trans> : shown ? <kbd dir="ltr">{shown}</kbd> : <Trans>no key</Trans>}
        </button>
      </Table.Th>
      <Table.Td>
        {words}
        {isOwn && !changing && (
          <button type="button" className={classes.reset} onClick={() => set(undefined)}>
            <Trans>
              Back to <bdi dir="ltr">{keyWords(command.key)}</bdi>
            </Trans>
          </button>
        )}
        {!isOwn && chord && isBare(chord) && !keymap.bare && (
          <Text span size="xs" c="dimmed" ms="xs">
            <Trans>switched off</Trans>
          </Text>
        )}
        {problem && (
          <Text role="alert" size="sm" c="var(--danger)">
            {problem}
          </Text>
        )}
        {clash && (
          <div role="alert">
            <Text size="sm" c="var(--warn)">
              <Trans>
                <bdi dir="ltr">{keyWords(clash.chord)}</bdi> is the key for: {i18n._(clash.other.words)}
              </Trans>
            </Text>
            <Group gap="xs" mt={4}>
              <Button size="compact-xs" variant="default" autoFocus onClick={() => set(clash.chord, clash.other.id)}>
                <Trans>Use it here instead</Trans>
              </Button>
              <Button size="compact-xs" variant="subtle" onClick={end}>
                <Trans>Cancel</Trans>
              </Button>
            </Group>
          </div>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

/** Keys of one character, and all keys as they are for everybody. */
function Bare() {
  const { t } = useLingui();
  const [keymap, setKeymap] = useKeymap();
  return (
    <>
      <Title order={3} size="h5" mb={8}>
        <Trans>On this device</Trans>
      </Title>
      <Switch
        label={t`Keys of a single character, such as ?`}
        description={t`Switch them off if you speak to your device, or hit keys by mistake`}
        checked={keymap.bare}
        onChange={(event) => setKeymap({ ...keymap, bare: event.currentTarget.checked })}
      />
      {Object.keys(keymap.own).length > 0 && (
        <Button size="compact-sm" variant="default" mt="sm" onClick={() => setKeymap({ ...keymap, own: {} })}>
          <Trans>Put all keys back</Trans>
        </Button>
      )}
    </>
  );
}

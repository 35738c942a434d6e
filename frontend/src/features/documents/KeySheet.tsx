import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Switch, Table, Title } from "@mantine/core";
import { Dialog } from "../../ui/Dialog";
import type { Quiet } from "../../ui/quiet";
import { useQuiet } from "../../ui/quiet";
import classes from "./KeySheet.module.css";

interface KeySheetProps {
  writes: boolean;
  marks: boolean;
  structures: boolean;
  onTour: () => void;
  onClose: () => void;
}

/** All keys of the page, and what it says aloud by itself. */
export function KeySheet({ writes, marks, structures, onTour, onClose }: KeySheetProps) {
  const { t } = useLingui();
  const groups: [string, [string, string][]][] = [
    [
      t`Reading`,
      [
        ["↑ ↓", t`the paragraph above or below`],
        ["Home End", t`the first or last paragraph`],
        ["Ctrl+K", t`go to a paragraph by its number or words`],
        ["Alt+N", t`next undecided paragraph`],
        ["Alt+[", t`next bracket`],
        ["Alt+D", t`the paragraph under discussion`],
        ["F6 Shift+F6", t`next or previous region of the page`],
        ["Shift+F10", t`everything that can be done with the paragraph`],
        ["?", t`these keys`],
      ],
    ],
  ];
  if (writes) {
    groups.push([
      t`Writing`,
      [
        ["Enter", t`edit the paragraph, or draft beside it`],
        ["Esc", t`stop editing`],
        ["Ctrl+Enter", t`add a paragraph after this one`],
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
      t`Marking`,
      [
        ["Alt+Shift+1", t`agreed`],
        ["Alt+Shift+2", t`to revisit`],
        ["Alt+Shift+3", t`no agreement`],
        ["Alt+Shift+4", t`divergent opinion`],
        ["Alt+Shift+D", t`take the paragraph up for discussion, or lay it down`],
        ["Enter", t`in the card: record the mark on the words shown`],
      ],
    ]);
  }
  if (structures) {
    groups.push([
      t`Order`,
      [
        ["Alt+Shift+↑ ↓", t`move the paragraph up or down`],
        ["Alt+Shift+→ ←", t`one level in or out`],
      ],
    ]);
  }

  return (
    <Dialog onClose={onClose} title={t`Keys`} size="xl">
      <div className={classes.groups}>
        {groups.map(([name, keys]) => (
          <section key={name}>
            <Title order={3} size="h5" mb={4}>
              {name}
            </Title>
            <Table withRowBorders={false} verticalSpacing={3} horizontalSpacing={0}>
              <Table.Tbody>
                {keys.map(([key, what]) => (
                  <Table.Tr key={`${key}${what}`}>
                    <Table.Th scope="row" className={classes.keys}>
                      <kbd dir="ltr">{key}</kbd>
                    </Table.Th>
                    <Table.Td>{what}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </section>
        ))}
        <Spoken />
      </div>
      <Button variant="default" mt="md" onClick={onTour}>
        <Trans>Take the tour of thirty seconds</Trans>
      </Button>
    </Dialog>
  );
}

/** What is said to those who listen to the page, each kind of which can be silenced. */
function Spoken() {
  const { t } = useLingui();
  const [quiet, setQuiet] = useQuiet();
  const kinds: [keyof Quiet, string][] = [
    ["people", t`who comes and who leaves`],
    ["words", t`changes of the paragraph you are at`],
    ["marks", t`marks and other decisions`],
    ["order", t`paragraphs added, moved or withdrawn`],
  ];
  return (
    <section>
      <Title order={3} size="h5" mb={8}>
        <Trans>Said to screen readers</Trans>
      </Title>
      {kinds.map(([kind, label]) => (
        <Switch
          key={kind}
          mb={8}
          label={label}
          checked={!quiet[kind]}
          onChange={(event) => setQuiet({ ...quiet, [kind]: !event.currentTarget.checked })}
        />
      ))}
    </section>
  );
}

import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, Table, Text } from "@mantine/core";
import { useState } from "react";
import { announce } from "../../ui/announce";
import { Dialog } from "../../ui/Dialog";
import { problemSentence } from "../../ui/forms";
import { QueryState } from "../../ui/QueryState";
import { useNumbering, useSetNumbering } from "./api";
import classes from "./NumbersDialog.module.css";

interface NumbersDialogProps {
  documentId: string;
  onClose: () => void;
}

/** Freezing the numbers while they are spoken of, and numbering anew at an agreed moment, seen beforehand. */
export function NumbersDialog({ documentId, onClose }: NumbersDialogProps) {
  const { t } = useLingui();
  const numbering = useNumbering(documentId);
  const change = useSetNumbering(documentId);
  const [problem, setProblem] = useState("");

  async function number(how: "frozen" | "computed") {
    setProblem("");
    try {
      await change.mutateAsync(how);
      announce(how === "frozen" ? t`The numbers are frozen.` : t`The paragraphs are numbered anew.`);
      onClose();
    } catch (error) {
      setProblem(problemSentence(error));
    }
  }

  return (
    <Dialog onClose={onClose} title={t`Numbers of the paragraphs`} size="40rem">
      <QueryState query={numbering} lines={4}>
        {(known) => (
          <>
            {known.numbering === "computed" ? <WhenComputed /> : <WhenKept given={known.numbering === "given"} />}
            {known.numbering !== "computed" && <Preview relabelled={known.relabelled} />}
            {problem && (
              <Text role="alert" c="var(--danger)" size="sm" mt="sm">
                {problem}
              </Text>
            )}
            <Group justify="flex-end" mt="lg">
              <Button variant="default" onClick={onClose}>
                <Trans>Cancel</Trans>
              </Button>
              {known.numbering === "computed" ? (
                <Button loading={change.isPending} onClick={() => void number("frozen")}>
                  <Trans>Freeze the numbers</Trans>
                </Button>
              ) : (
                <Button loading={change.isPending} onClick={() => void number("computed")}>
                  <Trans>Number anew</Trans>
                </Button>
              )}
            </Group>
          </>
        )}
      </QueryState>
    </Dialog>
  );
}

function WhenComputed() {
  return (
    <>
      <p>
        <Trans>
          At present the numbers follow the order: when a paragraph is put in, moved or withdrawn, those after it are
          called otherwise.
        </Trans>
      </p>
      <p>
        <Trans>
          While you negotiate, freeze them: each paragraph keeps its number wherever it goes, so that everybody means
          the same one. What is added after A.12 becomes A.12 bis, then A.12 ter.
        </Trans>
      </p>
    </>
  );
}

function WhenKept({ given }: { given: boolean }) {
  return (
    <>
      <p>
        {given ? (
          <Trans>The paragraphs have the numbers that the text came with. What is put in takes bis, ter.</Trans>
        ) : (
          <Trans>The numbers are frozen: each paragraph keeps its own, and what is put in takes bis, ter.</Trans>
        )}
      </p>
      <p>
        <Trans>
          Number anew at a moment on which everybody agrees: older notes, and what is said in the room, use the numbers
          of now. The record keeps both.
        </Trans>
      </p>
    </>
  );
}

function Preview({ relabelled }: { relabelled: { paragraph: string; now: string; anew: string }[] }) {
  const { t } = useLingui();
  if (relabelled.length === 0) {
    return (
      <p>
        <Trans>No paragraph would be called otherwise.</Trans>
      </p>
    );
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className={classes.preview} aria-label={t`What numbering anew changes`} tabIndex={0}>
      <Table stickyHeader verticalSpacing={4}>
        <Table.Caption className={classes.caption}>
          <Plural
            value={relabelled.length}
            one="# paragraph would be called otherwise"
            other="# paragraphs would be called otherwise"
          />
        </Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t`Now`}</Table.Th>
            <Table.Th scope="col">{t`Numbered anew`}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {relabelled.map(({ paragraph, now, anew }) => (
            <Table.Tr key={paragraph}>
              <Table.Td>{now || t`no number`}</Table.Td>
              <Table.Td>{anew || t`no number`}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}

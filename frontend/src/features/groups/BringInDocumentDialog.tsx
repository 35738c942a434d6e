import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Button, FileInput, Group, List, Select, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { isProblem } from "../../api/problem";
import { Dialog } from "../../ui/Dialog";
import { FormProblemAlert } from "../../ui/FormDialog";
import { problemSentence } from "../../ui/forms";
import { type BroughtIn, useBringIn } from "./api";
import { AUDIENCES, choices } from "./words";

const SHOWN = 8;

interface BringInDocumentDialogProps {
  groupId: string;
  onClose: () => void;
  onBroughtIn: (documentId: string) => void;
}

/** A text that there is already: first what it would make and what is amiss, then the document. */
export function BringInDocumentDialog({ groupId, onClose, onBroughtIn }: BringInDocumentDialogProps) {
  const { t } = useLingui();
  const [file, setFile] = useState<File | null>(null);
  const [found, setFound] = useState<BroughtIn | null>(null);
  const [faults, setFaults] = useState<Finding[]>([]);
  const [problem, setProblem] = useState("");
  const [title, setTitle] = useState("");
  const [audience, setAudience] = useState("observers");
  const bringIn = useBringIn(groupId);

  async function send(chosen: File, check: boolean) {
    setProblem("");
    setFaults([]);
    try {
      const report = await bringIn.mutateAsync({ file: chosen, check, audience, title: title.trim() || undefined });
      if (check) {
        setFound(report);
        setTitle(report.title.slice(0, 500));
      } else if (report.document) onBroughtIn(report.document);
    } catch (error) {
      setFound(null);
      if (isProblem(error, "invalid")) setFaults(error.errors);
      setProblem(problemSentence(error));
    }
  }

  function choose(chosen: File | null) {
    setFile(chosen);
    setFound(null);
    setTitle("");
    setProblem("");
    setFaults([]);
    if (chosen) void send(chosen, true);
  }

  return (
    <Dialog title={t`Bring in a document`} size="xl" onClose={onClose}>
      <Stack gap="md">
        <FileInput
          label={t`File`}
          description={t`A text as Concord writes it, or a draft agreement as the climate negotiations keep it (JSON). Nothing is written before you have seen what it makes.`}
          placeholder={t`Choose a file`}
          accept=".json,application/json"
          value={file}
          onChange={choose}
        />
        {found && (
          <>
            <section aria-live="polite">
              <Text fw={600}>
                <Plural value={found.paragraphs} one="# paragraph" other="# paragraphs" />,{" "}
                <Plural value={found.categories} one="# category" other="# categories" />
              </Text>
              <List size="sm" mt={4}>
                {found.by_category.slice(0, SHOWN).map((category) => (
                  <List.Item key={category.code}>
                    <bdi>
                      {category.code} {category.title}
                    </bdi>
                    : <Plural value={category.paragraphs} one="# paragraph" other="# paragraphs" />
                  </List.Item>
                ))}
                {found.by_category.length > SHOWN && (
                  <List.Item>
                    <Plural value={found.by_category.length - SHOWN} one="and # more" other="and # more" />
                  </List.Item>
                )}
              </List>
            </section>
            <TextInput
              label={t`Title`}
              value={title}
              maxLength={500}
              dir="auto"
              onChange={(event) => setTitle(event.currentTarget.value)}
            />
            <Select
              label={t`Who can see it`}
              data={choices(AUDIENCES)}
              allowDeselect={false}
              value={audience}
              onChange={(value) => value && setAudience(value)}
            />
            <Findings
              findings={found.warnings}
              title={<Plural value={found.warnings.length} one="# thing to look at" other="# things to look at" />}
            />
          </>
        )}
        <Findings findings={faults} title={<Trans>What is amiss with the file</Trans>} />
        <FormProblemAlert problem={problem} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>{t`Cancel`}</Button>
          <Button
            disabled={!found || !file}
            loading={bringIn.isPending}
            onClick={() => file && void send(file, false)}
          >{t`Bring it in`}</Button>
        </Group>
      </Stack>
    </Dialog>
  );
}

interface Finding {
  line?: number | null;
  /** Where in the file, as a JSON pointer. */
  pointer?: string;
  detail: string;
}

interface FindingsProps {
  findings: readonly Finding[];
  title: React.ReactNode;
}

/** The first of what was found in a file, with its lines. */
function Findings({ findings, title }: FindingsProps) {
  const { t } = useLingui();
  if (findings.length === 0) return null;
  return (
    <div>
      <Text fw={600} mt="sm">
        {title}
      </Text>
      <List size="sm">
        {findings.slice(0, SHOWN).map((one) => (
          <List.Item key={`${one.pointer} ${one.detail}`}>
            {one.line ? `${t`Line ${one.line}`}: ` : ""}
            {one.pointer && <code dir="ltr">{one.pointer} </code>}
            <bdi lang="en">{one.detail}</bdi>
          </List.Item>
        ))}
        {findings.length > SHOWN && (
          <List.Item>
            <Plural value={findings.length - SHOWN} one="and # more" other="and # more" />
          </List.Item>
        )}
      </List>
    </div>
  );
}

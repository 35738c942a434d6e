import { useLingui } from "@lingui/react/macro";
import { Anchor, Button, Group, List, Stack, Text } from "@mantine/core";
import { IconFileSpreadsheet } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { FormProblemAlert } from "../../ui/FormDialog";
import { problemSentence } from "../../ui/forms";
import { Section } from "./GroupFrame";
import { ListCheck } from "./ListCheck";
import { ListTaken } from "./ListTaken";
import classes from "./list.module.css";
import { type FileRead, type Taken, useReadFile } from "./participantsApi";
import type { GroupRead } from "./types";

/** A participants' list becomes accounts: choose the file, look at what would come of it, take it over. */
export function ParticipantsSection({ group }: { group: GroupRead }) {
  const { t } = useLingui();
  const [read, setRead] = useState<FileRead | null>(null);
  const [taken, setTaken] = useState<Taken | null>(null);
  const again = () => {
    setRead(null);
    setTaken(null);
  };

  return (
    <Section id="list" title={taken ? t`The list is taken over` : t`Take over a participants’ list`}>
      {taken && <ListTaken group={group} taken={taken} onAgain={again} />}
      {!taken && read && <ListCheck group={group} read={read} onTaken={setTaken} onAgain={again} />}
      {!taken && !read && <ChooseFile group={group} onRead={setRead} />}
    </Section>
  );
}

function ChooseFile({ group, onRead }: { group: GroupRead; onRead: (read: FileRead) => void }) {
  const { t } = useLingui();
  const reading = useReadFile(group.id);
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);

  function read(files: FileList | null) {
    const file = files?.[0];
    if (file) reading.mutate(file, { onSuccess: onRead });
    if (input.current) input.current.value = "";
  }

  return (
    <Stack gap="md" maw="44rem">
      <Text>
        {t`A table with one participant to a row: name, e-mail address, delegation, stakeholder group, seat. First you see what would come of it; nothing is written before you say so.`}
      </Text>
      <fieldset
        className={classes.drop}
        data-over={over || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          read(event.dataTransfer.files);
        }}
      >
        <legend className="visually-hidden">{t`The list`}</legend>
        <IconFileSpreadsheet size={36} aria-hidden />
        <Button loading={reading.isPending} onClick={() => input.current?.click()}>{t`Choose the file`}</Button>
        <Text size="sm" c="dimmed">{t`XLSX or CSV; or drop it here.`}</Text>
        <input
          ref={input}
          type="file"
          accept=".csv,.txt,.tsv,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
          className="visually-hidden"
          aria-label={t`The file with the list`}
          tabIndex={-1}
          onChange={(event) => read(event.currentTarget.files)}
        />
      </fieldset>
      <FormProblemAlert problem={reading.error ? problemSentence(reading.error) : ""} />
      <Group gap="md">
        <Text size="sm">{t`No list yet? Fill in an empty one:`}</Text>
        <Anchor size="sm" href="/api/participants/template?format=xlsx" download>{t`Excel workbook (XLSX)`}</Anchor>
        <Anchor size="sm" href="/api/participants/template?format=csv" download>{t`Plain table (CSV)`}</Anchor>
      </Group>
      <details className={classes.details}>
        <summary>{t`What the columns may be called, and what may stand in them`}</summary>
        <List size="sm" mt="xs" spacing={4}>
          <List.Item>{t`Name, or first name and last name. Needed.`}</List.Item>
          <List.Item>{t`E-mail address: one of their own. Whoever has none is let in by a printed card or at the door.`}</List.Item>
          <List.Item>{t`Delegation, country or organisation. One that is not there yet is made.`}</List.Item>
          <List.Item>{t`Stakeholder group: government, private sector, civil society, technical and academic community, intergovernmental organisation. Needed for new delegations.`}</List.Item>
          <List.Item>{t`Seat: member or observer. Left empty: as the delegation is seated.`}</List.Item>
          <List.Item>{t`May act: yes or no, whether a member acts for the delegation or only drafts. Office: chair, vice-chair, secretariat, facilitator.`}</List.Item>
          <List.Item>{t`Headings are understood in English and French, in any order. Titles above them and other columns do no harm.`}</List.Item>
        </List>
      </details>
    </Stack>
  );
}

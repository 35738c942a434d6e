import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Checkbox, Fieldset, Radio, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useMemo, useRef, useState } from "react";
import { uuid7 } from "../../api/ids";
import type { PageState } from "../../api/types";
import { announce } from "../../ui/announce";
import { today } from "../../ui/dates";
import { FormDialog } from "../../ui/FormDialog";
import { problemSentence } from "../../ui/forms";
import { useSetUp } from "./api";
import { FollowFields } from "./FollowFields";
import { paragraphsNamed } from "./ranges";
import { SeatFields } from "./SeatFields";
import classes from "./SetUpDialog.module.css";
import { NOBODY, seated } from "./seats";
import type { BreakoutKind, Openness } from "./types";
import { groupName, kindName, kindSentence } from "./words";

const KINDS: BreakoutKind[] = ["breakout", "correspondence", "ad_hoc"];

interface SetUpDialogProps {
  document: Pick<PageState, "id" | "group" | "categories" | "paragraphs">;
  onClose: () => void;
}

/** The chair sets a group up: what it is for, who is in it, what it is given, who follows it. */
export function SetUpDialog({ document, onClose }: SetUpDialogProps) {
  const { t } = useLingui();
  const setUp = useSetUp(document.id);
  // The same group, however often the form is sent.
  const [id] = useState(uuid7);
  const [kind, setKind] = useState<BreakoutKind>("breakout");
  const [name, setName] = useState("");
  const [task, setTask] = useState("");
  const [seats, setSeats] = useState(NOBODY);
  const [categories, setCategories] = useState<string[]>([]);
  const [typed, setTyped] = useState("");
  const [openness, setOpenness] = useState<Openness>("members");
  const [unattributed, setUnattributed] = useState(false);
  const [due, setDue] = useState("");
  const [problem, setProblem] = useState("");
  const [fault, setFault] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const named = useMemo(
    () => paragraphsNamed(typed, document.paragraphs, new Map(document.categories.map((one) => [one.id, one.code]))),
    [typed, document.paragraphs, document.categories],
  );
  const inCategories = new Set(categories);
  const count = useMemo(
    () => document.paragraphs.filter((one) => !one.withdrawn && categories.includes(one.category)).length,
    [document.paragraphs, categories],
  );
  const single = named.paragraphs.filter(
    (one) => !inCategories.has(document.paragraphs.find((paragraph) => paragraph.id === one)?.category ?? ""),
  );
  const total = count + single.length;

  async function submit(event?: FormEvent) {
    event?.preventDefault();
    if (setUp.isPending) return;
    const { unknown } = named;
    const amiss =
      unknown.length > 0
        ? t`No single paragraph is called ${unknown.join(", ")}.`
        : total === 0 && categories.length === 0
          ? t`Choose a category, or name paragraphs.`
          : "";
    setFault(amiss);
    if (amiss) return field.current?.focus();
    setProblem("");
    try {
      const made = await setUp.mutateAsync({
        id,
        kind,
        name: name.trim(),
        task: task.trim(),
        openness,
        unattributed,
        due_day: due || null,
        ...seated(seats),
        categories,
        paragraphs: single,
      });
      announce(t`${groupName(made)} was set up.`);
      onClose();
    } catch (error) {
      setProblem(problemSentence(error));
    }
  }

  return (
    <FormDialog
      title={t`Set up a group`}
      action={t`Set it up`}
      onSubmit={(event) => void submit(event)}
      onClose={onClose}
      sending={setUp.isPending}
      problem={problem}
      size="46rem"
    >
      <Radio.Group label={t`What kind of group`} value={kind} onChange={(value) => setKind(value as BreakoutKind)}>
        <Stack gap="xs" mt="xs">
          {KINDS.map((one) => (
            <Radio key={one} value={one} label={kindName(one)} description={kindSentence(one)} />
          ))}
        </Stack>
      </Radio.Group>
      <TextInput
        label={t`Name`}
        description={t`Beside its number, such as: on capacity-building`}
        value={name}
        maxLength={300}
        data-autofocus
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Textarea
        label={t`Task`}
        description={t`What it is to bring back: its terms of reference.`}
        value={task}
        maxLength={10_000}
        autosize
        minRows={3}
        maxRows={10}
        onChange={(event) => setTask(event.currentTarget.value)}
      />
      <Fieldset legend={t`What it is given`}>
        <Checkbox.Group label={t`Categories`} value={categories} onChange={setCategories}>
          <Stack gap="xs" mt="xs" className={classes.categories}>
            {document.categories.map(({ id: category, code, title }) => (
              <Checkbox
                key={category}
                value={category}
                label={
                  <>
                    <bdi>{code}</bdi>
                    {title && title !== code && (
                      <>
                        {" "}
                        <bdi>{title}</bdi>
                      </>
                    )}
                  </>
                }
              />
            ))}
          </Stack>
        </Checkbox.Group>
        <TextInput
          ref={field}
          mt="md"
          label={t`Single paragraphs`}
          description={t`By their numbers, such as: A.3–A.9, B.2`}
          value={typed}
          error={fault || undefined}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setFault("");
          }}
        />
        <Text size="sm" mt="xs" role="status" c="dimmed">
          {total > 0 && (
            <Plural value={total} one="# paragraph is given to it." other="# paragraphs are given to it." />
          )}{" "}
          {!fault && named.unknown.length > 0 && (
            <Trans>
              Not found yet: <bdi>{named.unknown.join(", ")}</bdi>
            </Trans>
          )}
        </Text>
        <Text size="sm" mt="xs" c="dimmed">
          <Trans>The plenary's text stays as it is; the group works on a text of its own.</Trans>
        </Text>
      </Fieldset>
      <SeatFields groupId={document.group.id} chosen={seats} onChosen={setSeats} />
      <FollowFields
        openness={openness}
        onOpenness={setOpenness}
        unattributed={unattributed}
        onUnattributed={setUnattributed}
      />
      <TextInput
        type="date"
        label={t`Due`}
        description={t`The day by which it reports, if there is one`}
        value={due}
        min={today()}
        onChange={(event) => setDue(event.currentTarget.value)}
      />
    </FormDialog>
  );
}

import { t } from "@lingui/core/macro";
import { Plural, Trans } from "@lingui/react/macro";
import { ActionIcon, Button, Checkbox, Group, TextInput } from "@mantine/core";
import { IconChevronDown, IconChevronUp, IconX } from "@tabler/icons-react";
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import type { DocumentMe, PageState, Paragraph } from "../../api/types";
import type { RowActions } from "../../features/paragraphs/actions";
import { Difference } from "../../features/paragraphs/Difference";
import { excerpt, type FindOptions } from "../../features/paragraphs/find";
import { placeOf } from "../../features/paragraphs/place";
import { useSync } from "../../sync/DocumentSync";
import { announce } from "../../ui/announce";
import classes from "./FindBar.module.css";
import { ReplaceAll } from "./ReplaceAll";
import { carryOut, planFor } from "./replacePlan";
import { useFind } from "./useFind";
import { focusRow } from "./view";

interface FindBarProps {
  state: PageState;
  me: DocumentMe | null;
  actions: RowActions;
  /** Where one is: looking begins there. */
  from: string | null;
  onClose: () => void;
}

/** Finding words in the whole document, and replacing them paragraph by paragraph, each seen beforehand. */
export function FindBar({ state, me, actions, from, onClose }: FindBarProps) {
  const sync = useSync();
  const [wanted, setWanted] = useState(selectedWords);
  const [words, setWords] = useState("");
  const [options, setOptions] = useState<FindOptions>({ matchCase: false, wholeWords: false, accents: false });
  const [all, setAll] = useState(false);
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const { found, total, at, here, go, again } = useFind(state, wanted, options, actions, from);
  const writes = Boolean(me?.may.write || me?.may.propose);
  const planned = useMemo(
    () => (here ? planFor([here.found], words, options, state, me)[0] : undefined),
    [here, words, options, state, me],
  );
  const place = here ? whereOf(state, here.found.paragraph) : "";

  useEffect(() => field.current?.select(), []);

  function close() {
    onClose();
    if (here) requestAnimationFrame(() => focusRow(here.found.paragraph.id));
  }

  function onKeyDown(event: KeyboardEvent) {
    // The dialog that lies over it has its own.
    if (event.key === "Escape" && !all) {
      event.stopPropagation();
      close();
    }
  }

  function onWanted(event: KeyboardEvent) {
    if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
    event.preventDefault();
    go(event.shiftKey ? at - 1 : at + 1);
  }

  async function replaceHere() {
    if (!planned || busy || planned.how === "none") return;
    setBusy(true);
    setSaid("");
    const outcome = await carryOut(sync, planned, me?.person?.id ?? "");
    setBusy(false);
    const say = {
      done: planned.how === "draft" ? t`${place}: kept as your private draft.` : t`${place}: replaced.`,
      moved: t`The words of ${place} have just changed. Look again.`,
      shut: t`${place} cannot be written in just now.`,
    }[outcome];
    setSaid(say);
    announce(say);
    if (outcome === "shut" || !here) return;
    // Replaced words are found no more: what comes after them moves up. Those of a draft are still there.
    const past = outcome === "done" && planned.how === "draft" ? here.found.matches.length : 0;
    again(at - here.index + past);
  }

  return (
    <search className={classes.find} aria-label={t`Find and replace`} onKeyDown={onKeyDown} data-find="">
      <div className={classes.line}>
        <TextInput
          ref={field}
          className={classes.field}
          aria-label={t`Find`}
          placeholder={t`Find`}
          autoFocus
          value={wanted}
          onChange={(event) => setWanted(event.currentTarget.value)}
          onKeyDown={onWanted}
          dir="auto"
        />
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={t`Previous place`}
          disabled={!total}
          onClick={() => go(at - 1)}
        >
          <IconChevronUp size={18} aria-hidden />
        </ActionIcon>
        <ActionIcon variant="default" size="lg" aria-label={t`Next place`} disabled={!total} onClick={() => go(at + 1)}>
          <IconChevronDown size={18} aria-hidden />
        </ActionIcon>
        <ActionIcon variant="subtle" size="lg" aria-label={t`Close`} onClick={close}>
          <IconX size={18} aria-hidden />
        </ActionIcon>
      </div>
      <div className={classes.options}>
        <Checkbox
          size="xs"
          label={t`Capitals count`}
          checked={options.matchCase}
          onChange={(event) => setOptions({ ...options, matchCase: event.currentTarget.checked })}
        />
        <Checkbox
          size="xs"
          label={t`Whole words`}
          checked={options.wholeWords}
          onChange={(event) => setOptions({ ...options, wholeWords: event.currentTarget.checked })}
        />
        <Checkbox
          size="xs"
          label={t`Accents count`}
          checked={options.accents}
          onChange={(event) => setOptions({ ...options, accents: event.currentTarget.checked })}
        />
      </div>
      <p className={classes.count} role="status">
        {!wanted ? (
          <Trans>In all paragraphs, those out of sight too</Trans>
        ) : total === 0 ? (
          <Trans>Not found</Trans>
        ) : (
          <Trans>
            {at + 1} of {total}, in <Plural value={found.length} one="# paragraph" other="# paragraphs" /> · {place}
          </Trans>
        )}
      </p>
      {writes && (
        <>
          <TextInput
            className={classes.field}
            aria-label={t`Replace with`}
            placeholder={t`Replace with`}
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === "Enter" && !event.nativeEvent.isComposing) void replaceHere();
            }}
            dir="auto"
          />
          {here && planned && (
            <div className={classes.preview}>
              <p>
                <b>{place}</b> {planned.how === "text" && <Trans>becomes, in the text:</Trans>}
                {planned.how === "draft" && <Trans>becomes, as your private draft:</Trans>}
                {planned.how === "none" && planned.why}
              </p>
              {planned.how !== "none" && <Difference {...excerpt(here.found.text, planned.places)} />}
            </div>
          )}
          {said && <p className={classes.said}>{said}</p>}
          <Group gap="xs">
            <Button
              size="compact-sm"
              loading={busy}
              disabled={!planned || planned.how === "none"}
              onClick={() => void replaceHere()}
            >
              {planned?.how === "draft" ? <Trans>Draft it here</Trans> : <Trans>Replace here</Trans>}
            </Button>
            <Button
              size="compact-sm"
              variant="default"
              disabled={!here}
              onClick={() => here && go(at - here.index + here.found.matches.length)}
            >
              <Trans>Next paragraph</Trans>
            </Button>
            <Button size="compact-sm" variant="default" disabled={found.length < 2} onClick={() => setAll(true)}>
              <Plural value={found.length} one="Replace in # paragraph…" other="Replace in all # paragraphs…" />
            </Button>
          </Group>
        </>
      )}
      {all && (
        <ReplaceAll
          plan={planFor(found, words, options, state, me)}
          where={(paragraph) => whereOf(state, paragraph)}
          wanted={wanted}
          words={words}
          person={me?.person?.id ?? ""}
          onClose={() => setAll(false)}
        />
      )}
    </search>
  );
}

/** What one says to find a paragraph; one without a number by its place in its category. */
function whereOf({ categories, paragraphs, numbering }: PageState, paragraph: Paragraph): string {
  const code = categories.find((one) => one.id === paragraph.category)?.code ?? "";
  const place = placeOf(paragraph);
  // Labels that a text came with begin anew in each of its parts.
  if (paragraph.address || paragraph.label) return numbering === "given" ? `${code}: ${place}` : place;
  const inIt = paragraphs.filter((one) => one.category === paragraph.category && !one.withdrawn);
  const number = inIt.findIndex((one) => one.id === paragraph.id) + 1;
  return t`${code}, paragraph ${number} in order`;
}

/** A few words that are selected are what somebody looks for. */
function selectedWords(): string {
  const words = document.getSelection()?.toString() ?? "";
  return words.length <= 100 && !words.includes("\n") ? words.trim() : "";
}

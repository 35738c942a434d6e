import { Trans, useLingui } from "@lingui/react/macro";
import { Autocomplete, Button, CloseButton, Group, SegmentedControl } from "@mantine/core";
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from "react";
import { useSync } from "../../sync/DocumentSync";
import { useDocument, useDocumentMe } from "../../sync/document";
import type { BesideProps } from "../paragraphs/ParagraphRow";
import { placeOf } from "../paragraphs/place";
import { NEXT } from "../paragraphs/typedAhead";
import { useDelegations } from "./api";
import { useDesk } from "./DeskProvider";
import { delegationsLike } from "./delegationsLike";
import classes from "./Proposals.module.css";
import type { Proposal } from "./types";
import { useBegin } from "./useBegin";

/** Enters what was said in the room: a few letters of whose it is, Enter, and the typing is a proposal that everybody sees. */
export function OralCard({ paragraph, runs, actions }: BesideProps) {
  const { t } = useLingui();
  const desk = useDesk();
  const { documentId } = useSync();
  const { data: me } = useDocumentMe(documentId);
  const group = useDocument(documentId).data?.group.id ?? "";
  const delegations = useDelegations(group);
  const begin = useBegin(me ?? null);
  const [typed, setTyped] = useState("");
  const [kind, setKind] = useState<Proposal["kind"]>(desk.asking.get()?.kind ?? "change");
  const began = useRef(false);
  const place = placeOf(paragraph);
  const all = delegations.data ?? [];
  const names = delegationsLike(all, typed).map((one) => one.name);

  function enter(basis: Proposal["basis"], floor?: { delegation: string | null; name: string }, words = "") {
    if (began.current) return;
    began.current = true;
    desk.asking.set(null);
    actions.typedAhead.begin({ words });
    begin({ kind, paragraph, present: runs, basis, floor });
  }

  function fromFloor(name: string, words = "") {
    const known = all.find((one) => one.name === name);
    if (name.trim()) enter("floor", { delegation: known?.id ?? null, name: name.trim() }, words);
  }

  // Whoever types fast has named it, and begun the words, before the card is there.
  const [ahead, setAhead] = useState<string | null>(null);
  useLayoutEffect(() => {
    const [name = "", ...words] = actions.typedAhead.take().split(NEXT);
    if (name) setTyped(name);
    if (words.length) setAhead(words.join(" "));
  }, [actions]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once the delegations are known, and once only
  useEffect(() => {
    if (ahead === null || !delegations.isFetched) return;
    setAhead(null);
    fromFloor(names[0] ?? typed, ahead);
  }, [ahead, delegations.isFetched]);

  function close() {
    desk.asking.set(null);
    requestAnimationFrame(() => actions.select(paragraph.id, true));
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  }

  return (
    <section
      className={classes.oral}
      data-own-keys=""
      aria-label={t`Enter a proposal on ${place}`}
      onKeyDown={onKeyDown}
    >
      <Group justify="space-between" gap="xs" mb={6}>
        <SegmentedControl
          size="xs"
          aria-label={t`What is proposed`}
          value={kind}
          onChange={(value) => setKind(value as Proposal["kind"])}
          data={[
            { value: "change", label: t`Change` },
            { value: "addition", label: t`New paragraph after` },
            { value: "deletion", label: t`Deletion` },
          ]}
        />
        <CloseButton size="sm" aria-label={t`Close`} onClick={close} />
      </Group>
      <Group gap="xs" align="flex-end">
        <Autocomplete
          flex="1 1 14rem"
          autoFocus
          label={t`From the floor: whose?`}
          placeholder={t`A few letters, then Enter`}
          data={names}
          filter={({ options }) => options}
          limit={8}
          selectFirstOptionOnChange
          value={typed}
          onChange={setTyped}
          onOptionSubmit={fromFloor}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            // What was gone to in the list is the list's own to take.
            const gone = event.currentTarget.getAttribute("aria-activedescendant");
            if (gone && document.getElementById(gone)) return;
            event.preventDefault();
            if (delegations.isFetched) fromFloor(names[0] ?? typed);
            else setAhead("");
          }}
        />
        <Button variant="default" onClick={() => enter("editorial")}>
          <Trans>Editorial</Trans>
        </Button>
        <Button variant="default" onClick={() => enter("chair")}>
          <Trans>Chair's proposal</Trans>
        </Button>
      </Group>
      <p className={classes.note}>
        <Trans>It is tabled at once: everybody sees it as it is typed.</Trans>
      </p>
    </section>
  );
}

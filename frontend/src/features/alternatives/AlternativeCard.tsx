import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { Suspense, useState } from "react";
import type { Paragraph, Run } from "../../api/types";
import { Words } from "../../editor/Words";
import { useSync } from "../../sync/DocumentSync";
import { useDocumentMe } from "../../sync/document";
import { useRuns, useTextAttachment } from "../../sync/useTextAttachment";
import { announce } from "../../ui/announce";
import { standingWords } from "../../ui/standing";
import type { RowActions } from "../paragraphs/actions";
import { Difference } from "../paragraphs/Difference";
import { LazySideEditor } from "../paragraphs/editors";
import { placeOf } from "../paragraphs/place";
import classes from "./Alternatives.module.css";
import { type Alternative, useConfirmDecision, useSupport } from "./api";
import { CombineDialog } from "./CombineDialog";
import { DropDialog, MakeTextDialog } from "./DecideDialogs";
import { becameWords } from "./words";

interface AlternativeCardProps {
  alternative: Alternative;
  paragraph: Paragraph;
  /** The paragraph's words as they are now. */
  present: Run[];
  actions: RowActions;
}

/** One alternative: whose it is, its words as differences to the paragraph's, and what may be done with it. */
export function AlternativeCard({ alternative, paragraph, present }: AlternativeCardProps) {
  const { t } = useLingui();
  const { documentId } = useSync();
  const me = useDocumentMe(documentId).data ?? null;
  const stands = alternative.state === "standing";
  const { ref, live } = useTextAttachment(stands ? alternative.text : "", alternative.generation);
  const runs = useRuns(live, alternative.runs);
  const [plain, setPlain] = useState(false);
  const [editing, setEditing] = useState(false);
  const [asking, setAsking] = useState<"make" | "combine" | "drop" | null>(null);
  const support = useSupport();
  const confirm = useConfirmDecision();
  const { label, may, mine, supporters, decision } = alternative;
  const place = placeOf(paragraph);
  const standing = standingWords(me);

  function changeSupport() {
    support.mutate(alternative, {
      onSuccess: () => announce(mine ? t`${label} is supported no longer.` : t`${label} is supported, ${standing}.`),
    });
  }

  return (
    <section
      ref={stands ? ref : undefined}
      className={classes.card}
      data-ended={!stands || undefined}
      aria-label={t`${label} of ${place}`}
    >
      <p className={classes.head}>
        <strong>
          <bdi>{label}</bdi>
        </strong>
        {!stands && <span>{becameWords(alternative.state)}</span>}
        {supporters.length > 0 && (
          <span className={classes.soft}>
            <Trans>
              supported by{" "}
              {supporters.map((one, index) => (
                <bdi key={one.id}>{index ? `, ${one.name}` : one.name}</bdi>
              ))}
            </Trans>
          </span>
        )}
      </p>
      {alternative.place_again && stands && (
        <p className={classes.warn}>
          <IconAlertTriangle size={14} aria-hidden />
          <Trans>The paragraph was split or joined since: look at the words again.</Trans>
        </p>
      )}
      {alternative.awaiting_confirmation && (
        <p className={classes.warn}>
          <IconAlertTriangle size={14} aria-hidden />
          <Trans>Decided on the word of {alternative.on_word_of}; awaiting confirmation</Trans>
        </p>
      )}
      {editing ? (
        <Suspense fallback={<Words runs={runs} />}>
          <LazySideEditor
            text={alternative.text}
            generation={alternative.generation}
            runs={runs}
            label={t`Words of ${label}`}
            standing={standing}
            onDone={() => setEditing(false)}
          />
        </Suspense>
      ) : (
        <div className={classes.words}>
          {plain || !stands ? (
            <Words runs={runs} placeholder={t`No words yet`} />
          ) : (
            <Difference earlier={present} later={runs} />
          )}
        </div>
      )}
      <div className={classes.buttons}>
        {stands && !editing && (
          <Button size="compact-sm" variant="default" aria-pressed={plain} onClick={() => setPlain(!plain)}>
            {plain ? <Trans>Show the differences</Trans> : <Trans>Show the words alone</Trans>}
          </Button>
        )}
        {(may.support || may.leave) && (
          <Button
            size="compact-sm"
            variant={mine ? "default" : "light"}
            loading={support.isPending}
            onClick={changeSupport}
          >
            {mine ? <Trans>Support it no longer, {standing}</Trans> : <Trans>Support it, {standing}</Trans>}
          </Button>
        )}
        {may.write && !editing && (
          <Button size="compact-sm" variant="default" onClick={() => setEditing(true)}>
            <Trans>Edit its words</Trans>
          </Button>
        )}
        {may.decide && (
          <>
            <Button size="compact-sm" variant="default" onClick={() => setAsking("make")}>
              <Trans>Make it the text…</Trans>
            </Button>
            <Button size="compact-sm" variant="default" onClick={() => setAsking("combine")}>
              <Trans>Combine…</Trans>
            </Button>
            <Button size="compact-sm" variant="default" onClick={() => setAsking("drop")}>
              <Trans>Drop…</Trans>
            </Button>
          </>
        )}
        {may.confirm && decision !== null && (
          <Button size="compact-sm" onClick={() => confirm.mutate({ id: alternative.id, decision })}>
            <Trans>Confirm</Trans>
          </Button>
        )}
      </div>
      {asking === "make" && (
        <MakeTextDialog {...{ alternative, paragraph, present, runs }} onClose={() => setAsking(null)} />
      )}
      {asking === "drop" && <DropDialog {...{ alternative, paragraph, runs }} onClose={() => setAsking(null)} />}
      {asking === "combine" && (
        <CombineDialog
          first={alternative.id}
          words={runs}
          paragraph={paragraph}
          present={present}
          onClose={() => setAsking(null)}
        />
      )}
    </section>
  );
}

import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Checkbox } from "@mantine/core";
import { Suspense, useState } from "react";
import type { Paragraph } from "../../api/types";
import { plainText } from "../../editor/canonical";
import { Words } from "../../editor/Words";
import { useSync } from "../../sync/DocumentSync";
import { useDocumentMe } from "../../sync/document";
import { useRuns, useTextAttachment } from "../../sync/useTextAttachment";
import { announce } from "../../ui/announce";
import { standingWords } from "../../ui/standing";
import { LazySideEditor } from "../paragraphs/editors";
import { placeOf } from "../paragraphs/place";
import { type Opinion, type OpinionCommand, useAttribution, useOpinionCommand } from "./api";
import classes from "./Opinions.module.css";
import { whoseWords } from "./words";

interface OpinionCardProps {
  opinion: Opinion;
  paragraph: Paragraph;
}

/** One opinion: whose, its words, and what may be done with it. A draft opens for writing by itself while it is empty. */
export function OpinionCard({ opinion, paragraph }: OpinionCardProps) {
  const { t } = useLingui();
  const sync = useSync();
  const me = useDocumentMe(sync.documentId).data ?? null;
  const { id, may, mine, attribution, signers } = opinion;
  const draft = opinion.state === "draft";
  const { ref, live } = useTextAttachment(opinion.text, opinion.generation);
  const runs = useRuns(live, opinion.runs);
  const [editing, setEditing] = useState(may.write && opinion.words === "");
  const [asking, setAsking] = useState(false);
  const command = useOpinionCommand();
  const attribute = useAttribution();
  const place = placeOf(paragraph);
  const whose = whoseWords(opinion);
  const standing = standingWords(me);
  const unnamed = attribution === "some_members";

  async function run(wanted: OpinionCommand, said: string) {
    // The words that go on record are those that the server has.
    if (wanted === "place" && !(await sync.settled(opinion.text))) {
      announce(t`Your own changes are not yet saved. Nothing was recorded; please try again.`);
      return;
    }
    command.mutate(
      { id, command: wanted },
      {
        onSuccess: () => {
          announce(said);
          setEditing(false);
          setAsking(false);
        },
      },
    );
  }

  return (
    <section
      ref={draft ? ref : undefined}
      className={classes.card}
      data-draft={draft || undefined}
      aria-label={draft ? t`Your draft opinion on ${place}` : t`Opinion on ${place}: ${whose}`}
    >
      <p className={classes.head}>
        <strong>{draft ? <Trans>Draft opinion</Trans> : <bdi>{whose}</bdi>}</strong>
        {draft && (
          <span className={classes.soft}>
            <Trans>only your delegation sees it</Trans>
          </span>
        )}
        {!draft && unnamed && mine && (
          <span className={classes.soft}>
            <Trans>
              signed by <bdi>{signers.map((one) => one.name).join(", ")}</bdi>; others do not see these names
            </Trans>
          </span>
        )}
      </p>
      {editing && may.write ? (
        <Suspense fallback={<Words runs={runs} />}>
          <LazySideEditor
            text={opinion.text}
            generation={opinion.generation}
            runs={runs}
            label={t`Words of your opinion on ${place}`}
            unseen
            standing={standing}
            onDone={() => setEditing(false)}
          />
        </Suspense>
      ) : (
        <div className={classes.words}>
          <Words runs={runs} placeholder={t`No words yet`} />
        </div>
      )}
      {draft && (
        <Checkbox
          mt="xs"
          size="xs"
          label={t`Without names: “Some members”`}
          checked={unnamed}
          disabled={!may.write}
          onChange={(event) =>
            attribute.mutate({ id, attribution: event.currentTarget.checked ? "some_members" : "signed" })
          }
        />
      )}
      <div className={classes.buttons}>
        {may.write && !editing && (
          <Button size="compact-sm" variant="default" onClick={() => setEditing(true)}>
            <Trans>Edit</Trans>
          </Button>
        )}
        {may.place && (
          <Button
            size="compact-sm"
            loading={command.isPending}
            disabled={plainText(runs).trim() === ""}
            onClick={() => void run("place", t`Your opinion is on record.`)}
          >
            {unnamed ? <Trans>Place it on record, without names</Trans> : <Trans>Place it on record, {standing}</Trans>}
          </Button>
        )}
        {draft && !may.place && (
          <span className={classes.soft}>
            <Trans>Somebody who may act for your delegation places it on record.</Trans>
          </span>
        )}
        {may.sign && (
          <Button
            size="compact-sm"
            variant="light"
            loading={command.isPending}
            onClick={() => void run("sign", t`Signed, ${standing}.`)}
          >
            <Trans>Sign it, {standing}</Trans>
          </Button>
        )}
        {may.unsign && (
          <Button
            size="compact-sm"
            variant="default"
            loading={command.isPending}
            onClick={() => void run("unsign", t`Your signature is taken back.`)}
          >
            <Trans>Take the signature back, {standing}</Trans>
          </Button>
        )}
        {may.withdraw &&
          (asking ? (
            <>
              <span>
                {draft ? (
                  <Trans>Withdraw this draft?</Trans>
                ) : (
                  <Trans>Withdraw it? The record keeps that it was there.</Trans>
                )}
              </span>
              <Button
                size="compact-sm"
                color="red"
                loading={command.isPending}
                onClick={() => void run("withdraw", t`The opinion is withdrawn.`)}
              >
                <Trans>Withdraw it</Trans>
              </Button>
              <Button size="compact-sm" variant="default" onClick={() => setAsking(false)}>
                <Trans>Keep it</Trans>
              </Button>
            </>
          ) : (
            <Button size="compact-sm" variant="default" onClick={() => setAsking(true)}>
              <Trans>Withdraw…</Trans>
            </Button>
          ))}
      </div>
    </section>
  );
}

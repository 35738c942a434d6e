import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Alert, Checkbox, Stack, Text, Textarea } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Link } from "react-router";
import { isProblem } from "../../api/problem";
import type { DocumentState } from "../../api/types";
import { announce } from "../../ui/announce";
import { FormDialog } from "../../ui/FormDialog";
import { problemSentence } from "../../ui/forms";
import { QueryState } from "../../ui/QueryState";
import { StatusShape } from "../../ui/StatusShape";
import { STATUSES, statusWord } from "../../ui/status";
import { stateWord } from "../../ui/whole";
import { type Adoption, adoptionQuery, useChangeState } from "./api";
import classes from "./StateDialogs.module.css";
import { stateSentence, unsettledWords } from "./words";

interface StateDialogProps {
  documentId: string;
  from: DocumentState;
  to: DocumentState;
  onClose: () => void;
}

const ORDER: DocumentState[] = ["drafting", "released", "adopted", "transmitted"];

/** Takes the document to another state: on, or back with a reason. */
export function StateDialog({ documentId, from, to, onClose }: StateDialogProps) {
  const { t } = useLingui();
  const back = ORDER.indexOf(to) < ORDER.indexOf(from);
  const [reason, setReason] = useState(back ? t`Recorded in error` : "");
  const change = useChangeState(documentId);

  function submit(event?: FormEvent) {
    event?.preventDefault();
    change.mutate(
      { state: to, reason: reason.trim() || undefined },
      {
        onSuccess: () => {
          announce(stateSentence(to));
          onClose();
        },
      },
    );
  }

  const titles = {
    drafting: t`Back to drafting`,
    released: back ? t`Take the adoption back` : t`Release the document`,
    adopted: t`Take the transmission back`,
    transmitted: t`Transmit the document`,
  };
  return (
    <FormDialog
      title={titles[to]}
      action={back ? t`Go back to “${stateWord(to)}”` : titles[to]}
      onSubmit={submit}
      onClose={onClose}
      sending={change.isPending}
      problem={change.error ? problemSentence(change.error) : ""}
      danger={back}
    >
      <Text size="sm">
        {back && from === "adopted" ? (
          <Trans>
            What adoption closed is opened again, and what was agreed is provisional again. The revision as adopted
            stays, and both decisions are in the record.
          </Trans>
        ) : (
          stateSentence(to)
        )}
      </Text>
      {back && (
        <Textarea
          data-autofocus
          label={t`Reason, for the record`}
          value={reason}
          maxLength={1000}
          rows={2}
          required
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      )}
    </FormDialog>
  );
}

interface AdoptDialogProps {
  documentId: string;
  onClose: () => void;
}

/** Adopts the whole as one decision, on what the dialog shows: how it stands, and what is not simply agreed. */
export function AdoptDialog({ documentId, onClose }: AdoptDialogProps) {
  const { t } = useLingui();
  const [asAmended, setAsAmended] = useState(false);
  const preview = useQuery(adoptionQuery(documentId));
  const client = useQueryClient();
  const change = useChangeState(documentId);
  const moved = isProblem(change.error, "words-moved-on");

  function submit(event?: FormEvent) {
    event?.preventDefault();
    const seen = preview.data?.seen;
    if (!seen || preview.isFetching) return;
    change.mutate(
      { state: "adopted", as_amended: asAmended, seen },
      {
        onSuccess: () => {
          announce(t`The document is adopted.`);
          onClose();
        },
        onError: () => void client.invalidateQueries({ queryKey: adoptionQuery(documentId).queryKey }),
      },
    );
  }

  return (
    <FormDialog
      title={t`Adopt the document`}
      action={asAmended ? t`Adopt it as amended` : t`Adopt it`}
      size="xl"
      onSubmit={submit}
      onClose={onClose}
      sending={change.isPending || preview.isFetching}
      problem={change.error && !moved ? problemSentence(change.error) : ""}
      amber={moved}
    >
      {moved && (
        <Alert color="yellow" role="alert" title={t`Something has changed since you looked`}>
          <Trans>Nothing was recorded. Below is how it stands now; adopt that, if you will.</Trans>
        </Alert>
      )}
      <Text size="sm">
        <Trans>
          Adoption is one decision over all paragraphs as they stand here. What is agreed becomes final, nobody can
          change a word any more, and the document is frozen as adopted.
        </Trans>
      </Text>
      <QueryState query={preview}>
        {(shown) => <Standing documentId={documentId} preview={shown} onGo={onClose} />}
      </QueryState>
      <Checkbox
        label={t`As amended`}
        description={t`Adopted with the changes made in this meeting.`}
        checked={asAmended}
        onChange={(event) => setAsAmended(event.currentTarget.checked)}
      />
    </FormDialog>
  );
}

function Standing({ documentId, preview, onGo }: { documentId: string; preview: Adoption; onGo: () => void }) {
  const { counts, unsettled, paragraphs } = preview;
  return (
    <Stack gap="sm">
      <ul className={classes.counts}>
        {STATUSES.filter((status) => counts[status] > 0).map((status) => (
          <li key={status}>
            <StatusShape status={status} />
            <strong>{counts[status]}</strong> {statusWord(status)}
          </li>
        ))}
      </ul>
      {unsettled.length === 0 ? (
        <Text size="sm">
          <Plural
            value={paragraphs}
            one="The paragraph is agreed, with no words in brackets."
            other="All # paragraphs are agreed, with no words in brackets."
          />
        </Text>
      ) : (
        <>
          <Text size="sm" fw={600}>
            <Plural
              value={unsettled.length}
              one="# paragraph is not simply agreed. It is adopted as it stands:"
              other="# paragraphs are not simply agreed. They are adopted as they stand:"
            />
          </Text>
          <ul className={classes.unsettled}>
            {unsettled.map((one) => (
              <li key={one.id}>
                <Link to={`/documents/${documentId}#p-${one.id}`} onClick={onGo}>
                  <bdi className={classes.address}>{one.address || "–"}</bdi>
                  <span className={classes.why}>{unsettledWords(one)}</span>
                  <span className={classes.words} dir="auto">
                    {one.words}
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
    </Stack>
  );
}

import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Checkbox, Text } from "@mantine/core";
import { type FormEvent, Suspense, useEffect, useMemo, useState } from "react";
import * as Y from "yjs";
import type { Paragraph, Run } from "../../api/types";
import { contentHash, runsOf } from "../../editor/canonical";
import { Words } from "../../editor/Words";
import { createUndoManager, wordsOf } from "../../editor/ytext";
import { announce } from "../../ui/announce";
import { FormDialog } from "../../ui/FormDialog";
import { problemSentence } from "../../ui/forms";
import { Difference } from "../paragraphs/Difference";
import { LazyParagraphEditor } from "../paragraphs/editors";
import { placeOf } from "../paragraphs/place";
import classes from "./Alternatives.module.css";
import { useAlternatives, useCombine, useRefreshAlternatives } from "./api";
import { OnWord } from "./OnWord";

interface CombineDialogProps {
  /** The one from which it was asked. */
  first: string;
  /** Its words as they are now. */
  words: Run[];
  paragraph: Paragraph;
  present: Run[];
  onClose: () => void;
}

/** Chosen words out of one or several alternatives: which ones, and the words that the paragraph will have. */
export function CombineDialog({ first, words: begun, paragraph, present, onClose }: CombineDialogProps) {
  const { t } = useLingui();
  const combine = useCombine();
  const standing = useAlternatives(paragraph.id).filter((one) => one.state === "standing");
  const [chosen, setChosen] = useState<string[]>([first]);
  const [start, setStart] = useState<Run[]>(begun);
  // What was typed into them since they were fetched.
  const refresh = useRefreshAlternatives();
  useEffect(refresh, [refresh]);
  const words = useMemo(() => editable(start), [start]);
  const place = placeOf(paragraph);

  function submit(event?: FormEvent) {
    event?.preventDefault();
    combine.mutate(
      {
        paragraph: paragraph.id,
        alternatives: standing
          .filter((one) => chosen.includes(one.id))
          .map((one) => ({ id: one.id, content_hash: one.content_hash })),
        paragraph_hash: contentHash(present),
        runs: runsOf(words.ytext),
      },
      {
        onSuccess: () => {
          announce(t`${place} has the combined words now.`);
          onClose();
        },
      },
    );
  }

  return (
    <FormDialog
      title={t`Combine alternatives of ${place}`}
      action={t`Make these words the text`}
      sending={combine.isPending}
      problem={combine.error ? problemSentence(combine.error) : ""}
      onSubmit={submit}
      onClose={onClose}
      size="46rem"
    >
      <fieldset className={classes.boxes}>
        <legend className="visually-hidden">
          <Trans>What is combined</Trans>
        </legend>
        {standing.map((one) => (
          <div key={one.id} className={classes.card}>
            <Checkbox
              checked={chosen.includes(one.id)}
              onChange={(event) =>
                setChosen(event.currentTarget.checked ? [...chosen, one.id] : chosen.filter((id) => id !== one.id))
              }
              label={<bdi>{one.label}</bdi>}
            />
            <Difference earlier={present} later={one.runs} />
            <div className={classes.buttons}>
              <Button size="compact-sm" variant="default" onClick={() => setStart([...one.runs])}>
                <Trans>Begin with these words</Trans>
              </Button>
            </div>
          </div>
        ))}
      </fieldset>
      <div>
        <Text size="sm" fw={600}>
          <Trans>The words that the paragraph will have</Trans>
        </Text>
        <Suspense fallback={<Words runs={start} />}>
          <LazyParagraphEditor
            ytext={words.ytext}
            undoManager={words.undo}
            editable
            ariaLabel={t`The words that the paragraph will have`}
            placeholder={t`Write here`}
            onLeave={() => {}}
          />
        </Suspense>
      </div>
      {chosen.length === 0 && (
        <Text size="sm" c="var(--danger)" role="alert">
          <Trans>Choose at least one alternative.</Trans>
        </Text>
      )}
      <OnWord />
    </FormDialog>
  );
}

function editable(runs: Run[]) {
  const ytext = wordsOf(new Y.Doc());
  ytext.applyDelta(runs.map(({ insert, attributes }) => ({ insert, attributes: attributes ?? {} })));
  return { ytext, undo: createUndoManager(ytext) };
}

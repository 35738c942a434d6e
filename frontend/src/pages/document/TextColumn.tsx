import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconFilePlus, IconPlus } from "@tabler/icons-react";
import { type Dispatch, memo, type SetStateAction, useCallback, useMemo } from "react";
import type { Category, DocumentMe, Draft, PageState, Paragraph, Way } from "../../api/types";
import { NotesBefore } from "../../editor/notes";
import { AdditionsFirst } from "../../features/amendments/AdditionsFirst";
import { beginningOf } from "../../features/amendments/nowhere";
import { CategoryNote } from "../../features/breakouts/Places";
import { useChangeCategory } from "../../features/documents/api";
import { CategoryHeading } from "../../features/documents/CategoryHeading";
import { wayWords } from "../../features/documents/words";
import type { RowActions } from "../../features/paragraphs/actions";
import { sayNotDone } from "../../features/paragraphs/api";
import { Footnotes } from "../../features/paragraphs/Footnotes";
import { ParagraphRow } from "../../features/paragraphs/ParagraphRow";
import { PresenceBeside } from "../../features/presence/PresenceBeside";
import { useAddParagraph } from "../../sync/DocumentSync";
import { useNotes } from "../../sync/useNotes";
import { announce } from "../../ui/announce";
import { Beside } from "./Beside";
import classes from "./TextColumn.module.css";
import type { Dialog, View } from "./view";

interface TextColumnProps {
  state: PageState;
  /** Some paragraphs are left out: their neighbours are called by their whole numbers. */
  filtering: boolean;
  me: DocumentMe | null;
  groups: Map<string, Paragraph[]>;
  view: View;
  setView: Dispatch<SetStateAction<View>>;
  actions: RowActions;
  open: (dialog: Dialog) => void;
}

const NO_DRAFTS: Draft[] = [];

/** The text of the document, category by category. */
export const TextColumn = memo(function TextColumn(props: TextColumnProps) {
  const { state, filtering, me, groups, view, setView, actions, open } = props;
  const { t } = useLingui();
  const change = useChangeCategory(state.id);
  const addParagraph = useAddParagraph();
  const first = [...groups.values()].flat()[0];
  const isShown = [...groups.values()].flat().some((one) => one.id === view.current);

  const notes = useNotes(state.paragraphs);
  const drafts = useMemo(() => {
    const beside = new Map<string, Draft[]>();
    for (const draft of me?.drafts ?? []) beside.set(draft.paragraph, [...(beside.get(draft.paragraph) ?? []), draft]);
    return beside;
  }, [me?.drafts]);

  const { mutate } = change;
  const onWay = useCallback(
    ({ id, code }: Category, way: Way) =>
      mutate({ id, way }, { onError: sayNotDone, onSuccess: () => announce(t`${code}: ${wayWords(way)}.`) }),
    [mutate, t],
  );
  const onRename = useCallback(({ id }: Category) => open({ kind: "category", category: id }), [open]);
  const onAddCategory = useCallback(({ id }: Category) => open({ kind: "category", after: id }), [open]);

  const lastOf = (category: Category) => state.paragraphs.filter((one) => one.category === category.id).at(-1);

  function add(category: Category) {
    const last = lastOf(category);
    const made = addParagraph({
      after: last?.id ?? null,
      category: category.id,
      level: 0,
      kind: last && last.kind !== "plain" ? last.kind : "recommendation",
    });
    actions.typedAhead.begin();
    setView((was) => ({ ...was, current: made.id, editing: made.id, hint: null, draft: null }));
  }

  if (state.categories.length === 0) {
    return (
      <div className={classes.empty}>
        <p>
          <Trans>This document has no categories yet.</Trans>
        </p>
        {me?.may.structure ? (
          <Button onClick={() => open({ kind: "category" })}>
            <Trans>Add the first category</Trans>
          </Button>
        ) : (
          <p>
            <Trans>The secretariat prepares them; they will appear here by themselves.</Trans>
          </p>
        )}
      </div>
    );
  }
  return state.categories.map((category) => {
    const paragraphs = groups.get(category.id) ?? [];
    if (filtering && paragraphs.length === 0) return null;
    // Elsewhere nobody could write its words.
    const mayAdd = Boolean(me?.may.structure || me?.may.add) && category.way === "anyone";
    return (
      <section key={category.id} aria-labelledby={`c-${category.id}`} data-category={category.id}>
        <CategoryHeading
          category={category}
          mayChangeWay={Boolean(me?.may.ways)}
          mayRename={Boolean(me?.may.structure) && state.copy_of === null}
          groups={state.copy_of !== null}
          onWay={onWay}
          onRename={onRename}
          onAddCategory={onAddCategory}
        />
        {state.copy_of === null && (
          <CategoryNote documentId={state.id} category={category.id} paragraphs={paragraphs} />
        )}
        <AdditionsFirst category={category} actions={actions} />
        {paragraphs.map((paragraph) => (
          <NotesBefore key={paragraph.id} value={notes.get(paragraph.id)?.before ?? 0}>
            <ParagraphRow
              documentId={state.id}
              paragraph={paragraph}
              wholeNumber={filtering}
              way={category.way}
              me={me}
              current={view.current === paragraph.id}
              editing={view.editing === paragraph.id}
              now={state.now?.paragraph === paragraph.id}
              tabbable={(isShown ? view.current : first?.id) === paragraph.id}
              hint={view.hint === paragraph.id}
              drafts={drafts.get(paragraph.id) ?? NO_DRAFTS}
              draftEditing={view.draft?.paragraph === paragraph.id ? view.draft.id : null}
              Presence={PresenceBeside}
              Beside={Beside}
              actions={actions}
            />
          </NotesBefore>
        ))}
        <Footnotes code={category.code} paragraphs={paragraphs} notes={notes} />
        {paragraphs.length === 0 && (
          <p className={classes.none}>
            <Trans>No paragraphs here yet.</Trans>
          </p>
        )}
        {mayAdd && (
          <Button
            className={classes.add}
            variant="subtle"
            size="compact-md"
            leftSection={<IconPlus size={16} aria-hidden />}
            aria-label={t`Add a paragraph to ${category.code}`}
            onClick={() => add(category)}
          >
            <Trans>Add a paragraph</Trans>
          </Button>
        )}
        {!mayAdd &&
          me?.may.propose &&
          !me.inGroup &&
          category.way === "proposal" &&
          (lastOf(category) || !me.may.oral) && (
            <Button
              className={classes.add}
              variant="subtle"
              size="compact-md"
              leftSection={<IconFilePlus size={16} aria-hidden />}
              aria-label={t`Propose a paragraph for ${category.code}`}
              onClick={() => actions.propose(lastOf(category) ?? beginningOf(category), "addition")}
            >
              <Trans>Propose a paragraph</Trans>
            </Button>
          )}
      </section>
    );
  });
});

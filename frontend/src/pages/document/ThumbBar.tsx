import { Trans, useLingui } from "@lingui/react/macro";
import {
  IconArrowDown,
  IconCheck,
  IconFilePencil,
  IconGavel,
  IconHandStop,
  IconListTree,
  IconNotes,
  IconPencil,
  IconPlus,
  IconThumbUp,
} from "@tabler/icons-react";
import type { DocumentMe, PageState } from "../../api/types";
import { useStanceButtons } from "../../features/opinions/useStanceButtons";
import type { RowActions } from "../../features/paragraphs/actions";
import { placeOf } from "../../features/paragraphs/place";
import { rightsFor } from "../../features/paragraphs/rights";
import { standingWords } from "../../ui/standing";
import classes from "./ThumbBar.module.css";
import type { View } from "./view";

interface ThumbBarProps {
  state: PageState;
  me: DocumentMe | null;
  view: View;
  actions: RowActions;
  onOutline: () => void;
  onUndecided: () => void;
}

/** On a phone: what can be done with the paragraph that was touched, within reach of a thumb. */
export function ThumbBar({ state, me, view, actions, onOutline, onUndecided }: ThumbBarProps) {
  const { t } = useLingui();
  const paragraph = state.paragraphs.find((one) => one.id === view.current);
  const way = state.categories.find((one) => one.id === paragraph?.category)?.way ?? "closed";
  const rights = paragraph ? rightsFor(paragraph, way, me) : null;
  const standing = standingWords(me);
  const stance = useStanceButtons(me, paragraph);

  return (
    <aside className={classes.bar} aria-label={t`The paragraph you are at`} data-region="strip">
      {paragraph && (
        <p className={classes.where}>
          <bdi>{placeOf(paragraph)}</bdi>
          {standing && (
            <bdi>{me?.seat === "member" && !me.may_act ? <Trans>you draft, {standing}</Trans> : standing}</bdi>
          )}
        </p>
      )}
      <div className={classes.buttons}>
        <button type="button" onClick={onOutline}>
          <IconListTree size={20} aria-hidden />
          <Trans>Outline</Trans>
        </button>
        {paragraph && view.editing === paragraph.id && (
          <button type="button" onClick={() => actions.leave(paragraph.id)}>
            <IconCheck size={20} aria-hidden />
            <Trans>Done</Trans>
          </button>
        )}
        {paragraph && rights?.write && view.editing !== paragraph.id && (
          <button type="button" onClick={() => actions.edit(paragraph.id)}>
            <IconPencil size={20} aria-hidden />
            <Trans>Edit</Trans>
          </button>
        )}
        {paragraph && !rights?.write && rights?.propose && (
          <button type="button" onClick={() => actions.propose(paragraph)}>
            <IconFilePencil size={20} aria-hidden />
            <Trans>Propose</Trans>
          </button>
        )}
        {paragraph && !rights?.write && !rights?.propose && rights?.draft && (
          <button type="button" onClick={() => actions.draft(paragraph)}>
            <IconNotes size={20} aria-hidden />
            <Trans>Draft</Trans>
          </button>
        )}
        {paragraph && rights?.add && (
          <button type="button" onClick={() => actions.add(paragraph)}>
            <IconPlus size={20} aria-hidden />
            <Trans>Add</Trans>
          </button>
        )}
        {stance.may && (
          <>
            <button type="button" onClick={() => stance.ask("support")}>
              <IconThumbUp size={20} aria-hidden />
              <Trans>Support</Trans>
            </button>
            <button type="button" onClick={() => stance.ask("object")}>
              <IconHandStop size={20} aria-hidden />
              <Trans>Object</Trans>
            </button>
          </>
        )}
        {paragraph && rights?.mark && (
          <button type="button" onClick={() => actions.mark(paragraph)}>
            <IconGavel size={20} aria-hidden />
            <Trans>Mark</Trans>
          </button>
        )}
        <button type="button" onClick={onUndecided}>
          <IconArrowDown size={20} aria-hidden />
          <Trans>Next</Trans>
        </button>
      </div>
      {stance.dialog}
    </aside>
  );
}

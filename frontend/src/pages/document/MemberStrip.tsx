import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconFilePencil, IconHandStop, IconThumbUp } from "@tabler/icons-react";
import type { DocumentMe, PageState } from "../../api/types";
import { useStanceButtons } from "../../features/opinions/useStanceButtons";
import { seenByWords, stanceWord } from "../../features/opinions/words";
import type { RowActions } from "../../features/paragraphs/actions";
import { placeOf } from "../../features/paragraphs/place";
import { rightsFor } from "../../features/paragraphs/rights";
import { standingWords } from "../../ui/standing";
import classes from "./MemberStrip.module.css";

interface MemberStripProps {
  state: PageState;
  me: DocumentMe | null;
  current: string | null;
  actions: RowActions;
}

/** At the foot of the page, for members: what their delegation can do about the paragraph they are at, and for whom. */
export function MemberStrip({ state, me, current, actions }: MemberStripProps) {
  const { t } = useLingui();
  const phone = useMediaQuery("(max-width: 40rem)", false, { getInitialValueInEffect: false });
  const paragraph = state.paragraphs.find((one) => one.id === current);
  const { may, mine, ask, dialog } = useStanceButtons(me, paragraph);
  // On a phone the thumb bar has these; observers have none of them, and the page says why elsewhere.
  if (phone || !me || me.seat !== "member" || !paragraph || state.copy_of) return dialog;

  const way = state.categories.find((one) => one.id === paragraph.category)?.way ?? "closed";
  const rights = rightsFor(paragraph, way, me);
  const place = placeOf(paragraph);
  const standing = standingWords(me);
  return (
    <aside className={classes.strip} aria-label={t`Your delegation and ${place}`} data-region="strip">
      <span className={classes.where}>
        <strong>
          <bdi>{place}</bdi>
        </strong>
        {standing && <bdi>{standing}</bdi>}
      </span>
      {rights.propose && (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconFilePencil size={15} aria-hidden />}
          onClick={() => actions.propose(paragraph)}
        >
          <Trans>Propose change</Trans>
        </Button>
      )}
      {may ? (
        <>
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconThumbUp size={15} aria-hidden />}
            aria-label={t`Support ${place}, ${standing}`}
            onClick={() => ask("support")}
          >
            <Trans>Support</Trans>
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconHandStop size={15} aria-hidden />}
            aria-label={t`Object to ${place}, ${standing}`}
            onClick={() => ask("object")}
          >
            <Trans>Object</Trans>
          </Button>
          {mine && (
            <button type="button" className={classes.mine} onClick={() => ask(mine.kind)}>
              <Trans>
                Your delegation {stanceWord(mine.kind)} ({seenByWords(mine.seen_by)})
              </Trans>
            </button>
          )}
        </>
      ) : (
        !me.may_act &&
        !paragraph.withdrawn && (
          <span className={classes.why}>
            <Trans>You draft for your delegation. Somebody who may act for it supports and objects.</Trans>
          </span>
        )
      )}
      {dialog}
    </aside>
  );
}

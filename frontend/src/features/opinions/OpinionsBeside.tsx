import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconChevronDown, IconChevronRight, IconMessage2 } from "@tabler/icons-react";
import { memo, useState } from "react";
import { useSync } from "../../sync/DocumentSync";
import { useDocumentMe } from "../../sync/document";
import type { BesideProps } from "../paragraphs/ParagraphRow";
import { placeOf } from "../paragraphs/place";
import { type Opinion, useBeginOpinion, useOpinions, useStances } from "./api";
import { OpinionCard } from "./OpinionCard";
import classes from "./Opinions.module.css";
import { StancesBeside } from "./StancesBeside";
import { whoseWords } from "./words";

/** Opinions and stances on a paragraph in a line or two; where views diverge, the invitation to state one's own. */
export const OpinionsBeside = memo(function OpinionsBeside(props: BesideProps) {
  const { id, status, withdrawn } = props.paragraph;
  const opinions = useOpinions(id);
  const stances = useStances(id);
  const diverges = status === "divergent_opinion" && !withdrawn;
  return (
    <>
      {opinions.length > 0 && <Folded {...props} opinions={opinions} />}
      {diverges && !opinions.some((one) => one.mine) && <Invitation {...props} />}
      {stances.length > 0 && <StancesBeside {...props} stances={stances} />}
    </>
  );
});

function Folded({ opinions, paragraph }: BesideProps & { opinions: readonly Opinion[] }) {
  const [open, setOpen] = useState(false);
  const { t } = useLingui();
  const Chevron = open ? IconChevronDown : IconChevronRight;
  return (
    <div>
      <div className={classes.line}>
        <button type="button" className={classes.folded} aria-expanded={open} onClick={() => setOpen(!open)}>
          <Chevron size={14} aria-hidden />
          <Plural value={opinions.length} one="# opinion" other="# opinions" />
          {opinions.map((one) => (
            <bdi key={one.id} className={classes.soft}>
              {one.state === "draft" ? t`your draft` : whoseWords(one)}
            </bdi>
          ))}
        </button>
      </div>
      {open && (
        <ul className={classes.list}>
          {opinions.map((one) => (
            <li key={one.id}>
              <OpinionCard opinion={one} paragraph={paragraph} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Invitation({ paragraph, actions }: BesideProps) {
  const { documentId } = useSync();
  const { t } = useLingui();
  const me = useDocumentMe(documentId).data;
  const begin = useBeginOpinion();
  const place = placeOf(paragraph);
  // Who may only draft for the delegation prepares its opinion.
  if (me?.seat !== "member" || (!me.may.sign && me.may_act)) return null;
  return (
    <p className={classes.invitation}>
      <IconMessage2 size={15} aria-hidden />
      <span>
        <Trans>Views diverge here: state your delegation's opinion.</Trans>
      </span>
      <Button
        size="compact-xs"
        variant="default"
        aria-label={t`State your delegation's opinion on ${place}`}
        loading={begin.isPending}
        onClick={() =>
          begin.mutate({ paragraph: paragraph.id }, { onSuccess: () => actions.panel(paragraph, "opinions") })
        }
      >
        <Trans>Write it</Trans>
      </Button>
    </p>
  );
}

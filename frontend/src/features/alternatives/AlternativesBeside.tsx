import { Plural } from "@lingui/react/macro";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { memo, useState } from "react";
import type { BesideProps } from "../paragraphs/ParagraphRow";
import { AlternativeCard } from "./AlternativeCard";
import classes from "./Alternatives.module.css";
import { type Alternative, useAlternatives } from "./api";
import { supportersOf } from "./words";

/** The alternatives that stand beside a paragraph, folded into one line until somebody wants to read them. */
export const AlternativesBeside = memo(function AlternativesBeside(props: BesideProps) {
  const alternatives = useAlternatives(props.paragraph.id);
  // The chair also finds here what awaits their confirmation.
  const standing = alternatives.filter((one) => one.state === "standing" || one.may.confirm);
  return standing.length > 0 ? <Standing {...props} standing={standing} /> : null;
});

function Standing({ standing, paragraph, runs, actions }: BesideProps & { standing: Alternative[] }) {
  const [open, setOpen] = useState(false);
  const Chevron = open ? IconChevronDown : IconChevronRight;
  return (
    <div>
      <button type="button" className={classes.folded} aria-expanded={open} onClick={() => setOpen(!open)}>
        <Chevron size={14} aria-hidden />
        <Plural value={standing.length} one="# alternative" other="# alternatives" />
        {standing.map((one) => (
          <bdi key={one.id} className={classes.soft}>
            {one.supporters.length > 0 ? `${one.label} (${supportersOf(one)})` : one.label}
          </bdi>
        ))}
      </button>
      {open && (
        <ul className={classes.list}>
          {standing.map((one) => (
            <li key={one.id}>
              <AlternativeCard alternative={one} paragraph={paragraph} present={runs} actions={actions} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

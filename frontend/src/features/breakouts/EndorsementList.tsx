import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { memo, useState } from "react";
import type { Category } from "../../api/types";
import classes from "./Endorsement.module.css";
import { EndorsementItem } from "./EndorsementItem";
import { isSettled } from "./endorsing";
import type { Breakout, ComparisonItem, Take } from "./types";

interface EndorsementListProps {
  breakout: Breakout;
  categories: readonly Category[];
  /** What the filter shows, in the order of the document. */
  shown: readonly ComparisonItem[];
  /** Neither words nor anything else differs: folded away. */
  unchanged: readonly ComparisonItem[];
  current: string | null;
  onChoose: (item: ComparisonItem, take: Take) => void;
  onHere: (id: string) => void;
}

/** The paragraphs under their categories; those that are the same are only counted. */
export const EndorsementList = memo(function EndorsementList(props: EndorsementListProps) {
  const { breakout, categories, shown, unchanged, current, onChoose, onHere } = props;
  const tabbable = shown.some((one) => one.paragraph === current) ? current : shown[0]?.paragraph;
  const known = new Set(categories.map((one) => one.id));
  const sections: (Category | null)[] = [...categories];
  // A category that the plenary does not have: what is in it stands at the end.
  if ([...shown, ...unchanged].some((one) => !one.category || !known.has(one.category))) sections.push(null);
  return sections.map((category) => {
    const isHere = (one: ComparisonItem) =>
      category ? one.category === category.id : !one.category || !known.has(one.category);
    const items = shown.filter(isHere);
    const same = unchanged.filter(isHere);
    if (items.length === 0 && same.length === 0) return null;
    return (
      <section key={category?.id ?? "other"} aria-labelledby={`ec-${category?.id ?? "other"}`}>
        <h2 id={`ec-${category?.id ?? "other"}`} className={classes.category}>
          {category ? (
            <>
              <bdi>{category.code}</bdi>
              {category.title && category.title !== category.code && (
                <>
                  {" "}
                  <bdi>{category.title}</bdi>
                </>
              )}
            </>
          ) : (
            <Trans>Elsewhere</Trans>
          )}
        </h2>
        {items.map((item) => (
          <EndorsementItem
            key={item.paragraph}
            item={item}
            plenary={breakout.document}
            settled={isSettled(item, breakout)}
            current={current === item.paragraph}
            tabbable={tabbable === item.paragraph}
            endorses={breakout.may.endorse}
            onChoose={onChoose}
            onHere={onHere}
          />
        ))}
        {same.length > 0 && <Unchanged items={same} />}
      </section>
    );
  });
});

function Unchanged({ items }: { items: readonly ComparisonItem[] }) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  return (
    <details className={classes.unchanged} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <Plural value={items.length} one="# paragraph is unchanged" other="# paragraphs are unchanged" />
      </summary>
      {open && (
        <ul>
          {items.map(({ paragraph, address, group_words }) => (
            <li key={paragraph}>
              <bdi>{address || "—"}</bdi>
              <bdi title={group_words.words}>{group_words.words || t`No words`}</bdi>
            </li>
          ))}
        </ul>
      )}
    </details>
  );
}

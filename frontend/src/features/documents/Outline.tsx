import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { memo, useContext, useMemo } from "react";
import type { Category, Paragraph } from "../../api/types";
import { STATUSES, statusWord } from "../../ui/status";
import { Recommending } from "../paragraphs/recommending";
import { type Count, countOf } from "./counts";
import classes from "./Outline.module.css";

interface OutlineProps {
  categories: Category[];
  groups: Map<string, Paragraph[]>;
  /** What is shown of them, while some are left out. */
  shown?: Map<string, Paragraph[]> | null;
  /** How many proposals are tabled in each. */
  proposals?: ReadonlyMap<string, number>;
  /** The category in view. */
  here: string | null;
  onGo: (category: string) => void;
}

/** The categories with how far each has come, in words and as a thin bar. */
export const Outline = memo(function Outline({ categories, groups, shown, proposals, here, onGo }: OutlineProps) {
  const counts = useMemo(
    () => new Map(categories.map((category) => [category.id, countOf(groups.get(category.id) ?? [])])),
    [categories, groups],
  );
  const whole = useMemo(() => countOf([...groups.values()].flat()), [groups]);

  return (
    <>
      {whole.total > 0 && (
        <div className={classes.whole}>
          <CountWords count={whole} />
          <StatusBar count={whole} />
        </div>
      )}
      <ol className={classes.list}>
        {categories.map((category) => {
          const count = counts.get(category.id);
          const some = shown?.get(category.id)?.length ?? 0;
          const all = groups.get(category.id)?.length ?? 0;
          return (
            <li key={category.id}>
              <a
                className={classes.item}
                href={`#c-${category.id}`}
                data-none={(shown && some === 0) || undefined}
                aria-current={here === category.id ? "location" : undefined}
                onClick={(event) => {
                  event.preventDefault();
                  onGo(category.id);
                }}
              >
                <span className={classes.name}>
                  <bdi className={classes.code}>{category.code}</bdi>
                  {category.title && category.title !== category.code && (
                    <>
                      {" "}
                      <bdi>{category.title}</bdi>
                    </>
                  )}
                </span>
                {shown && (
                  <span className={classes.count}>
                    <Trans>
                      {some} of {all} shown
                    </Trans>
                  </span>
                )}
                {!shown && count && count.total > 0 && (
                  <>
                    <CountWords count={count} />
                    <StatusBar count={count} />
                  </>
                )}
                {(proposals?.get(category.id) ?? 0) > 0 && (
                  <span className={classes.count}>
                    <Plural value={proposals?.get(category.id) ?? 0} one="# proposal" other="# proposals" />
                  </span>
                )}
              </a>
            </li>
          );
        })}
      </ol>
    </>
  );
});

/** "12 agreed, 9 left", in words. */
export function CountWords({ count }: { count: Count }) {
  const recommends = useContext(Recommending);
  return (
    <span className={classes.count}>
      {recommends ? (
        <Trans>
          {count.agreed} recommended as agreed,{" "}
          <Plural value={count.left} one="# without a mark" other="# without a mark" />
        </Trans>
      ) : count.left === 0 ? (
        <Trans>{count.agreed} agreed, none left</Trans>
      ) : (
        <Trans>
          {count.agreed} agreed, <Plural value={count.left} one="# left" other="# left" />
        </Trans>
      )}
      {count.adReferendum > 0 && (
        <span className={classes.qualified}>
          <Plural value={count.adReferendum} one="# ad referendum" other="# ad referendum" />
        </span>
      )}
      {count.except > 0 && (
        <span className={classes.qualified}>
          <Plural value={count.except} one="# with an exception" other="# with exceptions" />
        </span>
      )}
    </span>
  );
}

/** The statuses as parts of a whole. Its title says in words what it shows; those who listen have the words beside it. */
export function StatusBar({ count }: { count: Count }) {
  const { t } = useLingui();
  const present = STATUSES.filter((status) => count.by[status] > 0);
  const ordered = [
    ...present.filter((status) => status !== "not_yet_discussed"),
    ...present.filter((one) => one === "not_yet_discussed"),
  ];
  return (
    <span
      className={classes.bar}
      title={ordered.map((status) => t`${count.by[status]} ${statusWord(status)}`).join(", ")}
      aria-hidden="true"
    >
      {ordered.map((status) => (
        <span key={status} data-part={status} style={{ flexGrow: count.by[status] }} />
      ))}
    </span>
  );
}

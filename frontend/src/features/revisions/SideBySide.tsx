import { Trans, useLingui } from "@lingui/react/macro";
import { IconArrowsSort } from "@tabler/icons-react";
import { memo } from "react";
import { StatusShape } from "../../ui/StatusShape";
import { markingWords } from "../../ui/status";
import { Changed } from "../paragraphs/Changed";
import type { Compared } from "./api";
import { hasChanged } from "./Comparing";
import comparing from "./Comparing.module.css";
import classes from "./SideBySide.module.css";

interface SideBySideProps {
  paragraphs: Compared[];
  /** What stands in the two columns. */
  before: string;
  after: string;
}

/** Two columns, paragraph beside paragraph: what went stands in the first, what came in the second. */
export const SideBySide = memo(function SideBySide({ paragraphs, before, after }: SideBySideProps) {
  let category = "";
  return (
    <>
      <div className={classes.heads} aria-hidden="true">
        <span />
        <bdi>{before}</bdi>
        <bdi>{after}</bdi>
      </div>
      {paragraphs.map((one) => {
        const begins = one.category !== category;
        category = one.category;
        return (
          <div key={one.id}>
            {begins && (
              <h2 className={comparing.category}>
                <bdi>{one.category}</bdi>
              </h2>
            )}
            <Row one={one} before={before} after={after} />
          </div>
        );
      })}
    </>
  );
});

function Row({ one, before, after }: { one: Compared; before: string; after: string }) {
  const { t } = useLingui();
  const { id, kind, moved, address, address_before, level, diff } = one;
  const changed = hasChanged(one);
  return (
    <article
      id={`d-${id}`}
      tabIndex={changed ? -1 : undefined}
      className={classes.row}
      data-change={changed ? "" : undefined}
      data-kind={kind}
      data-plain={one.paragraph_kind === "plain" || undefined}
      aria-label={address ? t`Paragraph ${address}` : t`Paragraph without a number`}
      style={{ "--level": level } as React.CSSProperties}
    >
      <span className={comparing.label}>
        <bdi>{address}</bdi>
        {address_before && (
          <span className={comparing.was}>
            <Trans>
              was <bdi>{address_before}</bdi>
            </Trans>
          </span>
        )}
        {moved && (
          <span className={comparing.was}>
            <IconArrowsSort size={13} aria-hidden /> <Trans>moved</Trans>
          </span>
        )}
      </span>
      <Column
        name={before}
        missing={kind === "added" ? t`Not there` : null}
        diff={diff.filter((change) => change.op !== "insert")}
        mark={one.before}
        marked={one.status_changed}
        plain={one.paragraph_kind === "plain"}
      />
      <Column
        name={after}
        missing={kind === "removed" ? t`Not there any more` : null}
        diff={diff.filter((change) => change.op !== "delete")}
        mark={one.after}
        marked={one.status_changed}
        plain={one.paragraph_kind === "plain"}
      />
    </article>
  );
}

interface ColumnProps {
  name: string;
  /** Why nothing stands here. */
  missing: string | null;
  diff: Compared["diff"];
  mark: Compared["before"];
  marked: boolean;
  plain: boolean;
}

function Column({ name, missing, diff, mark, marked, plain }: ColumnProps) {
  const { t } = useLingui();
  return (
    <div className={classes.column}>
      <h3 className={classes.name}>
        <bdi>{name}</bdi>
      </h3>
      {missing ? (
        <p className={comparing.quiet}>{missing}</p>
      ) : diff.length === 0 ? (
        <p className={comparing.quiet}>{t`No words`}</p>
      ) : (
        <Changed diff={diff} />
      )}
      {mark && !plain && !missing && (
        <p className={classes.mark} data-changed={marked || undefined}>
          <StatusShape status={mark.status} size={13} /> {markingWords(mark)}
        </p>
      )}
    </div>
  );
}

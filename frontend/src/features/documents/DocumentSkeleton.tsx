import { useLingui } from "@lingui/react/macro";
import { Skeleton } from "@mantine/core";
import classes from "./DocumentSkeleton.module.css";

const LENGTHS = [96, 100, 88, 40, 100, 93, 100, 61, 97, 100, 79];

/** The shape of the page while the document is on its way. */
export function DocumentSkeleton() {
  const { t } = useLingui();
  return (
    <main className={classes.page} aria-busy="true" aria-label={t`Loading the document`}>
      <div className={classes.bar} />
      <div className={classes.column}>
        {LENGTHS.map((length, line) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: grey lines have no identity
          <Skeleton key={line} height={14} mb={line % 4 === 3 ? 36 : 14} width={`${length}%`} />
        ))}
      </div>
    </main>
  );
}

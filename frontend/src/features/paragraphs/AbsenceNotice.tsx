import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconHistoryToggle } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import type { PageState } from "../../api/types";
import { useSync } from "../../sync/DocumentSync";
import { useStore } from "../../sync/store";
import { announce } from "../../ui/announce";
import classes from "./AbsenceBeside.module.css";
import { focusAbsence } from "./absence";
import { placeOf } from "./place";

interface AbsenceNoticeProps {
  state: PageState;
  /** Makes a paragraph the present one. */
  onSelect: (paragraph: string) => void;
}

/** Says which paragraphs went on while one was away, and leads to each; it stays in view until all are settled. */
export function AbsenceNotice({ state, onSelect }: AbsenceNoticeProps) {
  const { t } = useLingui();
  const { texts } = useSync();
  const absences = useStore(texts.absences);
  const n = absences.length;
  const said = useRef(0);
  useEffect(() => {
    if (n > said.current) announce(t`Some paragraphs went on while you were away. Your words in them wait for you.`);
    said.current = n;
  }, [n, t]);
  if (n === 0) return null;

  const waiting = state.paragraphs.filter((one) => absences.some((absence) => absence.paragraph === one.id));
  return (
    <section className={classes.notice} aria-label={t`While you were away`}>
      <IconHistoryToggle size={18} aria-hidden />
      <span>
        <Plural
          value={n}
          one="# paragraph went on while you were away. What you wrote in it waits for you."
          other="# paragraphs went on while you were away. What you wrote in them waits for you."
        />
      </span>
      <ul>
        {waiting.map((paragraph) => (
          <li key={paragraph.id}>
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => {
                onSelect(paragraph.id);
                focusAbsence(paragraph.id);
              }}
            >
              <Trans>Show {placeOf(paragraph)}</Trans>
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

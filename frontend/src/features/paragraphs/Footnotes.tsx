import { useLingui } from "@lingui/react/macro";
import type { Paragraph } from "../../api/types";
import type { NotesOf } from "../../sync/useNotes";
import classes from "./Footnotes.module.css";
import { placeOf } from "./place";

interface FootnotesProps {
  code: string;
  paragraphs: readonly Paragraph[];
  notes: ReadonlyMap<string, NotesOf>;
}

/** The footnotes of a category, at its end; each leads back to its paragraph. */
export function Footnotes({ code, paragraphs, notes }: FootnotesProps) {
  const { t } = useLingui();
  const listed = paragraphs.flatMap((paragraph) => {
    const of = notes.get(paragraph.id);
    return (of?.notes ?? []).map((words, i) => ({ paragraph, words, number: (of?.before ?? 0) + i + 1 }));
  });
  if (listed.length === 0) return null;
  return (
    <section className={classes.notes} aria-label={t`Footnotes of ${code}`}>
      <ol>
        {listed.map(({ paragraph, words, number }) => {
          const place = placeOf(paragraph);
          return (
            <li key={number} value={number}>
              <span dir="auto">{words}</span>{" "}
              <a href={`#p-${paragraph.id}`} aria-label={t`Footnote ${number}: to paragraph ${place}`}>
                {place}
              </a>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

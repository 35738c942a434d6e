import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import type { Editor } from "@tiptap/core";
import { Suspense, useEffect, useMemo, useRef, useState } from "react";
import * as Y from "yjs";
import type { Run } from "../../api/types";
import { canonicalJson, runsOf } from "../../editor/canonical";
import { FormatToolbar } from "../../editor/FormatToolbar";
import { Words } from "../../editor/Words";
import { createUndoManager, wordsOf } from "../../editor/ytext";
import { announce } from "../../ui/announce";
import { Difference } from "../paragraphs/Difference";
import { LazyParagraphEditor } from "../paragraphs/editors";
import classes from "./EndorsementCard.module.css";
import type { ComparisonItem } from "./types";

interface AmendEditorProps {
  item: ComparisonItem;
  /** Told with every change; first the words that one begins with. */
  onRuns: (runs: Run[]) => void;
}

/** The words that are to be taken, to be written: beginning with the group's, the plenary's, or both put together. */
export function AmendEditor({ item, onRuns }: AmendEditorProps) {
  const { t } = useLingui();
  const { plenary_words, group_words, base, result } = item;
  const first = result?.runs ?? group_words.runs;
  const [from, setFrom] = useState<Run[]>(first);
  const [runs, setRuns] = useState<Run[]>(first);
  const text = useMemo(() => {
    const ytext = wordsOf(new Y.Doc());
    ytext.applyDelta(from.map(({ insert, attributes }) => ({ insert, attributes: attributes ?? {} })));
    return { ytext, undo: createUndoManager(ytext) };
  }, [from]);
  const [editor, setEditor] = useState<Editor | null>(null);
  const tell = useRef(onRuns);
  tell.current = onRuns;

  useEffect(() => {
    const { ytext } = text;
    const changed = () => {
      const now = runsOf(ytext);
      setRuns(now);
      tell.current(now);
    };
    changed();
    ytext.observe(changed);
    return () => ytext.unobserve(changed);
  }, [text]);

  const same = (one: Run[] | undefined) => one !== undefined && canonicalJson(one) === canonicalJson(first);
  const starts: [string, Run[] | undefined][] = [
    [t`the group's words`, group_words.runs],
    [t`the plenary's words`, plenary_words?.runs],
    [t`both put together`, same(group_words.runs) ? undefined : result?.runs],
  ];

  return (
    <div className={classes.amend}>
      {base && plenary_words && base.content_hash !== plenary_words.content_hash && (
        <div className={classes.sides}>
          <section className={classes.side}>
            <h3 className={classes.name}>
              <Trans>Changed in the plenary meanwhile</Trans>
            </h3>
            <Difference earlier={base.runs} later={plenary_words.runs} />
          </section>
          <section className={classes.side}>
            <h3 className={classes.name}>
              <Trans>Changed by the group</Trans>
            </h3>
            <Difference earlier={base.runs} later={group_words.runs} />
          </section>
        </div>
      )}
      <div className={classes.begin}>
        <span>
          <Trans>Begin with</Trans>
        </span>
        {starts.map(
          ([name, words]) =>
            words && (
              <Button
                key={name}
                size="compact-sm"
                variant="default"
                onClick={() => {
                  setFrom([...words]);
                  announce(t`The editor has ${name}.`);
                }}
              >
                {name}
              </Button>
            ),
        )}
      </div>
      <div className={classes.editor}>
        <Suspense fallback={<Words runs={from} />}>
          <LazyParagraphEditor
            ytext={text.ytext}
            undoManager={text.undo}
            editable
            autoFocus="end"
            ariaLabel={t`The words to be taken`}
            placeholder={t`Write here`}
            onReady={setEditor}
            onEnter={() => true}
            onLeave={() => {}}
          />
        </Suspense>
        <FormatToolbar editor={editor} undoManager={text.undo} />
      </div>
      <section className={classes.side}>
        <h3 className={classes.name}>
          <Trans>Against the plenary's words</Trans>
        </h3>
        <Difference earlier={plenary_words?.runs ?? []} later={runs} />
      </section>
    </div>
  );
}

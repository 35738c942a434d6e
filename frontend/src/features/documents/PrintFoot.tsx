import { Trans } from "@lingui/react/macro";
import { useEffect, useState } from "react";
import { flushSync } from "react-dom";
import type { PageState } from "../../api/types";
import { momentWords } from "../../ui/dates";
import { useLastDecision } from "./api";
import classes from "./PrintFoot.module.css";
import { seenBySentence } from "./words";

/** A text as a string of a style sheet. */
function quoted(text: string): string {
  const escaped = [...text].map((one) => (/["\\\n\r\f<>]/.test(one) ? `\\${one.codePointAt(0)?.toString(16)} ` : one));
  return `"${escaped.join("")}"`;
}

/** On paper only: what this is and by which decision it stands so, on each page where the browser can, and at the end. */
export function PrintFoot({ state }: { state: PageState }) {
  const record = useLastDecision(state);
  const [at, setAt] = useState(state.at);
  useEffect(() => {
    const printing = () => flushSync(() => setAt(new Date().toISOString()));
    window.addEventListener("beforeprint", printing);
    return () => window.removeEventListener("beforeprint", printing);
  }, []);
  const decision = record ? `${record.number} · ${record.fingerprint.slice(0, 16)}` : "";
  const pages = `@page {
    margin: 16mm 15mm 18mm;
    @bottom-left { content: ${quoted(shorten(state.title))}; font: 8pt sans-serif; color: #444; }
    @bottom-right { content: ${quoted(decision ? `${decision} · ` : "")} counter(page) "/" counter(pages); font: 8pt sans-serif; color: #444; }
  }`;

  return (
    <footer className={classes.foot}>
      <style media="print">{pages}</style>
      <p>
        <bdi>{state.title}</bdi>
      </p>
      <p>{seenBySentence(state)}</p>
      {record && (
        <p>
          <Trans>
            Last decision: number {record.number}, fingerprint{" "}
            <bdi dir="ltr" translate="no">
              {record.fingerprint}
            </bdi>
          </Trans>
        </p>
      )}
      <p>
        <Trans>As it stood on {momentWords(at)}</Trans>
      </p>
    </footer>
  );
}

const LONGEST = 90;

function shorten(title: string): string {
  const characters = [...title];
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST - 1).join("")}…` : title;
}

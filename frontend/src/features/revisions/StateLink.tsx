import { useLingui } from "@lingui/react/macro";
import { IconFileCheck, IconFileText } from "@tabler/icons-react";
import { Link } from "react-router";
import type { PageState } from "../../api/types";
import { wholeWords } from "../../ui/whole";
import classes from "./StateLink.module.css";

/** In the top bar: how far the whole has come, its newest revision, and the way to them all. */
export function StateLink({ document }: { document: Pick<PageState, "id" | "state" | "as_amended" | "revision"> }) {
  const { t } = useLingui();
  const words = wholeWords(document);
  const settled = document.state === "adopted" || document.state === "transmitted";
  const Icon = settled ? IconFileCheck : IconFileText;
  return (
    <Link
      to={`/documents/${document.id}/revisions`}
      className={classes.link}
      data-settled={settled || undefined}
      aria-label={t`${words}: revisions of this document`}
      title={t`State and revisions`}
    >
      <Icon size={16} aria-hidden />
      <span>{words}</span>
    </Link>
  );
}

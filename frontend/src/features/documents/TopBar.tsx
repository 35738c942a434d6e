import { Trans, useLingui } from "@lingui/react/macro";
import { IconEye, IconKeyboard, IconListTree, IconReplace, IconSearch } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { Link } from "react-router";
import type { PageState } from "../../api/types";
import { useKeyOf } from "../../ui/keymap";
import classes from "./TopBar.module.css";
import { meetingWords, type SeenBy, seenBySentence } from "./words";

interface TopBarProps {
  document: Pick<PageState, "title" | "meeting" | "sitting" | "group"> & SeenBy;
  /** How far the whole has come, and the sitting on it. */
  where: ReactNode;
  save: ReactNode;
  people: ReactNode;
  language: ReactNode;
  account: ReactNode;
  onOutline: () => void;
  onGoTo: () => void;
  onFind: () => void;
  onKeys: () => void;
}

/** One line: what this is, who can see it, in which meeting, whether one's words are safe, and as whom one is here. */
export function TopBar({
  document,
  where,
  save,
  people,
  language,
  account,
  onOutline,
  onGoTo,
  onFind,
  onKeys,
}: TopBarProps) {
  const { t } = useLingui();
  const [gotoKey, findKey, sheetKey] = [useKeyOf("goto"), useKeyOf("find"), useKeyOf("keys")];
  const named = (name: string, key: string) => (key ? `${name} (${key})` : name);
  const audience = seenBySentence(document);

  return (
    <header className={classes.bar} data-region="bar">
      <button type="button" className={classes.outline} onClick={onOutline} aria-label={t`Outline`}>
        <IconListTree size={20} aria-hidden />
      </button>
      <Link to={`/groups/${document.group.id}`} className={classes.home} aria-label={t`Back to ${document.group.name}`}>
        <img src="/icon.svg" alt="" width={22} height={22} />
      </Link>
      <h1 className={classes.title} title={document.title} dir="auto">
        <bdi>{document.title}</bdi>
      </h1>
      <span className={classes.audience} title={audience}>
        <IconEye size={16} aria-hidden />
        <span>{audience}</span>
      </span>
      {where}
      {document.meeting && !document.sitting && (
        <span className={classes.meeting} title={meetingWords(document.meeting)}>
          <bdi>{meetingWords(document.meeting)}</bdi>
        </span>
      )}
      <span className={classes.space} />
      {save}
      {people}
      <button
        type="button"
        className={classes.icon}
        onClick={onGoTo}
        aria-label={t`Go to a paragraph`}
        title={named(t`Go to a paragraph`, gotoKey)}
      >
        <IconSearch size={18} aria-hidden />
      </button>
      <button
        type="button"
        className={classes.icon}
        data-roomy=""
        onClick={onFind}
        aria-label={t`Find and replace`}
        title={named(t`Find and replace`, findKey)}
      >
        <IconReplace size={18} aria-hidden />
      </button>
      <button
        type="button"
        className={classes.icon}
        data-wide=""
        onClick={onKeys}
        aria-label={t`Keys and messages`}
        title={named(t`Keys and messages`, sheetKey)}
      >
        <IconKeyboard size={19} aria-hidden />
      </button>
      <span className={classes.language}>{language}</span>
      <span className={classes.account}>{account}</span>
    </header>
  );
}

/** For those who go by keyboard, before everything else. */
export function SkipLink() {
  return (
    <a className={classes.skip} href="#document">
      <Trans>Skip to the text</Trans>
    </a>
  );
}

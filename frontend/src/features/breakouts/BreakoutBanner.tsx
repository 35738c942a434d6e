import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Button, Menu } from "@mantine/core";
import {
  IconArrowBack,
  IconChevronDown,
  IconDots,
  IconEye,
  IconInfoCircle,
  IconLock,
  IconUsersGroup,
} from "@tabler/icons-react";
import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { Link } from "react-router";
import { dayWords, momentWords } from "../../ui/dates";
import classes from "./Banner.module.css";
import { Particulars } from "./Particulars";
import type { Breakout } from "./types";
import { textLabel } from "./words";

/** What can be done from the banner; what this person may not do is left out. */
export interface BannerAction {
  id: "split" | "kind" | "mark" | "open" | "report";
  words: string;
  icon: ReactNode;
  /** The one that ends the group's work. */
  strong?: boolean;
  /** What it does, or why it cannot be done yet. */
  title?: string;
  disabled?: boolean;
  onAct: () => void;
}

interface BreakoutBannerProps {
  breakout: Breakout;
  /** Who can see the text at this moment, as a sentence. */
  audience: string;
  /** Which paragraph the actions are for. */
  place: string;
  actions: BannerAction[];
}

/** Over a group's own text, always in sight: whose it is, and what its participants do with it. */
export function BreakoutBanner({ breakout, audience, place, actions }: BreakoutBannerProps) {
  const { t } = useLingui();
  const label = textLabel(breakout);
  const { document, name, state } = breakout;
  return (
    <section className={classes.strip} aria-label={label} data-region="banner" data-state={state}>
      <IconUsersGroup className={classes.sign} size={20} aria-hidden />
      <p className={classes.label}>
        <strong>{label}</strong>
        {name && <bdi className={classes.name}>{name}</bdi>}
      </p>
      <Link to={`/documents/${document}`} className={classes.back} aria-label={t`To the plenary's text`}>
        <IconArrowBack size={16} aria-hidden className={classes.directed} />
        <span>
          <Trans>To the plenary's text</Trans>
        </span>
      </Link>
      <span className={classes.space} />
      <div className={classes.actions}>
        {actions.map(({ id, words, icon, strong, title, disabled, onAct }) => (
          <Button
            key={id}
            size="compact-sm"
            variant={strong ? "filled" : "default"}
            color="var(--breakout-strong)"
            leftSection={icon}
            title={title}
            disabled={disabled}
            // An open editor keeps the caret.
            onMouseDown={(event) => event.preventDefault()}
            onClick={onAct}
            data-action={id}
          >
            {words}
          </Button>
        ))}
      </div>
      {actions.length > 0 && <MoreActions place={place} actions={actions} />}
      <Folded breakout={breakout} audience={audience} />
    </section>
  );
}

/** The banner before anything is known of the group but what its text is called. */
export function BannerWaiting({ title, plenary }: { title: string; plenary: string }) {
  const { t } = useLingui();
  const label = t`${title}: not the plenary's text`;
  return (
    <section className={classes.strip} aria-label={label} data-region="banner">
      <IconUsersGroup className={classes.sign} size={20} aria-hidden />
      <p className={classes.label}>
        <strong>{label}</strong>
      </p>
      <Link to={`/documents/${plenary}`} className={classes.back} aria-label={t`To the plenary's text`}>
        <IconArrowBack size={16} aria-hidden className={classes.directed} />
      </Link>
    </section>
  );
}

/** Where there is no room for buttons beside each other. */
function MoreActions({ place, actions }: Pick<BreakoutBannerProps, "place" | "actions">) {
  const { t } = useLingui();
  return (
    <Menu position="bottom-end" width={280} shadow="md" withinPortal={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <button type="button" className={classes.more} aria-label={t`What the group can do`}>
          <IconDots size={20} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {place && (
          <Menu.Label>
            <bdi>{place}</bdi>
          </Menu.Label>
        )}
        {actions.map(({ id, words, icon, disabled, onAct }) => (
          <Menu.Item key={id} leftSection={icon} disabled={disabled} onClick={onAct}>
            {words}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** The group's task and people, folded away under the strip. */
function Folded({ breakout, audience }: Pick<BreakoutBannerProps, "breakout" | "audience">) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const details = useId();

  useEffect(() => {
    if (!open) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      setOpen(false);
      button.current?.focus();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [open]);

  return (
    <div className={classes.folded}>
      <button
        ref={button}
        type="button"
        className={classes.fold}
        aria-expanded={open}
        aria-controls={details}
        title={t`Task and people`}
        onClick={() => setOpen(!open)}
      >
        <IconInfoCircle size={18} aria-hidden />
        <span>
          <Trans>Task and people</Trans>
        </span>
        <IconChevronDown size={15} aria-hidden />
      </button>
      <div id={details} hidden={!open} className={classes.details}>
        <Particulars breakout={breakout} audience={audience} />
        <p className={classes.all}>
          <Link to={`/documents/${breakout.document}/breakouts`}>
            <Trans>All breakout groups</Trans>
          </Link>
        </p>
      </div>
    </div>
  );
}

interface BannerSentencesProps {
  breakout: Breakout;
  audience: string;
  /** Why this person only reads; empty for those who write. */
  why: string;
}

/** What must be known before reading on: why one only reads, that the group has reported, that the text came back. */
export function BannerSentences({ breakout, audience, why }: BannerSentencesProps) {
  const { state, reported_at, reported_by, return_note, counts, document, id, due_day } = breakout;
  const over = state === "reported" || state === "concluded";
  return (
    <div className={classes.below}>
      {!over && (
        <p className={classes.quiet}>
          {due_day ? (
            <Trans>
              {audience} · due on {dayWords(due_day)}
            </Trans>
          ) : (
            audience
          )}
        </p>
      )}
      {state === "returned" && (
        <p className={classes.sentence}>
          <IconArrowBack size={16} aria-hidden className={classes.directed} />
          {return_note ? (
            <span>
              <Trans>
                The plenary gave the text back: <bdi>{return_note}</bdi>
              </Trans>
            </span>
          ) : (
            <Trans>The plenary gave the text back: the group works on.</Trans>
          )}
        </p>
      )}
      {over && (
        <p className={classes.sentence}>
          <IconLock size={16} aria-hidden />
          <span>
            <strong>
              {reported_at ? (
                <Trans>Reported to the plenary; nothing changes here any more.</Trans>
              ) : (
                <Trans>The group's work has ended; nothing changes here any more.</Trans>
              )}
            </strong>{" "}
            {reported_at &&
              (reported_by ? (
                <Trans>
                  By <bdi>{reported_by}</bdi> on {momentWords(reported_at)}.
                </Trans>
              ) : (
                <Trans>On {momentWords(reported_at)}.</Trans>
              ))}{" "}
            {counts.taken > 0 && (
              <Plural
                value={counts.taken}
                one="The plenary has decided on # paragraph."
                other="The plenary has decided on # paragraphs."
              />
            )}{" "}
            {reported_at && (
              <Link to={`/documents/${document}/breakouts/${id}`}>
                <Trans>Beside the plenary's words</Trans>
              </Link>
            )}
          </span>
        </p>
      )}
      {!over && why && (
        <p className={classes.sentence}>
          <IconEye size={16} aria-hidden />
          <span>{why}</span>
        </p>
      )}
    </div>
  );
}

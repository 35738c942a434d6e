import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Button, Menu } from "@mantine/core";
import { IconArrowBack, IconChevronDown, IconDots, IconEye, IconLock, IconUsersGroup } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useId, useState } from "react";
import { Link } from "react-router";
import { momentWords } from "../../ui/dates";
import classes from "./Banner.module.css";
import { Particulars } from "./Particulars";
import type { Breakout } from "./types";
import { textLabel } from "./words";

/** What can be done from the banner; those that cannot be done now are left out. */
export interface BannerAction {
  id: "split" | "kind" | "mark" | "open" | "report";
  words: string;
  icon: ReactNode;
  /** The one that ends the group's work. */
  strong?: boolean;
  /** Why there is nothing to do it with yet, such as no paragraph chosen. */
  title?: string;
  disabled?: boolean;
  onAct: () => void;
}

interface BreakoutBannerProps {
  breakout: Breakout;
  /** Who can see the text at this moment, as a sentence. */
  audience: string;
  /** Why this person only reads; empty for those who write. */
  why: string;
  /** Which paragraph the actions are for. */
  place: string;
  actions: BannerAction[];
}

/** Over a group's own text, always in sight: whose it is, and what its participants do with it. */
export function BreakoutBanner({ breakout, audience, why, place, actions }: BreakoutBannerProps) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const details = useId();
  const label = textLabel(breakout);
  const { state, reported_at, reported_by, return_note, counts } = breakout;
  const over = state === "reported" || state === "concluded";

  return (
    <>
      <section className={classes.strip} aria-label={label} data-region="banner" data-state={state}>
        <IconUsersGroup className={classes.sign} size={20} aria-hidden />
        <p className={classes.label}>
          <strong>{label}</strong>
          {breakout.name && <bdi className={classes.name}>{breakout.name}</bdi>}
        </p>
        <span className={classes.audience} title={audience}>
          <IconEye size={15} aria-hidden />
          <span>{audience}</span>
        </span>
        <span className={classes.space} />
        <div className={classes.actions}>
          {actions.map(({ id, words, icon, strong, title, disabled, onAct }) => (
            <Button
              key={id}
              size="compact-sm"
              variant={strong ? "filled" : "default"}
              color="teal.9"
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
        {actions.length > 0 && (
          <Menu position="bottom-end" width={280} shadow="md" portalProps={{ target: "#document" }}>
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
        )}
        <button
          type="button"
          className={classes.fold}
          aria-expanded={open}
          aria-controls={details}
          onClick={() => setOpen(!open)}
        >
          <span>
            <Trans>Task and people</Trans>
          </span>
          <IconChevronDown size={15} aria-hidden />
        </button>
      </section>
      <div className={classes.below}>
        <div id={details} hidden={!open} className={classes.details}>
          <Particulars breakout={breakout} audience={audience} />
        </div>
        {state === "returned" && (
          <p className={classes.sentence}>
            {return_note ? (
              <Trans>
                The plenary gave the text back: <bdi>{return_note}</bdi>
              </Trans>
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
                <Trans>Reported to the plenary; nothing changes here any more.</Trans>
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
                  one="The plenary has taken # paragraph."
                  other="The plenary has taken # paragraphs."
                />
              )}{" "}
              <Link to={`/documents/${breakout.document}/breakouts/${breakout.id}`}>
                <Trans>Beside the plenary's words</Trans>
              </Link>
            </span>
          </p>
        )}
        {!over && why && (
          <p className={classes.sentence}>
            <IconEye size={16} aria-hidden />
            <span>{why}</span>
          </p>
        )}
        <p className={classes.back}>
          <Link to={`/documents/${breakout.document}`}>
            <IconArrowBack size={15} aria-hidden />
            <Trans>To the plenary's text</Trans>
          </Link>
          <Link to={`/documents/${breakout.document}/breakouts`}>
            <Trans>All breakout groups</Trans>
          </Link>
        </p>
      </div>
    </>
  );
}

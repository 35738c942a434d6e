import { useLingui } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck, IconClock, IconDots, IconMailOff } from "@tabler/icons-react";
import { memo, type ReactNode, useRef, useState } from "react";
import { dayWords, spanWords } from "../../ui/dates";
import { type Access, accessOf } from "./accessWords";
import { CorrectPersonDialog } from "./CorrectPersonDialog";
import { InviteManyDialog } from "./InviteManyDialog";
import { LetInDialog } from "./LetInDialog";
import { EndOfficeDialog, OfficeDialog } from "./OfficeDialogs";
import { EndSeatDialog, ResetLinkDialog, SeatDialog, WithdrawInvitationDialog } from "./PersonDialogs";
import { inForce, presentOffices, seatWords } from "./people";
import classes from "./people.module.css";
import { linkWorks } from "./peopleFilter";
import type { GroupRead, OfficeRead, PersonRead } from "./types";
import { wordFor } from "./words";

interface PersonRowProps {
  group: GroupRead;
  person: PersonRead;
  manage: boolean;
  chosen: boolean;
  onChoose: (ids: string[], chosen: boolean) => void;
  show: (dialog: ReactNode) => void;
}

/** One person: seat, delegation, offices, and whether they have come in. There may be hundreds, so it is plain HTML. */
export const PersonRow = memo(function PersonRow({ group, person, manage, chosen, onChoose, show }: PersonRowProps) {
  const [open, setOpen] = useState(false);
  const { t } = useLingui();
  const offices = presentOffices(person.offices);

  return (
    <li
      className={classes.person}
      data-manage={manage || undefined}
      data-chosen={chosen || undefined}
      data-open={open || undefined}
    >
      {manage && (
        <label className={classes.choose}>
          <input
            type="checkbox"
            checked={chosen}
            onChange={(event) => onChoose([person.person_id], event.currentTarget.checked)}
          />
          <span className="visually-hidden">{t`Choose ${person.name}`}</span>
        </label>
      )}
      <div className={classes.who}>
        <bdi className={classes.name}>{person.name}</bdi>
        {person.email && (
          <div className={classes.quiet}>
            {person.has_mail ? person.email : t`No e-mail address; signs in as ${person.email}`}
          </div>
        )}
      </div>
      <div className={classes.what}>
        {person.delegation && <bdi>{person.delegation.name}</bdi>}
        <div className={classes.quiet}>{seatWords(person)}</div>
        {offices.length > 0 && (
          <ul className={classes.offices} aria-label={t`Offices of ${person.name}`}>
            {offices.map((office) => (
              <li key={office.id}>{officeWords(office)}</li>
            ))}
          </ul>
        )}
      </div>
      <div className={classes.access}>
        {manage ? <AccessMark access={accessOf(person)} /> : <Came person={person} />}
      </div>
      {manage && <PersonMenu group={group} person={person} show={show} onOpen={setOpen} />}
    </li>
  );
});

function Came({ person }: { person: PersonRead }) {
  const { t } = useLingui();
  return person.signed_in_before ? null : <span className={classes.quiet}>{t`Has not signed in yet`}</span>;
}

const ICONS = { in: IconCircleCheck, waiting: IconClock, none: IconMailOff, failed: IconAlertTriangle };

/** How the way in stands, as a shape and in words. */
export function AccessMark({ access }: { access: Access }) {
  const Icon = ICONS[access.kind];
  return (
    <span className={classes.mark} data-kind={access.kind}>
      <Icon size={16} aria-hidden />
      <span>
        {access.words}
        {access.why && <span className={classes.why}>{access.why}</span>}
      </span>
    </span>
  );
}

interface PersonMenuProps {
  group: GroupRead;
  person: PersonRead;
  show: (dialog: ReactNode) => void;
  onOpen: (open: boolean) => void;
}

/** What the secretariat can do about one person. Until it is asked for it is a bare button: there may be hundreds. */
function PersonMenu({ group, person, show, onOpen }: PersonMenuProps) {
  const { t } = useLingui();
  const [asked, setAsked] = useState(false);
  const [opened, setOpened] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = () => show(null);
  const offices = presentOffices(person.offices);
  const label = t`What to do with ${person.name}`;

  function change(next: boolean) {
    setAsked(true);
    setOpened(next);
    onOpen(next);
    // The button that was pressed first is gone: Mantine would give the focus back to that one.
    if (!next) requestAnimationFrame(() => button.current?.focus());
  }

  if (!asked) {
    return (
      <button
        type="button"
        className={classes.more}
        aria-haspopup="menu"
        aria-label={label}
        onClick={() => change(true)}
      >
        <IconDots size={18} aria-hidden />
      </button>
    );
  }
  return (
    <Menu
      opened={opened}
      onChange={change}
      position="bottom-end"
      width={300}
      withinPortal={false}
      withInitialFocusPlaceholder={false}
      returnFocus={false}
    >
      <Menu.Target>
        <button ref={button} type="button" className={classes.more} aria-label={label}>
          <IconDots size={18} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => show(<LetInDialog group={group} person={person} onClose={close} />)}>
          {t`Let in now, with a code`}
        </Menu.Item>
        {!person.signed_in_before && (
          <Menu.Item onClick={() => show(<InviteManyDialog group={group} people={[person]} onClose={close} />)}>
            {linkWorks(person) ? t`Invite again` : t`Invite`}
          </Menu.Item>
        )}
        {person.signed_in_before && (
          <Menu.Item onClick={() => show(<ResetLinkDialog group={group} person={person} onClose={close} />)}>
            {t`Make a link for a new password`}
          </Menu.Item>
        )}
        {person.invitation && (
          <Menu.Item
            c="var(--danger)"
            onClick={() => show(<WithdrawInvitationDialog group={group} person={person} onClose={close} />)}
          >
            {t`Take back the invitation`}
          </Menu.Item>
        )}
        <Menu.Divider />
        <Menu.Item onClick={() => show(<CorrectPersonDialog group={group} person={person} onClose={close} />)}>
          {t`Correct the name or the address`}
        </Menu.Item>
        {person.seat_id && (
          <Menu.Item onClick={() => show(<SeatDialog group={group} person={person} onClose={close} />)}>
            {t`Change the seat`}
          </Menu.Item>
        )}
        <Menu.Item onClick={() => show(<OfficeDialog group={group} person={person} onClose={close} />)}>
          {t`Give an office`}
        </Menu.Item>
        {offices.map((office) => (
          <Menu.Item
            key={office.id}
            onClick={() => show(<EndOfficeDialog group={group} person={person} office={office} onClose={close} />)}
          >
            {t`End the office: ${wordFor(office.kind)}`}
          </Menu.Item>
        ))}
        {person.seat_id && (
          <>
            <Menu.Divider />
            <Menu.Item
              c="var(--danger)"
              onClick={() => show(<EndSeatDialog group={group} person={person} onClose={close} />)}
            >
              {t`End the seat`}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

/** "Chair", "Chair, until 3 May 2014": days are said where they still matter. */
function officeWords(office: OfficeRead): string {
  const { kind, from_day, until_day } = office;
  if (!inForce(office)) return `${wordFor(kind)}, ${spanWords(from_day, until_day)}`;
  return until_day ? `${wordFor(kind)}, ${spanWords(null, until_day)}` : `${wordFor(kind)}, ${sinceWords(from_day)}`;
}

function sinceWords(day: string): string {
  return spanWords(day, null) || dayWords(day);
}

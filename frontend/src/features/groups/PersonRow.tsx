import { useLingui } from "@lingui/react/macro";
import { ActionIcon, Menu, Text } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { dayWords, momentWords, spanWords } from "../../ui/dates";
import classes from "./groups.module.css";
import { EndOfficeDialog, OfficeDialog } from "./OfficeDialogs";
import { EndSeatDialog, ResetLinkDialog, SeatDialog, WithdrawInvitationDialog } from "./PersonDialogs";
import { inForce, presentOffices, seatWords } from "./people";
import type { GroupRead, OfficeRead, PersonRead } from "./types";
import { wordFor } from "./words";

interface PersonRowProps {
  group: GroupRead;
  person: PersonRead;
}

/** One person: seat, delegation, offices, and what the secretariat can do about them. */
export function PersonRow({ group, person }: PersonRowProps) {
  const { t } = useLingui();
  const [dialog, setDialog] = useState<ReactNode>(null);
  const close = () => setDialog(null);
  const offices = presentOffices(person.offices);

  return (
    <li className={classes.item}>
      <div className={classes.person}>
        <div>
          <Text fw={600}>
            <bdi>{person.name}</bdi>
          </Text>
          {person.email && <div className={`${classes.quiet} ${classes.breakable}`}>{person.email}</div>}
        </div>
        <div>
          {person.delegation && <bdi>{person.delegation.name}</bdi>}
          <div className={classes.quiet}>{seatWords(person)}</div>
        </div>
        <div>
          {offices.length > 0 && (
            <ul className={classes.plainList} aria-label={t`Offices of ${person.name}`}>
              {offices.map((office) => (
                <li key={office.id}>{officeWords(office)}</li>
              ))}
            </ul>
          )}
          <div className={classes.quiet}>
            {person.invitation ? t`Invited; the link works until ${momentWords(person.invitation.expires_at)}` : null}
            {!person.invitation && !person.signed_in_before ? t`Has not signed in yet` : null}
          </div>
        </div>
      </div>
      {group.may.manage && (
        <Menu position="bottom-end" width={280} withinPortal={false} withInitialFocusPlaceholder={false}>
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" size={36} aria-label={t`What to do with ${person.name}`}>
              <IconDots size={18} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {person.seat_id && (
              <Menu.Item onClick={() => setDialog(<SeatDialog group={group} person={person} onClose={close} />)}>
                {t`Change the seat`}
              </Menu.Item>
            )}
            <Menu.Item onClick={() => setDialog(<OfficeDialog group={group} person={person} onClose={close} />)}>
              {t`Give an office`}
            </Menu.Item>
            {offices.map((office) => (
              <Menu.Item
                key={office.id}
                onClick={() =>
                  setDialog(<EndOfficeDialog group={group} person={person} office={office} onClose={close} />)
                }
              >
                {t`End the office: ${wordFor(office.kind)}`}
              </Menu.Item>
            ))}
            <Menu.Divider />
            <Menu.Item onClick={() => setDialog(<ResetLinkDialog group={group} person={person} onClose={close} />)}>
              {person.signed_in_before ? t`Make a link for a new password` : t`Make a new invitation link`}
            </Menu.Item>
            {person.invitation && (
              <Menu.Item
                c="var(--danger)"
                onClick={() => setDialog(<WithdrawInvitationDialog group={group} person={person} onClose={close} />)}
              >
                {t`Take back the invitation`}
              </Menu.Item>
            )}
            {person.seat_id && (
              <Menu.Item
                c="var(--danger)"
                onClick={() => setDialog(<EndSeatDialog group={group} person={person} onClose={close} />)}
              >
                {t`End the seat`}
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      )}
      {dialog}
    </li>
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

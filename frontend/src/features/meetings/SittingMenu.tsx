import { Trans, useLingui } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import {
  IconChevronDown,
  IconDeviceTv,
  IconDoor,
  IconDoorOff,
  IconListCheck,
  IconLock,
  IconPlayerPause,
  IconPlayerPlay,
  IconScreenShare,
  IconSettings,
  IconUsersGroup,
} from "@tabler/icons-react";
import { Link } from "react-router";
import type { PageState } from "../../api/types";
import { announce } from "../../ui/announce";
import { momentWords } from "../../ui/dates";
import { useSittingStep } from "./api";
import classes from "./SittingMenu.module.css";
import { accessName, sittingName, sittingShort } from "./words";

/** Which dialog about sittings lies over the page. */
export type SittingDialog = "open" | "change" | "close" | "screens";

interface SittingMenuProps {
  state: Pick<PageState, "id" | "sitting" | "now">;
  /** Whether this person opens, suspends and closes sittings. */
  runs: boolean;
  onDialog: (dialog: SittingDialog) => void;
}

/** In the top bar: whether the room sits, who may follow, and what can be done about it. Nothing where there is nothing to say. */
export function SittingMenu({ state, runs, onDialog }: SittingMenuProps) {
  const { t } = useLingui();
  const { sitting } = state;
  const step = useSittingStep(state.id);
  if (!sitting && !runs) return null;
  const icon = { size: 16, "aria-hidden": true } as const;
  const suspended = sitting?.state === "suspended";

  return (
    <Menu position="bottom-start" width={320} shadow="md" withinPortal={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <button
          type="button"
          className={classes.chip}
          data-sitting={sitting?.state}
          data-access={sitting?.access}
          title={sitting ? sittingName(sitting) : undefined}
        >
          {!sitting ? (
            <IconUsersGroup {...icon} />
          ) : suspended ? (
            <IconPlayerPause {...icon} />
          ) : sitting.access === "everyone" ? (
            <IconDoor {...icon} />
          ) : (
            <IconLock {...icon} />
          )}
          <span>{sitting ? sittingShort(sitting) : t`No sitting`}</span>
          <IconChevronDown size={13} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown className={classes.note} aria-label={t`Sitting`}>
        {sitting && (
          <>
            <Menu.Label>
              {sittingName(sitting)} · {suspended ? t`suspended` : accessName(sitting.access)}
              <br />
              <Trans>since {momentWords(sitting.opened_at)}</Trans>
            </Menu.Label>
            {suspended && (
              <Menu.Label className={classes.note}>
                <Trans>Nothing is marked until it goes on; drafting goes on.</Trans>
              </Menu.Label>
            )}
          </>
        )}
        {runs && !sitting && (
          <Menu.Item leftSection={<IconDoor {...icon} />} onClick={() => onDialog("open")}>
            {t`Open a sitting`}
          </Menu.Item>
        )}
        {runs && sitting && (
          <>
            {suspended ? (
              <Menu.Item
                leftSection={<IconPlayerPlay {...icon} />}
                onClick={() =>
                  step.mutate(
                    { id: sitting.id, step: "resume" },
                    { onSuccess: () => announce(t`The sitting goes on.`) },
                  )
                }
              >
                {t`Go on with the sitting`}
              </Menu.Item>
            ) : (
              <Menu.Item
                leftSection={<IconPlayerPause {...icon} />}
                onClick={() =>
                  step.mutate(
                    { id: sitting.id, step: "suspend" },
                    { onSuccess: () => announce(t`The sitting is suspended.`) },
                  )
                }
              >
                {t`Suspend the sitting`}
              </Menu.Item>
            )}
            <Menu.Item leftSection={<IconSettings {...icon} />} onClick={() => onDialog("change")}>
              {t`Who may follow, and what is planned`}
            </Menu.Item>
            <Menu.Item leftSection={<IconDoorOff {...icon} />} onClick={() => onDialog("close")}>
              {t`Close the sitting`}
            </Menu.Item>
          </>
        )}
        <Menu.Divider />
        <Menu.Item
          component={Link}
          to={`/documents/${state.id}/wall`}
          target="_blank"
          leftSection={<IconScreenShare {...icon} />}
        >
          {t`Show the wall in a new window`}
        </Menu.Item>
        {runs && (
          <Menu.Item leftSection={<IconDeviceTv {...icon} />} onClick={() => onDialog("screens")}>
            {t`Screens in the room`}
          </Menu.Item>
        )}
        <Menu.Item component={Link} to={`/documents/${state.id}/sittings`} leftSection={<IconListCheck {...icon} />}>
          {t`All sittings, and what was not reached`}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

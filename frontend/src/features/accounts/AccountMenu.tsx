import { useLingui } from "@lingui/react/macro";
import { Anchor, Button, Menu, Text } from "@mantine/core";
import { IconChevronDown, IconLogout, IconUser, IconUserCircle } from "@tabler/icons-react";
import { useEffect } from "react";
import { Link, useLocation } from "react-router";
import { announce } from "../../ui/announce";
import classes from "./accounts.module.css";
import { useMe } from "./api";
import { useSignOut } from "./useSignOut";

interface AccountMenuProps {
  /** For whom this person acts on this page: "for Hungary". */
  standing?: string;
}

/** Who is signed in, and the way to the account and out; signed out, the way in. */
export function AccountMenu({ standing }: AccountMenuProps) {
  const { t } = useLingui();
  const { pathname, search } = useLocation();
  const me = useMe();
  const { signOut, sending, problem, dialog } = useSignOut();

  useEffect(() => {
    if (problem) announce(problem);
  }, [problem]);

  if (me.data === null && pathname !== "/sign-in") {
    return (
      <Anchor component={Link} to={`/sign-in?next=${encodeURIComponent(pathname + search)}`} size="sm">
        {t`Sign in`}
      </Anchor>
    );
  }
  if (!me.data) return null;
  const { name, email } = me.data;

  return (
    <>
      <Menu position="bottom-end" width={260} withinPortal={false} withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <Button
            variant="subtle"
            color="gray"
            size="compact-md"
            className={classes.menuTarget}
            loading={sending}
            aria-label={standing ? t`Account of ${name}, ${standing}` : t`Account of ${name}`}
            leftSection={<IconUserCircle size={20} stroke={1.5} aria-hidden />}
            rightSection={<IconChevronDown size={14} aria-hidden />}
          >
            <bdi className={classes.menuName}>{standing || name}</bdi>
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <div className={classes.menuHead}>
            <Text fw={600}>
              <bdi>{name}</bdi>
            </Text>
            {standing && <Text size="sm">{standing}</Text>}
            <Text size="sm" c="dimmed" className={classes.breakable}>
              {email}
            </Text>
          </div>
          {problem && (
            <Text size="sm" className={classes.menuProblem}>
              {problem}
            </Text>
          )}
          <Menu.Divider />
          <Menu.Item component={Link} to="/account" leftSection={<IconUser size={16} aria-hidden />}>
            {t`Account`}
          </Menu.Item>
          <Menu.Item
            closeMenuOnClick={false}
            leftSection={<IconLogout size={16} aria-hidden />}
            onClick={() => void signOut()}
          >
            {t`Sign out`}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {dialog}
    </>
  );
}

import { useLingui } from "@lingui/react/macro";
import { Alert } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { GroupRead } from "./types";

/** What only chair, vice-chair and secretariat have a use for; others are told so. */
export function ManagersOnly({ group, children }: { group: GroupRead; children: ReactNode }) {
  const { t } = useLingui();
  if (group.may.manage) return children;
  return (
    <Alert variant="light" color="gray" role="alert" icon={<IconLock aria-hidden />} title={t`You may not see this`}>
      {t`This page is for the chair and the secretariat of the group.`}
    </Alert>
  );
}

import { useLingui } from "@lingui/react/macro";
import { GroupFrame } from "../features/groups/GroupFrame";
import { MeetingsSection } from "../features/groups/MeetingsSection";

export function MeetingsPage() {
  const { t } = useLingui();
  return <GroupFrame title={t`Meetings`}>{(group) => <MeetingsSection group={group} />}</GroupFrame>;
}

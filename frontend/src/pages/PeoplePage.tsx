import { useLingui } from "@lingui/react/macro";
import { GroupFrame } from "../features/groups/GroupFrame";
import { PeopleSection } from "../features/groups/PeopleSection";

export function PeoplePage() {
  const { t } = useLingui();
  return <GroupFrame title={t`People`}>{(group) => <PeopleSection group={group} />}</GroupFrame>;
}

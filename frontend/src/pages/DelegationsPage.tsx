import { useLingui } from "@lingui/react/macro";
import { DelegationsSection } from "../features/groups/DelegationsSection";
import { GroupFrame } from "../features/groups/GroupFrame";

export function DelegationsPage() {
  const { t } = useLingui();
  return <GroupFrame title={t`Delegations`}>{(group) => <DelegationsSection group={group} />}</GroupFrame>;
}

import { useLingui } from "@lingui/react/macro";
import { GroupFrame } from "../features/groups/GroupFrame";
import { RecordSection } from "../features/groups/RecordSection";

export function GroupRecordPage() {
  const { t } = useLingui();
  return <GroupFrame title={t`Record of decisions`}>{(group) => <RecordSection group={group} />}</GroupFrame>;
}

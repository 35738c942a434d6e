import { useLingui } from "@lingui/react/macro";
import { GroupFrame } from "../features/groups/GroupFrame";
import { ManagersOnly } from "../features/groups/ManagersOnly";
import { ParticipantsSection } from "../features/groups/ParticipantsSection";

export function ParticipantsPage() {
  const { t } = useLingui();
  return (
    <GroupFrame title={t`Take over a list`}>
      {(group) => (
        <ManagersOnly group={group}>
          <ParticipantsSection group={group} />
        </ManagersOnly>
      )}
    </GroupFrame>
  );
}

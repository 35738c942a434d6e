import { useLingui } from "@lingui/react/macro";
import { DoorSection } from "../features/groups/DoorSection";
import { GroupFrame } from "../features/groups/GroupFrame";
import { ManagersOnly } from "../features/groups/ManagersOnly";

export function DoorPage() {
  const { t } = useLingui();
  return (
    <GroupFrame title={t`The door`}>
      {(group) => (
        <ManagersOnly group={group}>
          <DoorSection group={group} />
        </ManagersOnly>
      )}
    </GroupFrame>
  );
}

import { useLingui } from "@lingui/react/macro";
import { CardsSection } from "../features/groups/CardsSection";
import { GroupFrame } from "../features/groups/GroupFrame";
import { ManagersOnly } from "../features/groups/ManagersOnly";

export function CardsPage() {
  const { t } = useLingui();
  return (
    <GroupFrame title={t`Cards to print`} printsBare>
      {(group) => (
        <ManagersOnly group={group}>
          <CardsSection group={group} />
        </ManagersOnly>
      )}
    </GroupFrame>
  );
}

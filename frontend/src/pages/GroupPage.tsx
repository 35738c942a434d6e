import { useLingui } from "@lingui/react/macro";
import { Stack } from "@mantine/core";
import { DocumentsSection } from "../features/groups/GroupDocuments";
import { GroupFrame } from "../features/groups/GroupFrame";
import { MandateSection } from "../features/groups/MandateSection";
import { MeetingNow, Numbers } from "../features/groups/OverviewSections";

export function GroupPage() {
  const { t } = useLingui();
  return (
    <GroupFrame title={t`Overview`}>
      {(group) => (
        <Stack gap={40}>
          <DocumentsSection group={group} />
          <MeetingNow group={group} />
          <MandateSection group={group} />
          <Numbers group={group} />
        </Stack>
      )}
    </GroupFrame>
  );
}

import { Plural, useLingui } from "@lingui/react/macro";
import { Text } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useNavigate } from "react-router";
import { pendingCount } from "../../sync/journal";
import { FormDialog } from "../../ui/FormDialog";
import { problemSentence } from "../../ui/forms";
import { useForget, useMe, useSignOutRequest } from "./api";

interface How {
  everywhere: boolean;
  /** Whether programs lose their access too. */
  tokens?: boolean;
}

interface SignOut {
  signOut: (how?: How) => Promise<void>;
  sending: boolean;
  problem: string;
  /** To be rendered by the caller; empty unless there is something to ask. */
  dialog: ReactNode;
}

/** Signs out and goes to the sign-in page; asks first while words typed here have not reached the server. */
export function useSignOut(): SignOut {
  const { t } = useLingui();
  const navigate = useNavigate();
  const me = useMe().data;
  const request = useSignOutRequest();
  const forget = useForget();
  const [asking, setAsking] = useState<{ how: How; unsent: number } | null>(null);
  const problem = request.isError ? problemSentence(request.error) : "";

  async function leave(how: How) {
    await request.mutateAsync(how);
    await navigate("/sign-in");
    await forget();
  }

  async function signOut(how: How = { everywhere: false }) {
    const unsent = me ? await pendingCount(me.id) : 0;
    if (unsent > 0) setAsking({ how, unsent });
    else await leave(how).catch(() => {});
  }

  const dialog = asking && (
    <FormDialog
      title={t`Sign out with changes not yet sent?`}
      action={t`Sign out`}
      danger
      size="md"
      sending={request.isPending}
      problem={problem}
      onClose={() => setAsking(null)}
      onSubmit={(event) => {
        event?.preventDefault();
        void leave(asking.how).catch(() => {});
      }}
    >
      <Text>
        <Plural
          value={asking.unsent}
          one="# change is kept on this device and has not reached the server."
          other="# changes are kept on this device and have not reached the server."
        />
      </Text>
      <Text>{t`They stay on this device, and are sent when you sign in here again. Nobody else sees them until then.`}</Text>
    </FormDialog>
  );
  return { signOut, sending: request.isPending, problem, dialog };
}

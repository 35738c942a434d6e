import { Plural, useLingui } from "@lingui/react/macro";
import { Text } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useNavigate } from "react-router";
import { FormDialog } from "../../ui/FormDialog";
import { problemSentence } from "../../ui/forms";
import { useForget, useMe, useSignOutRequest } from "./api";

interface How {
  everywhere: boolean;
  /** Whether programs lose their access too. */
  tokens?: boolean;
}

interface Unsent {
  changes: number;
  /** Whether they outlive this page; a browser may refuse to keep anything. */
  kept: boolean;
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
  const [asking, setAsking] = useState<{ how: How; unsent: Unsent } | null>(null);
  const problem = request.isError ? problemSentence(request.error) : "";

  async function leave(how: How) {
    try {
      await request.mutateAsync(how);
    } catch {
      return; // `problem` says why
    }
    await navigate("/sign-in");
    await forget();
  }

  async function signOut(how: How = { everywhere: false }) {
    const unsent = me ? await unsentOf(me.id) : null;
    if (unsent) setAsking({ how, unsent });
    else await leave(how);
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
        void leave(asking.how);
      }}
    >
      <Text>
        <Plural
          value={asking.unsent.changes}
          one="# change has not reached the server."
          other="# changes have not reached the server."
        />
      </Text>
      <Text>
        {asking.unsent.kept
          ? t`They are kept on this device, and are sent when you sign in here again. Nobody else sees them until then.`
          : t`This browser keeps nothing on the device: when you sign out, they are lost.`}
      </Text>
    </FormDialog>
  );
  return { signOut, sending: request.isPending, problem, dialog };
}

/** Own changes that the server does not have; null if there are none. Loaded when asked: few pages need the journal. */
async function unsentOf(personId: string): Promise<Unsent | null> {
  try {
    const { openJournal, pendingCount } = await import("../../sync/journal");
    const changes = await pendingCount(personId);
    return changes > 0 ? { changes, kept: (await openJournal(personId)).durable.get() } : null;
  } catch {
    return null; // without a line the journal's code may not load; then the server is not reached either
  }
}

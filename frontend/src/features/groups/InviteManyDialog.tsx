import { Plural, useLingui } from "@lingui/react/macro";
import { Alert, Button, Group, Radio, SegmentedControl, Stack, Text, Textarea } from "@mantine/core";
import { IconMailOff } from "@tabler/icons-react";
import { useState } from "react";
import { useNavigate } from "react-router";
import { Dialog } from "../../ui/Dialog";
import { FormProblemAlert } from "../../ui/FormDialog";
import { problemSentence } from "../../ui/forms";
import { LinksList } from "./LinksList";
import { PassedOverList } from "./PassedOverList";
import {
  type LinksMade,
  type MailLanguage,
  type PassedOver,
  useMailSetUp,
  useMakeLinks,
  useSendMails,
  useTestMail,
} from "./peopleApi";
import { linkWorks } from "./peopleFilter";
import type { GroupRead } from "./types";

/** What is known of somebody to be invited; more where they come from the list of people. */
export interface Invitee {
  person_id: string;
  name: string;
  has_mail?: boolean | null;
  signed_in_before?: boolean;
  invitation?: { expires_at: string } | null;
}

interface InviteManyDialogProps {
  group: GroupRead;
  people: Invitee[];
  onClose: () => void;
}

type Way = "mail" | "link" | "card";
type Done = { way: "mail"; asked: number; passedOver: PassedOver[] } | { way: "link"; links: LinksMade };

const LANGUAGES: { value: MailLanguage; label: string }[] = [
  { value: "en", label: "English" },
  { value: "fr", label: "Français" },
  { value: "ar", label: "العربية" },
];

/** Invitations out for one or many: by mail, as links to copy, or as cards to print. */
export function InviteManyDialog({ group, people, onClose }: InviteManyDialogProps) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const mail = useMailSetUp(group.id);
  const sendMails = useSendMails(group.id);
  const makeLinks = useMakeLinks(group.id);
  const [chosen, setChosen] = useState<Way | null>(null);
  const [note, setNote] = useState("");
  const [language, setLanguage] = useState<MailLanguage>("en");
  const [problem, setProblem] = useState("");
  const [done, setDone] = useState<Done | null>(null);
  const way = chosen ?? (mail.data?.set_up ? "mail" : "card");
  const ids = people.map((person) => person.person_id);
  const linked = people.filter((person) => person.invitation && linkWorks(person as never)).length;
  const [only] = people;

  async function go() {
    setProblem("");
    try {
      if (way === "card") {
        void navigate(`/groups/${group.id}/people/cards`, { state: { people: ids } });
      } else if (way === "mail") {
        const answer = await sendMails.mutateAsync({ people: ids, note: note.trim(), language, new_passwords: false });
        setDone({ way, asked: answer.asked.length, passedOver: answer.passed_over });
      } else {
        setDone({ way, links: await makeLinks.mutateAsync({ people: ids }) });
      }
    } catch (error) {
      setProblem(problemSentence(error));
    }
  }

  if (done) return <DoneDialog group={group} done={done} onClose={onClose} />;
  return (
    <Dialog
      title={people.length === 1 && only ? t`Invite ${only.name}` : t`Invite ${people.length} people`}
      onClose={onClose}
    >
      <Stack gap="md">
        <Text>
          {t`Each gets a fresh link of their own, which lets them choose a password and works once.`}{" "}
          {linked > 0 && (
            <Plural
              value={linked}
              one="One of them has an invitation already: that one stops working."
              other="# of them have invitations already: those stop working."
            />
          )}
        </Text>
        <Radio.Group
          label={t`How it reaches them`}
          value={way}
          onChange={(value) => setChosen(value as Way)}
          aria-busy={mail.isPending}
        >
          <Stack gap="sm" mt={6}>
            <Radio
              value="mail"
              label={t`By mail`}
              disabled={!mail.data?.set_up}
              description={mail.data?.set_up ? t`From ${mail.data.from_address ?? ""}` : undefined}
            />
            {mail.data && !mail.data.set_up && <NoMail />}
            <Radio
              value="card"
              label={t`On cards to print`}
              description={t`Eight to a sheet, each with a name, a square to scan and a code to type.`}
            />
            <Radio
              value="link"
              label={t`As links to copy`}
              description={t`Shown once, as a list; also as a table for a mail program of your own.`}
            />
          </Stack>
        </Radio.Group>
        {way === "mail" && mail.data?.set_up && (
          <>
            <Stack gap={4}>
              <Text size="sm" fw={600} id="mail-language">{t`Language of the mail`}</Text>
              <SegmentedControl
                aria-labelledby="mail-language"
                data={LANGUAGES}
                value={language}
                onChange={(value) => setLanguage(value as MailLanguage)}
              />
            </Stack>
            <Textarea
              label={t`A few words of your own`}
              description={t`If you like: they stand above the link.`}
              autosize
              minRows={2}
              maxRows={8}
              maxLength={2000}
              dir="auto"
              value={note}
              onChange={(event) => setNote(event.currentTarget.value)}
            />
            <TestMailButton group={group} note={note} language={language} />
          </>
        )}
        <FormProblemAlert problem={problem} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>{t`Cancel`}</Button>
          <Button onClick={() => void go()} loading={sendMails.isPending || makeLinks.isPending}>
            {way === "mail" && <Plural value={people.length} one="Send the mail" other="Send # mails" />}
            {way === "link" && <Plural value={people.length} one="Make the link" other="Make # links" />}
            {way === "card" && <Plural value={people.length} one="Go on to the card" other="Go on to # cards" />}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}

function NoMail() {
  const { t } = useLingui();
  return (
    <Alert variant="light" color="gray" icon={<IconMailOff aria-hidden />} title={t`This server sends no mail yet`}>
      {t`Ask whoever keeps it: “Please set up mail for Concord, with CONCORD_MAIL_HOST and CONCORD_MAIL_FROM, as the page on running a server says.” Until then use cards or links.`}
    </Alert>
  );
}

function TestMailButton({ group, note, language }: { group: GroupRead; note: string; language: MailLanguage }) {
  const { t } = useLingui();
  const test = useTestMail(group.id);
  return (
    <Group gap="sm">
      <Button
        size="xs"
        variant="default"
        loading={test.isPending}
        onClick={() => test.mutate({ note: note.trim(), language })}
      >
        {t`Send a test message to me`}
      </Button>
      <Text size="sm" role="status" c={test.isError || test.data?.error ? "var(--danger)" : undefined}>
        {test.isError && problemSentence(test.error)}
        {test.data &&
          (test.data.error ?? t`Sent to ${test.data.to}. Look whether it arrives, also among unwanted mail.`)}
      </Text>
    </Group>
  );
}

function DoneDialog({ group, done, onClose }: { group: GroupRead; done: Done; onClose: () => void }) {
  const { t } = useLingui();
  const passedOver = done.way === "mail" ? done.passedOver : done.links.passed_over;
  const made = done.way === "mail" ? done.asked : done.links.made.length;
  return (
    <Dialog title={done.way === "mail" ? t`Mails` : t`Links`} size="xl" onClose={onClose}>
      <Stack gap="md">
        <Text role="status">
          {done.way === "mail" ? (
            <Plural
              value={made}
              _0="No mail was sent."
              one="# mail is on its way. Beside each name you see what becomes of it."
              other="# mails are on their way. Beside each name you see what becomes of it."
            />
          ) : (
            <Plural
              value={made}
              _0="No link was made."
              one="# link. Copy it now: it will not be shown again."
              other="# links. Copy them now: they will not be shown again."
            />
          )}
        </Text>
        {done.way === "link" && made > 0 && <LinksList links={done.links.made} groupName={group.name} />}
        <PassedOverList people={passedOver} />
        <Group justify="flex-end">
          <Button onClick={onClose}>{t`Done`}</Button>
        </Group>
      </Stack>
    </Dialog>
  );
}

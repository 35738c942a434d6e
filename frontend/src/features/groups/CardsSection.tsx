import { Plural, useLingui } from "@lingui/react/macro";
import { Anchor, Button, Group, Stack, Text } from "@mantine/core";
import { IconPrinter } from "@tabler/icons-react";
import { useState } from "react";
import { Link, useLocation } from "react-router";
import { dayWords } from "../../ui/dates";
import { FormProblemAlert } from "../../ui/FormDialog";
import { problemSentence } from "../../ui/forms";
import { QueryState } from "../../ui/QueryState";
import { Square } from "../../ui/Square";
import { usePeople } from "./api";
import classes from "./cards.module.css";
import { Section } from "./GroupFrame";
import { PassedOverList } from "./PassedOverList";
import { type LinkMade, useMakeLinks } from "./peopleApi";
import { linkWorks } from "./peopleFilter";
import type { GroupRead, PersonRead } from "./types";
import { wordFor } from "./words";

const A_SHEET = 8;

/** Cards to print and hand out: for those chosen on the page of people, or else for all who have not signed in. */
export function CardsSection({ group }: { group: GroupRead }) {
  const { t } = useLingui();
  const people = usePeople(group.id);
  const chosen = chosenIn(useLocation().state);
  return (
    <Section id="cards" title={t`Cards to print`}>
      <QueryState query={people}>
        {(everybody) => {
          const wanted = everybody.filter((person) =>
            chosen ? chosen.has(person.person_id) : !person.signed_in_before,
          );
          return <Cards group={group} people={wanted} />;
        }}
      </QueryState>
    </Section>
  );
}

function chosenIn(state: unknown): Set<string> | null {
  const people = (state as { people?: unknown } | null)?.people;
  return Array.isArray(people) ? new Set(people.map(String)) : null;
}

function Cards({ group, people }: { group: GroupRead; people: PersonRead[] }) {
  const { t } = useLingui();
  const make = useMakeLinks(group.id);
  const [confirmed, setConfirmed] = useState<PersonRead[]>([]);
  const made = make.data;

  if (!made) {
    const linked = people.filter((person) => linkWorks(person)).length;
    return (
      <Stack gap="md" align="flex-start" maw="42rem">
        <Text>
          <Plural
            value={people.length}
            _0="Everybody who was to get a card has signed in already."
            one="# person gets a card, with a square to scan, a code to type and their name."
            other="# people get a card each, with a square to scan, a code to type and their name."
          />{" "}
          {linked > 0 && (
            <Plural
              value={linked}
              one="One of them has an invitation already: with the card, that one stops working."
              other="# of them have invitations already: with the cards, those stop working."
            />
          )}
        </Text>
        <Text c="dimmed" size="sm">
          {t`A card is a key: whoever uses it first chooses the password. Cards are shown this once; if one is lost, print another, and the lost one stops working.`}
        </Text>
        <FormProblemAlert problem={make.error ? problemSentence(make.error) : ""} />
        <Group gap="sm">
          <Button
            loading={make.isPending}
            disabled={people.length === 0}
            onClick={() => {
              setConfirmed(people);
              make.mutate({ people: people.map((person) => person.person_id), cards: true });
            }}
          >
            <Plural value={people.length} one="Make # card" other="Make # cards" />
          </Button>
          <Anchor component={Link} to={`/groups/${group.id}/people`}>{t`Back to the people`}</Anchor>
        </Group>
      </Stack>
    );
  }
  return (
    <Stack gap="md">
      <div className={classes.screen}>
        <Stack gap="sm">
          <Text role="status">
            <Plural
              value={made.made.length}
              _0="No card was made."
              one="# card is ready. Print it now: it will not be shown again."
              other="# cards are ready. Print them now: they will not be shown again."
            />
          </Text>
          <PassedOverList people={made.passed_over} />
          <Group gap="sm">
            <Button
              leftSection={<IconPrinter size={18} aria-hidden />}
              disabled={made.made.length === 0}
              onClick={() => window.print()}
            >{t`Print`}</Button>
            <Anchor component={Link} to={`/groups/${group.id}/people`}>{t`Back to the people`}</Anchor>
          </Group>
        </Stack>
      </div>
      {sheets(made.made).map((cards) => (
        <ul key={cards[0]?.invitation} className={classes.sheet}>
          {cards.map((card) => (
            <Card
              key={card.invitation}
              card={card}
              groupName={group.name}
              hasMail={confirmed.find((person) => person.person_id === card.person_id)?.has_mail ?? true}
            />
          ))}
        </ul>
      ))}
    </Stack>
  );
}

function sheets(cards: LinkMade[]): LinkMade[][] {
  const all: LinkMade[][] = [];
  for (let start = 0; start < cards.length; start += A_SHEET) all.push(cards.slice(start, start + A_SHEET));
  return all;
}

function Card({ card, groupName, hasMail }: { card: LinkMade; groupName: string; hasMail: boolean }) {
  const { t } = useLingui();
  const seat = card.seat ? wordFor(card.seat) : "";
  return (
    <li className={classes.card}>
      <div className={classes.group}>
        <bdi>{groupName}</bdi>
      </div>
      <div className={classes.middle}>
        <div className={classes.person}>
          <div className={classes.name}>
            <bdi>{card.name}</bdi>
          </div>
          {card.delegation && (
            <div className={classes.delegation}>
              <bdi>{card.delegation}</bdi>
            </div>
          )}
          <div className={classes.seat}>{seat}</div>
        </div>
        <Square rows={card.qr} label={t`Square to scan for ${card.name}`} size={112} />
      </div>
      <dl className={classes.facts}>
        <div>
          <dt>{t`Scan, or open`}</dt>
          <dd dir="ltr" translate="no">
            {window.location.host}/code
          </dd>
        </div>
        <div>
          <dt>{t`and type`}</dt>
          <dd className={classes.code} dir="ltr" translate="no">
            {card.code}
          </dd>
        </div>
        <div>
          <dt>{hasMail ? t`You sign in with` : t`Your name to sign in`}</dt>
          <dd dir="ltr" translate="no">
            {card.email}
          </dd>
        </div>
        <div>
          <dt>{t`Works once, until`}</dt>
          <dd>{dayWords(card.expires_at.slice(0, 10))}</dd>
        </div>
      </dl>
    </li>
  );
}

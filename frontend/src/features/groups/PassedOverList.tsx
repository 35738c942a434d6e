import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { Plural } from "@lingui/react/macro";
import { Text } from "@mantine/core";
import type { PassedOver } from "./peopleApi";

const REASONS: Record<PassedOver["why"], MessageDescriptor> = {
  "has-password": msg`has signed in before, and needs no invitation`,
  "other-groups": msg`belongs to another group too: whoever keeps the server makes the link`,
  disabled: msg`has an account that is out of use`,
  demonstration: msg`belongs to the demonstration`,
  "no-mail": msg`has no e-mail address: print a card, or let them in at the door`,
  "not-here": msg`is not in this group any more`,
};

/** Those for whom nothing was made, each with the reason. */
export function PassedOverList({ people }: { people: PassedOver[] }) {
  if (people.length === 0) return null;
  return (
    <section>
      <Text fw={600} size="sm">
        <Plural value={people.length} one="# person was passed over" other="# people were passed over" />
      </Text>
      <ul style={{ margin: 0, paddingInlineStart: "1.25rem" }}>
        {people.map((person) => (
          <li key={person.person_id}>
            <Text size="sm" span>
              {person.name && <bdi>{person.name}</bdi>} {i18n._(REASONS[person.why])}
            </Text>
          </li>
        ))}
      </ul>
    </section>
  );
}

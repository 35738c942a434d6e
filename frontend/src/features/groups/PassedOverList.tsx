import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { Plural } from "@lingui/react/macro";
import { Text } from "@mantine/core";
import type { PassedOver } from "./peopleApi";

const REASONS: Record<PassedOver["why"], MessageDescriptor> = {
  "has-password": msg`Have signed in before, and need no invitation`,
  "other-groups": msg`Belong to another group too: whoever keeps the server makes the link`,
  disabled: msg`Have an account that is out of use`,
  demonstration: msg`Belong to the demonstration`,
  "no-mail": msg`Have no e-mail address: print a card, or let them in at the door`,
  "not-here": msg`Are not in this group any more`,
};

const FEW = 5;

/** Those for whom nothing was made, by reason; many of them are folded up. */
export function PassedOverList({ people }: { people: PassedOver[] }) {
  if (people.length === 0) return null;
  const reasons = Object.keys(REASONS) as PassedOver["why"][];
  return (
    <details open={people.length <= FEW}>
      <Text component="summary" fw={600} size="sm" style={{ cursor: "pointer" }}>
        <Plural value={people.length} one="# person was passed over" other="# people were passed over" />
      </Text>
      <ul style={{ margin: 0, paddingInlineStart: "1.25rem" }}>
        {reasons
          .filter((why) => people.some((person) => person.why === why))
          .map((why) => {
            const those = people.filter((person) => person.why === why);
            return (
              <li key={why}>
                <Text size="sm" span>
                  {i18n._(REASONS[why])} (<bdi>{those.map((person) => person.name || "–").join(" · ")}</bdi>)
                </Text>
              </li>
            );
          })}
      </ul>
    </details>
  );
}

import { describe, expect, it } from "vitest";
import { accessOf } from "./accessWords";
import { countsOf, isOf, NO_FILTER, narrowed } from "./peopleFilter";
import type { DelegationRead, PersonRead } from "./types";

const later = new Date(Date.now() + 86_400_000).toISOString();
const earlier = "2014-03-01T10:00:00Z";

function person(more: Partial<PersonRead> & { name: string }): PersonRead {
  return {
    person_id: more.name,
    email: `${more.name.toLowerCase()}@example.org`,
    has_mail: true,
    seat_id: "s",
    seat: "member",
    delegation: null,
    may_act: true,
    offices: [],
    signed_in_before: false,
    last_signed_in_at: null,
    invitation: null,
    ...more,
  };
}

function link(more: Partial<NonNullable<PersonRead["invitation"]>> = {}): NonNullable<PersonRead["invitation"]> {
  return {
    id: "i",
    purpose: "join",
    created_at: earlier,
    expires_at: later,
    opened_at: null,
    mail: null,
    mail_at: null,
    mail_error: null,
    ...more,
  };
}

const HUNGARY: DelegationRead = { id: "h", name: "Hungary", stakeholder_group: "government", seat: "member" };
const ISOC: DelegationRead = {
  id: "i",
  name: "ISOC",
  stakeholder_group: "technical and academic community",
  seat: "observer",
};

describe("the people of a group", () => {
  it("are counted by what is still to be done for them", () => {
    const people = [
      person({ name: "In", signed_in_before: true, last_signed_in_at: earlier }),
      person({ name: "None" }),
      person({ name: "Linked", invitation: link() }),
      person({ name: "Stale", invitation: link({ expires_at: earlier }) }),
      person({ name: "Failed", seat: "observer", invitation: link({ mail: "failed" }) }),
    ];
    const counts = countsOf(people);
    expect([counts.everybody, counts["not-signed-in"], counts["not-invited"], counts["mail-failed"]]).toEqual([
      5, 4, 2, 1,
    ]);
    expect(people.filter((one) => isOf("observers", one)).map((one) => one.name)).toEqual(["Failed"]);
  });

  it("are narrowed by delegation, stakeholder group and words, and put in order", () => {
    const people = [
      person({ name: "Zoe", delegation: HUNGARY, last_signed_in_at: "2014-03-02T10:00:00Z" }),
      person({ name: "Émile", delegation: ISOC, last_signed_in_at: "2014-03-03T10:00:00Z" }),
      person({ name: "Adam" }),
    ];
    const names = (more: Partial<typeof NO_FILTER>) =>
      narrowed(people, [HUNGARY, ISOC], { ...NO_FILTER, ...more }).map((one) => one.name);
    expect(names({ sort: "name" })).toEqual(["Adam", "Émile", "Zoe"]);
    expect(names({ sort: "delegation" })).toEqual(["Zoe", "Émile", "Adam"]);
    expect(names({ sort: "last" })).toEqual(["Émile", "Zoe", "Adam"]);
    expect(names({ delegation: "h" })).toEqual(["Zoe"]);
    expect(names({ stakeholder: "technical and academic community" })).toEqual(["Émile"]);
    expect(names({ words: "hung" })).toEqual(["Zoe"]);
  });

  it("are said to be in, on the way or not invited", () => {
    const kinds = [
      person({ name: "a", signed_in_before: true }),
      person({ name: "b", invitation: link({ mail: "sent", mail_at: earlier }) }),
      person({ name: "c", invitation: link({ mail: "failed", mail_error: "550 No such user" }) }),
      person({ name: "d", invitation: link({ expires_at: earlier }) }),
      person({ name: "e" }),
    ].map(accessOf);
    expect(kinds.map((one) => one.kind)).toEqual(["in", "waiting", "failed", "none", "none"]);
    expect(kinds[2]?.why).toBe("550 No such user");
  });
});

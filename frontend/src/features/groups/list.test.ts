import { describe, expect, it } from "vitest";
import { csv } from "./csv";
import { findingWords, outcomeWords } from "./findingWords";
import { changed, firstView, rowsOf, sharedFaults } from "./listState";
import type { CheckedRow, Finding } from "./participantsApi";

function finding(code: Finding["code"], severity: Finding["severity"], more: Partial<Finding> = {}): Finding {
  return { field: "seat", code, severity, value: "", other: "", row: null, ...more };
}

function row(id: string, findings: Finding[] = [], more: Partial<CheckedRow> = {}): CheckedRow {
  return {
    row: {
      id,
      number: 2,
      name: `Name ${id}`,
      email: "",
      delegation: "Hungary",
      stakeholder_group: "",
      seat: "",
      may_act: "",
      office: "",
    },
    outcome: findings.some(({ severity }) => severity === "error") ? "unclear" : "new",
    person: null,
    before: null,
    after: { seat: "member", delegation: "Hungary", may_act: true, offices: [] },
    findings,
    ...more,
  };
}

const CONFIRMED = finding("seat-unknown", "error", { value: "Confirmed" });
const ALIKE = finding("delegation-similar", "warning", { field: "delegation", value: "Hungry", other: "Hungary" });

describe("a list that is looked at", () => {
  const rows = [row("a", [CONFIRMED]), row("b", [ALIKE]), row("c"), row("d", [CONFIRMED, ALIKE])];

  it("begins with what is to be corrected, and leaves out what is left out", () => {
    expect(firstView(rows)).toBe("errors");
    expect(firstView([row("b", [ALIKE])])).toBe("warnings");
    expect(firstView([row("c")])).toBe("all");
    expect(rowsOf("errors", rows, new Set(["a"])).map((one) => one.row.id)).toEqual(["d"]);
    expect(rowsOf("warnings", rows, new Set()).map((one) => one.row.id)).toEqual(["b"]);
  });

  it("asks once about a word that several rows share", () => {
    const faults = sharedFaults(rows, new Set());
    expect(faults.map((fault) => [fault.finding.code, fault.ids])).toEqual([
      ["seat-unknown", ["a", "d"]],
      ["delegation-similar", ["b", "d"]],
    ]);
    const cells = changed(
      rows.map((one) => one.row),
      ["a", "d"],
      "seat",
      "member",
    );
    expect(cells.map((one) => one.seat)).toEqual(["member", "", "", "member"]);
  });

  it("says in words what is wrong and what would come of it", () => {
    expect(findingWords(CONFIRMED)).toBe("“Confirmed” is neither member nor observer.");
    expect(findingWords(ALIKE)).toBe("New delegation, or is it Hungary?");
    const before = { seat: "observer" as const, delegation: "Hungary", may_act: false, offices: [] };
    expect(outcomeWords(row("e", [], { outcome: "changes", before }))).toBe(
      "Changes: Observer, Hungary → Member, Hungary",
    );
  });
});

it("a table that goes out holds no formula", () => {
  expect(
    csv([
      ['=HYPERLINK("x")', "a,b"],
      ["-1", "Anna"],
    ]),
  ).toBe('\ufeff"\'=HYPERLINK(""x"")","a,b"\r\n\'-1,Anna\r\n');
});

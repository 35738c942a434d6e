import { describe, expect, it } from "vitest";
import { addressOf, nameIn } from "./files";
import { countPiles } from "./piles";

describe("lists of a document", () => {
  it("count as the server lists them: recommendations by mark, every statement, nothing withdrawn", () => {
    const counts = countPiles([
      { kind: "recommendation", status: "agreed", withdrawn: false },
      { kind: "recommendation", status: "agreed", withdrawn: true },
      { kind: "recommendation", status: "to_revisit", withdrawn: false },
      { kind: "statement", status: "agreed", withdrawn: false },
      { kind: "statement", status: "no_agreement", withdrawn: false },
      { kind: "recommendation", status: "divergent_opinion", withdrawn: false },
      { kind: "plain", status: "not_yet_discussed", withdrawn: false },
      { kind: "statement", status: "not_yet_discussed", withdrawn: false },
    ]);

    expect(counts).toEqual({
      whole: 7,
      statements: 3,
      agreed: 1,
      revisit: 1,
      no_agreement: 1,
      divergent: 1,
      not_discussed: 1,
    });
  });
});

describe("files", () => {
  it("have an address of their own", () => {
    expect(addressOf({ document: "d", format: "pdf", pile: "agreed", view: "clean", revision: 2 })).toBe(
      "/api/documents/d/export?format=pdf&list=agreed&view=clean&revision=2",
    );
  });

  it("are saved under the name that the server gives", () => {
    expect(nameIn("attachment; filename=\"a.pdf\"; filename*=UTF-8''D%C3%A9claration%20-%20Rev.1.pdf")).toBe(
      "Déclaration - Rev.1.pdf",
    );
    expect(nameIn("attachment; filename*=UTF-8''%E0%A4%A")).toBeNull();
    expect(nameIn("")).toBeNull();
  });
});

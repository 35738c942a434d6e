import { QueryClient } from "@tanstack/react-query";
import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import type { Paragraph, Run } from "../../api/types";
import { contentHash } from "../../editor/canonical";
import { Providers } from "../../testing/Providers";
import { MarkCard } from "./MarkCard";

const words = (text: string): Run[] => [{ insert: text }];

function paragraph(more: Partial<Paragraph> = {}): Paragraph {
  return {
    id: "p1",
    text: "t1",
    label: "A.1",
    address: "A.1",
    status: "not_yet_discussed",
    kind: "recommendation",
    mark: null,
    ...more,
  } as Paragraph;
}

const agreed = paragraph({ status: "agreed", mark: { status: "agreed", decision: 7 } as Paragraph["mark"] });

function json(status: number, body: unknown) {
  const type = status < 400 ? "application/json" : "application/problem+json";
  return new Response(JSON.stringify(body), { status, headers: { "content-type": type } });
}

const fetched = vi.fn<(path: string, init: RequestInit) => Promise<Response>>();
beforeEach(() => {
  fetched.mockReset();
  vi.stubGlobal("fetch", fetched);
});

function sent(): Record<string, unknown> {
  return JSON.parse(String(fetched.mock.calls[0]?.[1].body));
}

type CardProps = Partial<Parameters<typeof MarkCard>[0]>;

function show(props: CardProps = {}) {
  const onClose = vi.fn();
  const client = new QueryClient();
  const card = (more: CardProps = {}) => (
    <Providers client={client}>
      <MarkCard
        documentId="d1"
        paragraph={paragraph()}
        runs={words("States should act.")}
        choice="agreed"
        settle={async () => true}
        onClose={onClose}
        {...props}
        {...more}
      />
    </Providers>
  );
  const { rerender } = render(card());
  return { onClose, change: (more: CardProps) => rerender(card(more)) };
}

const record = () => fireEvent.click(screen.getByRole("button", { name: "Record the mark" }));

test("the mark is sent with the hash of the words that the card shows (E18)", async () => {
  fetched.mockResolvedValue(json(200, agreed));
  const { onClose } = show();

  screen.getByText("States should act.");
  record();

  await waitFor(() => expect(onClose).toHaveBeenCalled());
  expect(fetched.mock.calls[0]?.[0]).toBe("/api/paragraphs/p1/status");
  expect(sent()).toMatchObject({ status: "agreed", content_hash: contentHash(words("States should act.")) });
});

test("the sender's own changes are recorded before the mark is sent (E15)", async () => {
  let settled = (_: boolean) => {};
  show({ settle: () => new Promise((resolve) => (settled = resolve)) });

  record();
  expect(fetched).not.toHaveBeenCalled();
  fetched.mockResolvedValue(json(200, agreed));
  settled(true);

  await waitFor(() => expect(fetched).toHaveBeenCalledTimes(1));
});

test("if they cannot be recorded, nothing is marked and the card says so", async () => {
  show({ settle: async () => false });

  record();

  await screen.findByText(/Nothing was recorded/);
  expect(fetched).not.toHaveBeenCalled();
});

test("when the words have moved on the card shows the difference, and records nothing until it was looked at", async () => {
  const present = words("States shall act.");
  fetched.mockResolvedValueOnce(
    json(409, { type: "/problems/words-moved-on", title: "x", status: 409, current: { runs: present } }),
  );
  fetched.mockResolvedValueOnce(json(200, agreed));
  const { onClose, change } = show();

  record();
  await screen.findByText("The words have changed since you saw them");
  expect(screen.getByTitle("removed").textContent).toContain("should");
  expect(screen.getByTitle("added").textContent).toContain("shall");
  expect(onClose).not.toHaveBeenCalled();

  change({ runs: present });
  fireEvent.click(screen.getByRole("button", { name: "Look at the words as they are now" }));
  expect(fetched).toHaveBeenCalledTimes(1);
  screen.getByText("States shall act.");
  record();

  await waitFor(() => expect(onClose).toHaveBeenCalled());
  expect(JSON.parse(String(fetched.mock.calls[1]?.[1].body)).content_hash).toBe(contentHash(present));
});

test("words that change under the open card turn it amber before anything is sent", () => {
  const { change } = show();

  change({ runs: words("States should act now.") });

  screen.getByText("The words have changed since you saw them");
  expect(screen.queryByRole("button", { name: "Record the mark" })).toBeNull();
  expect(fetched).not.toHaveBeenCalled();
});

test("reopening an agreed paragraph takes a reason, which goes with the mark", async () => {
  fetched.mockResolvedValue(json(200, paragraph()));
  show({ paragraph: agreed, choice: "to_revisit" });

  record();
  await screen.findByText("Reopening an agreed paragraph takes a reason.");
  expect(fetched).not.toHaveBeenCalled();

  fireEvent.change(screen.getByLabelText(/Why the paragraph is reopened/), { target: { value: "recorded in error" } });
  record();

  await waitFor(() => expect(fetched).toHaveBeenCalled());
  expect(sent()).toMatchObject({ status: "to_revisit", reason: "recorded in error" });
});

test("brackets that are left are counted and named", () => {
  show({ runs: words("States [shall][should] act [now.") });

  screen.getByText("3 brackets are left");
  screen.getByText("[shall]");
  screen.getByText("[should]");
  screen.getByText(/Without its partner/);
});

test("digits choose the mark, and never-marked paragraphs are not offered to be undone", () => {
  show({ choice: undefined });

  expect(screen.getAllByRole("radio")).toHaveLength(4);
  fireEvent.keyDown(screen.getByRole("radio", { name: /agreed/ }), { key: "3" });
  expect(screen.getByRole<HTMLInputElement>("radio", { name: /no agreement/ }).checked).toBe(true);
});

test("without a choice nothing is sent", async () => {
  show({ choice: undefined });

  record();

  await screen.findByText("Choose a mark first.");
  expect(fetched).not.toHaveBeenCalled();
});

test("the secretariat is told that the chair confirms", () => {
  show({ onWord: true });

  screen.getByText(/the chair confirms it afterwards/);
});

test("agreed except for something takes the words that say for what", async () => {
  fetched.mockResolvedValue(json(200, agreed));
  const { onClose } = show();

  fireEvent.click(screen.getByRole("radio", { name: /except for/ }));
  record();
  screen.getByText("Say what it is agreed except for.");
  expect(fetched).not.toHaveBeenCalled();
  fireEvent.change(screen.getByRole("textbox", { name: /Agreed except for/ }), { target: { value: " the date " } });
  record();

  await waitFor(() => expect(onClose).toHaveBeenCalled());
  expect(sent()).toMatchObject({ status: "agreed", qualifier: "except", qualifier_words: "the date" });
});

test("going back from agreed to agreed except takes a reason, ad referendum does not", () => {
  show({ paragraph: agreed });

  fireEvent.click(screen.getByRole("radio", { name: /ad referendum/ }));
  screen.getByRole("textbox", { name: /if there is one to record/ });
  fireEvent.click(screen.getByRole("radio", { name: /except for/ }));
  screen.getByRole("textbox", { name: /Why the paragraph is reopened/ });
});

test("brackets that only hold a place are not warned of", () => {
  show({ runs: words("by [X], [shall] act"), paragraph: paragraph({ placeholders: ["[X]"] }) });

  screen.getByText("1 bracket is left");
  screen.getByText("1 bracket only holds a place.");
});

test("alternatives that still stand are named before words beside them are agreed", async () => {
  fetched.mockResolvedValue(json(200, agreed));
  const { onClose } = show({ alternatives: ["Alt 1", "Alt 2"] });

  screen.getByText("Alt 1, Alt 2");
  fireEvent.click(screen.getByRole("button", { name: "Agreed all the same" }));

  await waitFor(() => expect(onClose).toHaveBeenCalled());
  expect(sent()).toMatchObject({ status: "agreed", alternatives_seen: true });
});

test("an alternative that came a moment ago is named by the card, and nothing is recorded yet", async () => {
  const problem = {
    type: "/problems/alternatives-standing",
    title: "Alternatives still stand beside this paragraph",
    status: 409,
    alternatives: [{ id: "a", label: "Alt 1" }],
  };
  fetched.mockResolvedValueOnce(json(409, problem));
  fetched.mockResolvedValueOnce(json(200, agreed));
  const { onClose } = show();

  record();
  await screen.findByText("Alt 1");
  expect(sent()).toMatchObject({ alternatives_seen: false });
  expect(onClose).not.toHaveBeenCalled();
  fireEvent.click(screen.getByRole("button", { name: "Agreed all the same" }));

  await waitFor(() => expect(onClose).toHaveBeenCalled());
  expect(JSON.parse(String(fetched.mock.calls[1]?.[1].body)).alternatives_seen).toBe(true);
});

import "fake-indexeddb/auto";
import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import { createMemoryRouter, RouterProvider } from "react-router";
import { beforeEach, expect, test, vi } from "vitest";
import * as Y from "yjs";
import { openJournal } from "../../sync/journal";
import { meKey } from "./api";
import { useSignOut } from "./useSignOut";

const requests: string[] = [];

function Page() {
  const { signOut, problem, dialog } = useSignOut();
  return (
    <>
      <button type="button" onClick={() => void signOut()}>
        Leave
      </button>
      <p>{problem}</p>
      {dialog}
    </>
  );
}

function show(person: string) {
  const queries = new QueryClient();
  queries.setQueryData(meKey, { id: person, name: "Ana", email: "", operator: false, demo: false, groups: [] });
  queries.setQueryDefaults(meKey, { staleTime: Number.POSITIVE_INFINITY });
  queries.setQueryData(["groups", "g"], { name: "A group" });
  const router = createMemoryRouter([
    { path: "/", Component: Page },
    { path: "/sign-in", element: <p>The sign-in page</p> },
  ]);
  render(
    <I18nProvider i18n={i18n}>
      <QueryClientProvider client={queries}>
        <MantineProvider env="test">
          <RouterProvider router={router} />
        </MantineProvider>
      </QueryClientProvider>
    </I18nProvider>,
  );
  fireEvent.click(screen.getByText("Leave"));
  return queries;
}

/** Types into a text, and lets nothing reach the server. */
async function type(person: string) {
  const journal = (await openJournal(person)).text("t", 1, "d");
  const doc = new Y.Doc();
  const before = Y.encodeStateAsUpdate(doc);
  doc.on("update", (update: Uint8Array) => journal.typed(update, () => before));
  doc.getText("words").insert(0, "words");
}

let answer = () => new Response(null, { status: 204 });

beforeEach(() => {
  requests.length = 0;
  answer = () => new Response(null, { status: 204 });
  vi.stubGlobal("fetch", async (path: string) => {
    requests.push(path);
    return answer();
  });
});

test("with everything sent one is signed out at once, and what was known is forgotten", async () => {
  const queries = show("saved");

  await screen.findByText("The sign-in page");
  expect(requests).toEqual(["/api/logout"]);
  await waitFor(() => expect(queries.getQueryData(["groups", "g"])).toBeUndefined());
});

test("with changes kept on this device one is asked before signing out", async () => {
  await type("typing");
  show("typing");

  await screen.findByText("1 change has not reached the server.");
  expect(requests).toEqual([]);
  fireEvent.click(screen.getByRole("button", { name: "Sign out" }));
  await screen.findByText("The sign-in page");
  expect(requests).toEqual(["/api/logout"]);
});

test("when the server cannot be reached one stays, and is told", async () => {
  answer = () => {
    throw new TypeError("Failed to fetch");
  };
  show("offline");

  await screen.findByText(/cannot be reached/);
  expect(screen.queryByText("The sign-in page")).toBeNull();
});

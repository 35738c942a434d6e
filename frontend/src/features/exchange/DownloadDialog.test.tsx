import { fireEvent, render, screen } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import type { Paragraph } from "../../api/types";
import { Providers } from "../../testing/Providers";
import { DownloadDialog } from "./DownloadDialog";

const fetched = vi.fn<(path: string, init: RequestInit) => Promise<Response>>();
const revisions = [
  { number: 2, title: "For the plenary", may_read: true },
  { number: 1, title: "", may_read: false },
];
const paragraphs = [
  { kind: "recommendation", status: "agreed", withdrawn: false },
  { kind: "statement", status: "agreed", withdrawn: false },
] as Paragraph[];

beforeEach(() => {
  fetched.mockReset();
  vi.stubGlobal("fetch", fetched);
  vi.stubGlobal("URL", Object.assign(URL, { createObjectURL: () => "blob:1", revokeObjectURL: () => undefined }));
  fetched.mockImplementation(async (path) => {
    if (path.endsWith("/revisions")) {
      return new Response(JSON.stringify(revisions), { headers: { "content-type": "application/json" } });
    }
    return new Response("words", { headers: { "Content-Disposition": "attachment; filename*=UTF-8''Draft.docx" } });
  });
});

function show(revision?: number) {
  render(
    <Providers>
      <DownloadDialog document={{ id: "d1", paragraphs }} revision={revision} onClose={vi.fn()} />
    </Providers>,
  );
}

const link = (name: string) => screen.findByRole("link", { name });

test("each list is one click, and the file is saved under its own name", async () => {
  show();
  fireEvent.click(await link("Agreed recommendations: Word"));

  expect((await screen.findByText(/was downloaded/)).textContent).toBe("Draft.docx was downloaded.");
  expect(fetched.mock.lastCall?.[0]).toBe("/api/documents/d1/export?format=docx&list=agreed&view=bracketed");
});

test("a revision and the clean view are taken along; what one may not see is not offered", async () => {
  show();
  const choice = await screen.findByRole("combobox", { name: "Which text" });
  expect([...choice.querySelectorAll("option")].map((one) => one.textContent)).toEqual([
    "The text as it is now",
    "Rev.2: For the plenary",
  ]);
  fireEvent.change(choice, { target: { value: "2" } });
  fireEvent.click(screen.getByRole("radio", { name: "Clean" }));

  expect((await link("Whole text: PDF")).getAttribute("href")).toBe(
    "/api/documents/d1/export?format=pdf&list=whole&view=clean&revision=2",
  );
});

test("what the server has against it is said, and the dialog stays", async () => {
  fetched.mockImplementation(async (path) =>
    path.endsWith("/revisions")
      ? new Response("[]", { headers: { "content-type": "application/json" } })
      : new Response(JSON.stringify({ type: "/problems/forbidden", title: "You may not do this", status: 403 }), {
          status: 403,
          headers: { "content-type": "application/problem+json" },
        }),
  );
  show();
  fireEvent.click(await link("Whole text: Word"));

  expect((await screen.findByRole("alert")).textContent).not.toBe("");
  await link("Whole text: Word");
});

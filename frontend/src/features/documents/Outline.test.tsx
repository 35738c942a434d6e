import { fireEvent, render, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import type { Category, Paragraph } from "../../api/types";
import { NONE } from "../../testing/counts";
import { Providers } from "../../testing/Providers";
import { Outline } from "./Outline";

const category = (id: string, title: string): Category => ({ id, code: id, title, way: "anyone", counts: NONE });
const paragraph = (id: string, status: Paragraph["status"]) =>
  ({ id, status, kind: "recommendation", withdrawn: false, mark: null }) as Paragraph;

test("each category says in words how far it has come, and the whole document too", () => {
  const groups = new Map([
    ["A", [paragraph("1", "agreed"), paragraph("2", "agreed"), paragraph("3", "to_revisit")]],
    ["B", [paragraph("4", "agreed")]],
    ["C", []],
  ]);
  const go = vi.fn();
  render(
    <Providers>
      <Outline
        categories={[category("A", "Access"), category("B", "Data"), category("C", "Other")]}
        groups={groups}
        here="B"
        onGo={go}
      />
    </Providers>,
  );

  screen.getByText("3 agreed, 1 left");
  expect(screen.getByRole("link", { name: /Access/ }).textContent).toContain("2 agreed, 1 left");
  expect(screen.getByRole("link", { name: /Data/ }).textContent).toContain("1 agreed, none left");
  expect(screen.getByRole("link", { name: /Other/ }).textContent).not.toContain("left");
  expect(screen.getByRole("link", { name: /Data/ }).getAttribute("aria-current")).toBe("location");

  fireEvent.click(screen.getByRole("link", { name: /Access/ }));
  expect(go).toHaveBeenCalledWith("A");
});

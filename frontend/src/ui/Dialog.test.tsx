import { Menu } from "@mantine/core";
import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import { useState } from "react";
import { expect, test } from "vitest";
import { Providers } from "../testing/Providers";
import { Dialog } from "./Dialog";

function Page({ fromMenu }: { fromMenu?: boolean }) {
  const [opened, setOpened] = useState(false);
  const [elsewhere, setElsewhere] = useState(false);
  return (
    <Providers>
      {fromMenu ? (
        <Menu>
          <Menu.Target>
            <button type="button">More</button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => setOpened(true)}>Open</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      ) : (
        <button type="button" onClick={() => setOpened(true)}>
          Open
        </button>
      )}
      {elsewhere && (
        <button type="button" ref={(button) => button?.focus()}>
          Elsewhere
        </button>
      )}
      {opened && (
        <Dialog title="A dialog" onClose={() => setOpened(false)}>
          <button
            type="button"
            onClick={() => {
              setOpened(false);
              setElsewhere(true);
            }}
          >
            Go
          </button>
        </Dialog>
      )}
    </Providers>
  );
}

const close = () => fireEvent.click(screen.getByRole("button", { name: "Close" }));

test("a dialog gives the keyboard back to what opened it", async () => {
  render(<Page />);
  const opener = screen.getByRole("button", { name: "Open" });
  opener.focus();
  fireEvent.click(opener);
  await screen.findByRole("dialog");
  await waitFor(() => expect(screen.getByRole("dialog").contains(document.activeElement)).toBe(true));
  close();
  await waitFor(() => expect(document.activeElement).toBe(opener));
});

test("opened from a menu, it gives it back to the menu's button", async () => {
  render(<Page fromMenu />);
  const more = screen.getByRole("button", { name: "More" });
  more.focus();
  fireEvent.click(more);
  const item = await screen.findByRole("menuitem", { name: "Open" });
  item.focus();
  fireEvent.click(item);
  await screen.findByRole("dialog");
  close();
  await waitFor(() => expect(document.activeElement).toBe(more));
});

test("whatever closing leads to keeps the keyboard", async () => {
  render(<Page />);
  const opener = screen.getByRole("button", { name: "Open" });
  opener.focus();
  fireEvent.click(opener);
  fireEvent.click(await screen.findByRole("button", { name: "Go" }));
  const elsewhere = await screen.findByRole("button", { name: "Elsewhere" });
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  expect(document.activeElement).toBe(elsewhere);
});

import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { STATUSES, statusWord } from "../../ui/status";
import { StatusMark } from "./StatusMark";

test("every status is a word of its own and a shape of its own, so that colour is never the only sign", () => {
  const shapes = STATUSES.map((status) => {
    const { container } = render(<StatusMark status={status} qualifier={null} />);
    screen.getByText(statusWord(status));
    return container.querySelector("svg")?.innerHTML;
  });

  expect(new Set(shapes).size).toBe(STATUSES.length);
  expect(new Set(STATUSES.map(statusWord)).size).toBe(STATUSES.length);
});

test("a paragraph that was never marked is not called open", () => {
  expect(STATUSES.map(statusWord)).toEqual([
    "not yet discussed",
    "agreed",
    "to revisit",
    "no agreement",
    "divergent opinion",
  ]);
});

test("a qualifier stands beside the status", () => {
  const { container } = render(<StatusMark status="agreed" qualifier="ad_referendum" />);
  screen.getByText("agreed, ad referendum");
  const lock = container.querySelector("svg")?.innerHTML;

  const { container: other } = render(<StatusMark status="agreed" qualifier="except" qualifier_words="the date" />);
  screen.getByText("agreed, except for: the date");
  expect(other.querySelector("svg")?.innerHTML).not.toBe(lock);

  render(<StatusMark status="agreed" qualifier="ad_referendum" final />);
  screen.getByText("agreed, final");
});

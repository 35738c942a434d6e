import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { act, render, screen } from "@testing-library/react";
import type { ReactElement } from "react";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { LiveWords, Words } from "./Words";
import { relativePosition, wordsOf } from "./ytext";

const show = (element: ReactElement) => render(<I18nProvider i18n={i18n}>{element}</I18nProvider>).container;

test("marks are shown by elements, nested as in the editor", () => {
  const container = show(
    <Words
      runs={[
        { insert: "a" },
        { insert: "b", attributes: { bold: true, italic: true, link: "https://example.org/" } },
        { insert: "c", attributes: { sup: true, comment: "unknown" } },
      ]}
    />,
  );

  expect(container.querySelector("p")?.innerHTML).toBe(
    'a<a class="link" href="https://example.org/" rel="noopener noreferrer nofollow" target="_blank">' +
      "<strong><em>b</em></strong></a><sup>c</sup>",
  );
});

test("a link that could run something is not followed", () => {
  show(<Words runs={[{ insert: "click", attributes: { link: "javascript:alert(1)" } }]} />);
  expect(screen.getByText("click").getAttribute("href")).toBeNull();
});

test("brackets bear their depth, across runs, and one alone says so", () => {
  const container = show(
    <Words runs={[{ insert: "[a [" }, { insert: "b]", attributes: { bold: true } }, { insert: "] [c" }]} />,
  );
  const brackets = [...container.querySelectorAll(".bracket")].map((one) => [one.textContent, one.className]);

  expect(brackets).toEqual([
    ["[", "bracket b1"],
    ["[", "bracket b2"],
    ["]", "bracket b2"],
    ["]", "bracket b1"],
    ["[", "bracket bracket-alone"],
  ]);
  expect(screen.getByTitle("This bracket is not closed")).toBeTruthy();
});

test("a footnote can be reached and read without a mouse", () => {
  show(<Words runs={[{ insert: "text" }, { insert: "\uFFFC", attributes: { footnote: "See Tunis." } }]} />);
  const note = screen.getByRole("note", { name: "Footnote 1: See Tunis." });
  expect(note.tabIndex).toBe(0);
});

test("words follow their text as it changes, and keep the page's words until there is one", () => {
  const ytext = wordsOf(new Y.Doc());
  ytext.insert(0, "live");
  const fallback = [{ insert: "painted" }];
  const { container, rerender } = render(<LiveWords ytext={null} fallback={fallback} />, {
    wrapper: ({ children }) => <I18nProvider i18n={i18n}>{children}</I18nProvider>,
  });
  expect(container.textContent).toBe("painted");
  rerender(<LiveWords ytext={ytext} fallback={fallback} />);
  expect(container.textContent).toBe("live");
  act(() => ytext.insert(4, " words"));
  expect(container.textContent).toBe("live words");
});

test("others' carets stand between the words of a text that is only read, and move with them", () => {
  const ytext = wordsOf(new Y.Doc());
  ytext.insert(0, "one [two]");
  const place = (index: number) => Y.relativePositionToJSON(relativePosition(ytext, index));
  const carets = [
    { id: "1", label: "Brazil", colour: "#a3261b", anchor: place(4), head: place(4) },
    { id: "2", label: "EU", colour: "#14568f", anchor: place(0), head: place(9) },
  ];
  const source = { list: () => carets, subscribe: () => () => {}, setLocal: () => {} };
  const container = show(<LiveWords ytext={ytext} fallback={[]} source={source} />);
  const shown = () =>
    [...container.querySelectorAll<HTMLElement>(".other-caret")].map((caret) => {
      const before = document.createRange();
      before.setStart(container, 0);
      before.setEndBefore(caret);
      return [caret.dataset.label, before.toString()];
    });

  expect(shown()).toEqual([
    ["Brazil", "one "],
    ["EU", "one [two]"],
  ]);
  act(() => ytext.insert(0, "zero "));
  expect(shown()).toEqual([
    ["Brazil", "zero one "],
    ["EU", "zero one [two]"],
  ]);
  expect(container.textContent).toBe("zero one [two]");
});

test("an empty text and a last line break have a line to stand on", () => {
  expect(show(<Words runs={[]} placeholder="No words yet" />).querySelector("p.words-empty br")).toBeTruthy();
  expect(show(<Words runs={[{ insert: "a\n" }]} />).querySelector("p br")).toBeTruthy();
});

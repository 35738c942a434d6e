import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { render } from "@testing-library/react";
import { expect, test } from "vitest";
import { copyAcrossParagraphs, selectedWords } from "./selection";
import { Words } from "./Words";

function page() {
  return render(
    <I18nProvider i18n={i18n}>
      <article data-label="A.1">
        <h3>not words</h3>
        <Words
          runs={[{ insert: "The [Group]\n" }, { insert: "shall", attributes: { bold: true } }, { insert: " act" }]}
        />
      </article>
      <article data-label="A.2">
        <Words
          runs={[
            { insert: "Second", attributes: { italic: true } },
            { insert: "\uFFFC", attributes: { footnote: "Note." } },
          ]}
        />
      </article>
      <article data-label="A.3">
        <Words runs={[{ insert: "Third paragraph" }]} />
      </article>
    </I18nProvider>,
  ).container;
}

function select(from: [Node | null | undefined, number], to: [Node | null | undefined, number]) {
  document.getSelection()?.setBaseAndExtent(from[0] as Node, from[1], to[0] as Node, to[1]);
}

const text = (container: HTMLElement, words: string) => {
  const walker = document.createTreeWalker(container, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) if (walker.currentNode.nodeValue === words) return walker.currentNode;
};

function copied(container: HTMLElement) {
  const data = new Map<string, string>();
  const event = new Event("copy", { bubbles: true, cancelable: true });
  Object.assign(event, { clipboardData: { setData: (type: string, value: string) => data.set(type, value) } });
  container.dispatchEvent(event);
  return { data, prevented: event.defaultPrevented };
}

test("a selection across paragraphs is copied whole, with labels where it takes a paragraph from its beginning", () => {
  const container = page();
  const stop = copyAcrossParagraphs(container, { labels: () => true });
  select([text(container, "shall"), 2], [text(container, "Third paragraph"), 5]);
  const { data, prevented } = copied(container);

  expect(prevented).toBe(true);
  expect(data.get("text/plain")).toBe("all act\n\nA.2 Second (Note.)\n\nA.3 Third");
  expect(data.get("text/html")).toContain("<strong>all</strong> act</p>");
  stop();
  expect(copied(container).prevented).toBe(false);
});

test("what is copied keeps brackets, line breaks and marks as runs", () => {
  const container = page();
  select([text(container, "The "), 0], [text(container, " act"), 4]);
  expect(selectedWords(document.getSelection(), container)).toEqual([
    {
      label: "A.1",
      runs: [{ insert: "The [Group]\n" }, { insert: "shall", attributes: { bold: true } }, { insert: " act" }],
    },
  ]);
});

test("copying within a field is left to the field", () => {
  const container = page();
  const stop = copyAcrossParagraphs(container, { labels: () => true });
  const field = container.appendChild(document.createElement("input"));
  select([text(container, "shall"), 0], [text(container, "Third paragraph"), 5]);
  expect(copied(field).prevented).toBe(false);
  stop();
});

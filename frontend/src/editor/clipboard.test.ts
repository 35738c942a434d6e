import fc from "fast-check";
import { expect, test } from "vitest";
import type { Run } from "./canonical";
import { canonicalJson } from "./canonical";
import { blocksOfHtml, blocksOfPlain, htmlOfRuns, joinBlocks, plainOfRuns } from "./clipboard";

test("HTML keeps the marks of a text and leaves everything else behind", () => {
  const html = `<meta charset="utf-8"><style>p { color: red }</style><script>alert(1)</script>
    <h2 style="color: red">Title</h2>
    <p onclick="alert(1)">The <b>Group</b> <i>recommends</i> <a href="https://example.org/a">this</a>,
       H<sub>2</sub>O, <span style="text-decoration: underline line-through">old</span>
       <a href="javascript:alert(1)">not this</a><img src="https://example.org/x.png"></p>`;

  expect(blocksOfHtml(html)).toEqual([
    [{ insert: "Title" }],
    [
      { insert: "The " },
      { insert: "Group", attributes: { bold: true } },
      { insert: " " },
      { insert: "recommends", attributes: { italic: true } },
      { insert: " " },
      { insert: "this", attributes: { link: "https://example.org/a" } },
      { insert: ", H" },
      { insert: "2", attributes: { sub: true } },
      { insert: "O, " },
      { insert: "old", attributes: { strike: true, underline: true } },
      { insert: " not this" },
    ],
  ]);
});

test("Word's paragraphs come as blocks, its list numbers and hidden notes stay away", () => {
  const html = `<html xmlns:o="urn:schemas-microsoft-com:office:office"><body lang=EN-GB><!--StartFragment-->
    <p class=MsoListParagraph><![if !supportLists]><span style='mso-list:Ignore'>(a)<span>&nbsp;&nbsp;</span></span><![endif]>First
      <b style='mso-bidi-font-weight:normal'>point</b>;<o:p></o:p></p>
    <p class=MsoNormal>Second<br>line<o:p>&nbsp;</o:p></p><!--EndFragment--></body></html>`;

  expect(blocksOfHtml(html)).toEqual([
    [{ insert: "First " }, { insert: "point", attributes: { bold: true } }, { insert: ";" }],
    [{ insert: "Second\nline" }],
  ]);
});

test("the wrapper that Google Docs adds makes nothing bold", () => {
  const html = `<b style="font-weight:normal;" id="docs-internal-guid"><p><span style="font-weight:400">plain</span>
    <span style="font-weight:700">bold</span></p></b>`;
  expect(blocksOfHtml(html)).toEqual([[{ insert: "plain " }, { insert: "bold", attributes: { bold: true } }]]);
});

test("a table's row is a line, its cells are parted by tabs", () => {
  expect(blocksOfHtml("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>")).toEqual([
    [{ insert: "a\tb" }],
    [{ insert: "c\td" }],
  ]);
});

test("plain text parts blocks at empty lines, and keeps single line breaks", () => {
  expect(blocksOfPlain("one\r\ntwo\r\n\r\n \r\nthree\n")).toEqual([[{ insert: "one\ntwo" }], [{ insert: "three" }]]);
});

test("a footnote copied within the document keeps its note; a bare placeholder does not come in", () => {
  const runs: Run[] = [{ insert: "text" }, { insert: "\uFFFC", attributes: { footnote: 'See "Tunis" <3>.' } }];
  expect(blocksOfHtml(htmlOfRuns(runs))).toEqual([runs]);
  expect(blocksOfHtml("<p>a\uFFFCb</p>")).toEqual([[{ insert: "ab" }]]);
  expect(plainOfRuns(runs)).toBe('text (See "Tunis" <3>.)');
});

test("words come back from their own HTML as they were", () => {
  const words = fc.string({
    unit: fc.constantFrom("a", " ", "\n", "<", "&", '"', "[", "😀", "ش", "\u00a0"),
    minLength: 1,
  });
  const attributes = fc.constantFrom(
    {},
    { bold: true },
    { italic: true, sup: true },
    { link: "https://example.org/?a=1&b=2" },
  );
  fc.assert(
    fc.property(fc.array(fc.record({ insert: words, attributes }), { minLength: 1 }), (runs) => {
      // A line break at the very end is only the end of the block.
      const whole: Run[] = [{ insert: "^" }, ...runs, { insert: "$" }];
      const plainBreaks = canonicalJson(
        whole.flatMap((run) =>
          run.insert.split(/(\n)/).map((insert) => (insert === "\n" ? { insert } : { ...run, insert })),
        ),
      );
      expect(canonicalJson(joinBlocks(blocksOfHtml(htmlOfRuns(whole))))).toBe(plainBreaks);
    }),
  );
});

import { expect, test } from "vitest";
import type { Run } from "./canonical";
import { fitsOneChange, readHtml } from "./clipboard";

// Written for these tests in the shapes that the programs put on the clipboard.

/** Blocks as lines: depth, then words, with marks as signs. */
function read(html: string): string[] {
  const sign = ({ insert, attributes = {} }: Run) => {
    if (attributes.footnote) return `{${attributes.footnote}}`;
    const marks = Object.keys(attributes).sort();
    return marks.length ? `<${marks.join("+")}:${insert}>` : insert;
  };
  return readHtml(html).map(({ runs, depth }) => `${depth} ${runs.map(sign).join("")}`);
}

test("Word: paragraphs, marks, levels of lists, tabs and page breaks; its own markup stays away", () => {
  const word = `<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
    xmlns:w="urn:schemas-microsoft-com:office:word"><head><meta name=Generator content="Microsoft Word 15">
    <!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
    <style><!-- p.MsoNormal {margin:0cm; font-size:11.0pt} @list l0 {mso-list-id:1;} --></style></head>
    <body lang=EN-GB style='tab-interval:36.0pt;word-wrap:break-word'><!--StartFragment-->
    <p class=MsoNormal><b><span lang=EN-US style='mso-ansi-language:EN-US'>The Group</span></b><span lang=EN-US>
    <i style='mso-bidi-font-style:normal'>recommends</i> CO<sub>2</sub> and <s>old</s> <u>new</u>:<o:p></o:p></span></p>
    <p class=MsoNormal><o:p>&nbsp;</o:p></p>
    <p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
    style='mso-fareast-font-family:Calibri'><span style='mso-list:Ignore'>1.<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;
    </span></span></span><![endif]>First;<o:p></o:p></p>
    <p class=MsoListParagraphCxSpLast style='margin-left:72.0pt;mso-list:l0 level2 lfo1'><![if !supportLists]><span
    style='mso-list:Ignore'>a.<span>&nbsp; </span></span><![endif]>Second<span style='mso-tab-count:1'>      </span>end.</p>
    <span style='font-size:11.0pt'><br clear=all style='mso-special-character:line-break;page-break-before:always'></span>
    <p class=MsoNormal>Last<span style='display:none;mso-hide:all'>hidden</span></p><!--EndFragment--></body></html>`;

  expect(read(word)).toEqual([
    "0 <bold:The Group> <italic:recommends> CO<sub:2> and <strike:old> <underline:new>:",
    "1 First;",
    "2 Second\tend.",
    "0 Last",
  ]);
});

test("Word: what was deleted under tracking is not pasted, what was inserted is plain, comments stay away", () => {
  const word = `<p class=MsoNormal>Parties <del cite="mailto:Ana" datetime="2026-11-02T10:00"><span style='mso-fareast'>should</span></del><ins
    cite="mailto:Ana" datetime="2026-11-02T10:00">shall</ins> act<span class=MsoCommentReference><span style='font-size:8.0pt'><a
    style='mso-comment-reference:A_1;mso-comment-date:20261102T1000' href="#_msocom_1" class="msocomanchor">[A1]</a></span></span>.</p>
    <div style='mso-element:comment-list'><div style='mso-element:comment'><p class=MsoCommentText>Really?</p></div></div>`;

  expect(read(word)).toEqual(["0 Parties shall act."]);
});

test("Word: footnotes keep their words, at the place they belong to", () => {
  const word = `<p class=MsoNormal>Net zero<a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1" title=""><span
    class=MsoFootnoteReference><span style='mso-special-character:footnote'><![if !supportFootnotes]><span
    class=MsoFootnoteReference><span>[1]</span></span><![endif]></span></span></a> by 2050.</p>
    <div style='mso-element:footnote-list'><![if !supportFootnotes]><br clear=all><hr align=left size=1 width="33%"><![endif]>
    <div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a style='mso-footnote-id:ftn1' href="#_ftnref1"
    name="_ftn1" title=""><span class=MsoFootnoteReference>[1]</span></a> As agreed <i>in Paris</i>.</p></div></div>`;

  expect(read(word)).toEqual(["0 Net zero{As agreed in Paris.} by 2050."]);
});

test("Word: a reference whose note was not copied leaves no brackets behind", () => {
  const word = `<p class=MsoNormal>Net zero<a href="#_ftn1" name="_ftnref1"><span class=MsoFootnoteReference>[1]</span></a>.</p>`;
  expect(read(word)).toEqual(["0 Net zero."]);
});

test("LibreOffice: lists, notes and fonts", () => {
  const libre = `<!DOCTYPE html><html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"/><title></title>
    <meta name="generator" content="LibreOffice 24.2 (Linux)"/><style>p { line-height: 115% } a.sdfootnoteanc { font-size: 57% }</style></head>
    <body lang="en-GB" dir="ltr"><p style="line-height: 100%"><font face="Liberation Serif, serif">Text<b>bold</b></font><a
    class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup></a></p>
    <ol><li><p style="margin-bottom: 0cm">One</p><ol type="a"><li><p>Deeper</p></li></ol></li><li><p>Two</p></li></ol>
    <div id="sdfootnote1"><p class="sdfootnote"><a class="sdfootnotesym" name="sdfootnote1sym" href="#sdfootnote1anc">1</a>
    The note.</p></div></body></html>`;

  expect(read(libre)).toEqual(["0 Text<bold:bold>{The note.}", "1 One", "2 Deeper", "1 Two"]);
});

test("Google Docs: the wrapper, styles on spans, lists laid beside each other, notes", () => {
  const docs = `<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1"><p dir="ltr"><span
    style="font-weight:700;font-style:normal;text-decoration:none;vertical-align:baseline">Bold</span><span
    style="font-weight:400;font-style:italic"> italic</span><span style="font-size:0.6em;vertical-align:super">2</span><sup><a
    href="#ftnt1" id="ftnt_ref1">[1]</a></sup></p><ul><li dir="ltr" aria-level="1"><p dir="ltr" role="presentation"><span
    style="font-weight:400">One</span></p></li><ul><li dir="ltr" aria-level="2"><p dir="ltr" role="presentation"><span>Deeper</span></p></li></ul></ul><hr>
    <div><p><a href="#ftnt_ref1" id="ftnt1">[1]</a><span> The note.</span></p></div></b>`;

  expect(read(docs)).toEqual(["0 <bold:Bold><italic: italic><sup:2>{The note.}", "1 One", "2 Deeper"]);
});

test("a web page's links stay links, and a link back and forth that is no note stays words", () => {
  const page = `<nav><a href="#a">To A</a></nav><h2 id="a">A</h2><p>See <a href="https://example.org/x">this</a> and
    <a href="#a">A</a>.</p><ol><li>one</li></ol>`;
  expect(read(page)).toEqual(["0 To A", "0 A", "0 See <link:this> and A.", "1 one"]);
});

test("words that are too much for one change are known before they are sent", () => {
  expect(fitsOneChange([{ insert: "a".repeat(50_000) }])).toBe(true);
  expect(fitsOneChange([{ insert: "é".repeat(50_000) }])).toBe(false);
});

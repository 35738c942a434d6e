"""The document and its lists come down as files that open, under names that tell copies apart."""

from pathlib import Path

import pytest
from docx import Document
from playwright.async_api import expect
from pypdf import PdfReader

from tests.browser.stage import LAPTOP, PHONE, PROJECTOR, Stage

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(180)]


async def test_a_reader_takes_out_a_list_as_word_and_the_whole_as_pdf(stage: Stage, tmp_path: Path) -> None:
    made = await stage.make_document(
        "Words to take home",
        [("A", "anyone"), ("B", "anyone")],
        [
            [{"words": "The Group agrees.", "status": "agreed"}, "The Group [should] go on."],
            [{"words": "It sees things differently.", "status": "divergent_opinion"}],
        ],
    )
    reader = await stage.someone("Switzerland")
    await reader.read(made.id)
    await reader.page.get_by_role("button", name="Download").click()
    dialog = reader.page.get_by_role("dialog", name="Download")
    await expect(dialog.get_by_text("Agreed recommendations 1")).to_be_visible()
    for size in (PROJECTOR, PHONE, LAPTOP):
        await reader.page.set_viewport_size({"width": size[0], "height": size[1]})
        assert await reader.overflow() <= 0
    assert await reader.faults_of_access() == []

    async with reader.page.expect_download() as coming:
        await dialog.get_by_role("link", name="Agreed recommendations: Word").click()
    word = await coming.value
    await expect(dialog.get_by_text("was downloaded.")).to_be_visible()
    await dialog.get_by_text("Clean", exact=True).click()
    async with reader.page.expect_download() as coming:
        await dialog.get_by_role("link", name="Whole text: PDF").click()
    pdf = await coming.value

    assert word.suggested_filename.startswith("Words to take home - 2")
    assert word.suggested_filename.endswith(" UTC - Agreed recommendations - bracketed.docx")
    await word.save_as(tmp_path / "list.docx")
    said = [one.text for one in Document(str(tmp_path / "list.docx")).paragraphs]
    assert "A.1\tThe Group agrees. —\u00a0agreed" in said
    assert not any("differently" in one for one in said)
    assert pdf.suggested_filename.endswith(" UTC - clean.pdf")
    await pdf.save_as(tmp_path / "whole.pdf")
    page = PdfReader(tmp_path / "whole.pdf").pages[0].extract_text()
    assert "The Group [should] go on." in page
    assert "divergent opinion" not in page


async def test_a_file_that_cannot_be_had_is_said_to_be_so(stage: Stage) -> None:
    made = await stage.make_document("Nobody gets this", [("A", "anyone")], [["Words."]])
    reader = await stage.someone("Switzerland")
    await reader.read(made.id)
    await reader.page.route("**/export?**", lambda route: route.abort())
    await reader.page.get_by_role("button", name="Download").click()
    await reader.page.get_by_role("link", name="Whole text: Word").click()

    await expect(reader.page.get_by_role("alert")).to_contain_text("The server cannot be reached.")

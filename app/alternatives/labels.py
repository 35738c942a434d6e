"""What alternatives are called (no I/O): Alt 1, Alt 2; or, by the document's setting, A.12 bis, A.12 ter."""

from collections.abc import Collection

from app.documents.models import AlternativeLabels
from app.paragraphs.numbering import inserted_word


def alternative_label(style: AlternativeLabels, number: int, address: str, taken: Collection[str]) -> str:
    """The label of the alternative with that number beside the paragraph at that address.

    `taken`: addresses of paragraphs, which may be A.12 bis themselves while numbers are frozen; alternatives go on
    after those. Beside a paragraph without a number they are Alt 1, Alt 2 in any case.
    """
    if style is AlternativeLabels.ALT or not any(letter.isalnum() for letter in address):
        return f"Alt {number}"
    place = 0
    label = ""
    while number:
        place += 1
        label = f"{address} {inserted_word(place)}"
        number -= label not in taken
    return label

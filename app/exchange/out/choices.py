"""What can be taken out, and how: the file's format, which paragraphs, and how much is shown beside the words."""

from enum import StrEnum


class FileFormat(StrEnum):
    DOCX = "docx"
    PDF = "pdf"
    HTML = "html"


class Pile(StrEnum):
    """Which paragraphs: all of them, or one of the lists that a meeting ends with."""

    WHOLE = "whole"
    STATEMENTS = "statements"
    AGREED = "agreed"
    REVISIT = "revisit"
    NO_AGREEMENT = "no_agreement"
    DIVERGENT = "divergent"
    NOT_DISCUSSED = "not_discussed"


class View(StrEnum):
    """Everything that negotiators need, or the words alone."""

    BRACKETED = "bracketed"
    CLEAN = "clean"


MEDIA_TYPES = {
    FileFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileFormat.PDF: "application/pdf",
    FileFormat.HTML: "text/html; charset=utf-8",
}

"""The three ways of counting in a text: Python by code points, browsers by UTF-16 units, pycrdt by UTF-8 bytes.

A position inside a character, which no other way of counting can name, is taken as the one before it.
"""


def utf16_length(text: str) -> int:
    """Count as a browser does: a character outside the basic plane is two."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def utf8_length(text: str) -> int:
    """Count as pycrdt does."""
    return len(text) if text.isascii() else len(text.encode())


def from_utf16(text: str, at: int) -> int:
    """Return the code points before a browser's position."""
    if text.isascii():
        return min(at, len(text))
    return len(text.encode("utf-16-le")[: 2 * at].decode("utf-16-le", "ignore"))


def from_utf8(text: str, at: int) -> int:
    """Return the code points before pycrdt's position."""
    if text.isascii():
        return min(at, len(text))
    return len(text.encode()[:at].decode("utf-8", "ignore"))


def utf16_to_utf8(text: str, at: int) -> int:
    return utf8_length(text[: from_utf16(text, at)])


def utf8_to_utf16(text: str, at: int) -> int:
    return utf16_length(text[: from_utf8(text, at)])

"""Links as squares to scan."""

import segno


def square(link: str) -> list[str]:
    """The QR code's modules row by row as hexadecimal digits, dark ones 1, filled up with light ones at the end."""
    rows = segno.make(link, error="m", micro=False).matrix
    return [_hexadecimal("".join("1" if module else "0" for module in row)) for row in rows]


def _hexadecimal(bits: str) -> str:
    digits = -(-len(bits) // 4)
    return f"{int(bits.ljust(4 * digits, '0'), 2):0{digits}x}"

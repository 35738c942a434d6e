"""Positions: keys between any two others, so that a move rewrites one row (ENGINE E17; no I/O).

A key is a whole part and, where something was put between two neighbours, a fraction. The whole part's first letter
says how many digits follow it (`n` one, `o` two, … upward; `m` one, `l` two, … downward), so keys at either end stay
short however many are added there. Keys are digits and lower-case letters only: every collation of either database
sorts them as Python does.
"""

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
BASE = len(DIGITS)
FIRST = "n0"
LONGEST_WHOLE = 14  # a letter and 13 digits: room for 36**13 keys at each end


def key_between(before: str | None, after: str | None) -> str:
    """A key strictly between two neighbours; None is the open end. ValueError unless `before` < `after`."""
    if before is None and after is None:
        return FIRST
    if before is None:
        assert after is not None
        whole, fraction = _split(after)
        if fraction:
            return whole
        lower = _step(whole, -1)
        return lower if lower is not None else whole + _middle("", fraction)
    whole, fraction = _split(before)
    if after is None:
        return _step(whole, 1) or whole + _middle(fraction, None)
    if before >= after:
        raise ValueError(f"{before} does not come before {after}")
    upper_whole, upper_fraction = _split(after)
    if whole == upper_whole:
        return whole + _middle(fraction, upper_fraction)
    upper = _step(whole, 1)
    if upper is not None and upper < after:
        return upper
    return whole + _middle(fraction, None)


def n_keys_between(before: str | None, after: str | None, count: int) -> list[str]:
    """That many keys in order between two neighbours, spread so that they stay short."""
    if count <= 0:
        return []
    if after is None or before is None:
        keys = [key_between(before, after)]
        while len(keys) < count:
            keys.append(key_between(keys[-1], None) if after is None else key_between(None, keys[-1]))
        return keys if after is None else keys[::-1]
    middle = key_between(before, after)
    half = count // 2
    return [*n_keys_between(before, middle, half), middle, *n_keys_between(middle, after, count - half - 1)]


def _split(key: str) -> tuple[str, str]:
    length = _length(key[:1]) if key else 0
    whole, fraction = key[:length], key[length:]
    if len(whole) != length or not length or fraction.endswith("0") or key.strip(DIGITS):
        raise ValueError(f"“{key}” is not a position")
    return whole, fraction


def _length(letter: str) -> int:
    """How long the whole part is that begins with this letter; 0 for a digit."""
    if letter >= "n":
        return ord(letter) - ord("n") + 2
    return ord("m") - ord(letter) + 2 if letter >= "a" else 0


def _step(whole: str, by: int) -> str | None:
    """The next whole part up or down; None at the very end of all keys."""
    letter, digits = whole[0], whole[1:]
    number = int(digits, BASE) + by
    if 0 <= number < BASE ** len(digits):
        return letter + _write(number, len(digits))
    letter = chr(ord(letter) + by)
    if not "a" <= letter <= "z":
        return None
    size = _length(letter) - 1
    return letter + (DIGITS[0] if by > 0 else DIGITS[-1]) * size


def _write(number: int, size: int) -> str:
    digits = ""
    for _ in range(size):
        number, digit = divmod(number, BASE)
        digits = DIGITS[digit] + digits
    return digits


def _middle(low: str, high: str | None) -> str:
    """A fraction strictly between two, never ending in 0; `high` None is one."""
    shared = ""
    while True:
        if high is not None:
            same = 0
            while same < len(high) and (low[same : same + 1] or DIGITS[0]) == high[same]:
                same += 1
            shared, low, high = shared + high[:same], low[same:], high[same:]
        first = DIGITS.index(low[0]) if low else 0
        last = DIGITS.index(high[0]) if high else BASE
        if last - first > 1:
            return shared + DIGITS[(first + last) // 2]
        if high is not None and len(high) > 1:
            return shared + high[0]
        shared, low, high = shared + DIGITS[first], low[1:], None

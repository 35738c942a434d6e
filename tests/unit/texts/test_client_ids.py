"""E14: Yjs client ids that not every client can read."""

from typing import Any

import pytest
import y_py
from pycrdt import Doc, Text

from app.texts.client_ids import LONGEST, folded, is_folded, new_client_id
from app.texts.update_v1 import read_state_vector


@pytest.mark.parametrize("client", [0, 7, LONGEST, LONGEST + 1, 2**40 + 5, 2**53 - 1, 4_368_985_019_627_256])
def test_a_long_client_id_is_known_by_what_y_py_makes_of_it(client: int) -> None:
    ydoc: Doc[Any] = Doc(client_id=client)
    words = ydoc.get("words", type=Text)
    words += "words"
    misread = y_py.YDoc()
    y_py.apply_update(misread, ydoc.get_update())

    assert list(read_state_vector(bytes(y_py.encode_state_vector(misread)))) == [folded(client)]
    assert is_folded(folded(client), [1, client]) == (client > LONGEST)


def test_an_id_that_nobody_misread_is_just_an_id() -> None:
    assert not is_folded(7, [2**40 + 5, 7])
    assert not is_folded(2**40 + 5, [2**40 + 5])
    assert new_client_id() <= LONGEST

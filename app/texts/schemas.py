"""Words and their differences, as HTTP shows and takes them."""

from typing import Any, Literal, NotRequired

from pydantic import ConfigDict, with_config
from typing_extensions import TypedDict  # pydantic takes typing's own from Python 3.12 on


@with_config(ConfigDict(extra="forbid"))
class Run(TypedDict):
    """A stretch of words with one formatting; `attributes` are absent where there are none."""

    insert: str
    attributes: NotRequired[dict[str, Any]]


class Change(TypedDict):
    """A stretch of a difference; `was` are the former attributes, where formatting alone changed."""

    op: Literal["equal", "delete", "insert", "format"]
    text: str
    attributes: NotRequired[dict[str, Any]]
    was: NotRequired[dict[str, Any]]

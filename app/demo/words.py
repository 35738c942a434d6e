"""Words for large demonstrations: always the same for the same number, ASCII, of about the same length."""

import random

_WHO = (
    "Member States", "All stakeholders", "The bodies concerned", "Network operators",
    "Research institutions", "Regional organisations", "Civil society organisations", "Public authorities",
)  # fmt: skip
_SHOULD = ("should", "[should][shall]", "are invited to", "[may wish to]", "are encouraged to")
_WHAT = (
    "publish the working papers of their meetings", "share what they have learned with others in their region",
    "consult those whom a measure will touch", "support training in languages that people speak at home",
    "report on the means that were promised", "lower the cost of taking part from afar",
    "keep a list of open questions and of who is to answer them", "review the measures that are in force",
    "name a point of contact for urgent matters", "make room for first-time participants",
    "translate the conclusions of each meeting", "collect figures that can be compared",
)  # fmt: skip
_HOW = (
    "within existing resources", "before the next annual session", "with due regard to small administrations",
    "in cooperation with the technical community", "[on a voluntary basis]", "at no charge to participants",
    "in forms that people with disabilities can use", "and explain how contributions were taken into account",
    "[, subject to the availability of funds]", "where this has not been done already",
)  # fmt: skip
_BECAUSE = (
    "Several contributions asked for this.", "Small delegations in particular would gain from it.",
    "No new body is needed for the purpose.", "The first meeting came back to this question twice.",
    "Experience in the regions shows that it can be done.", "The cost is modest.",
)  # fmt: skip


def paragraph_words(number: int, length: int = 600) -> str:
    """The words of the paragraph with this number: whole sentences of about this length together."""
    chance = random.Random(number)  # noqa: S311 - nothing secret
    words = ""
    while len(words) < length - 50:
        words += f"{chance.choice(_WHO)} {chance.choice(_SHOULD)} {chance.choice(_WHAT)} {chance.choice(_HOW)}. "
        if chance.random() < 0.3:
            words += f"{chance.choice(_BECAUSE)} "
    return words.rstrip()

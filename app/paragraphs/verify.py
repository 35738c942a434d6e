"""For `concord ledger verify`: every mark of a paragraph is on record, on the words that it was given to."""

import json

from sqlalchemy import Connection, select

from app.ledger.models import Decision
from app.ledger.service import document_chain
from app.paragraphs.models import Paragraph

# Said of a breakout group in the plenary's record, with the end that the group's own one had then.
ANCHORED = ("breakout.changed", "breakout.opened", "breakout.reported", "breakout.returned", "breakout.concluded")


def missing_lines(connection: Connection) -> list[str]:
    """What the documents rest on and the record lacks: an end that was cut off leaves the rest of a chain sound."""
    faults: list[str] = []
    marked = select(Paragraph.id, Paragraph.document_id, Paragraph.decision_number, Paragraph.marked_hash).where(
        Paragraph.decision_number.is_not(None)
    )
    for row in connection.execute(marked):
        chain = document_chain(row.document_id)
        body = connection.scalar(
            select(Decision.body).where(Decision.chain == chain, Decision.number == row.decision_number)
        )
        if body is None:
            faults.append(f"{chain}: decision {row.decision_number} is missing, on which a paragraph's mark rests.")
        elif row.marked_hash is not None and row.marked_hash not in body:
            faults.append(f"{chain}: decision {row.decision_number} has other words than the mark that rests on it.")
    return [*faults, *_loose_anchors(connection)]


def _loose_anchors(connection: Connection) -> list[str]:
    """Where the plenary's record says how a breakout group's record went on, and that one says otherwise."""
    faults: list[str] = []
    lines = select(Decision.chain, Decision.number, Decision.body).where(Decision.action.in_(ANCHORED))
    for row in connection.execute(lines.order_by(Decision.chain, Decision.number)):
        if (end := json.loads(row.body)["facts"].get("chain")) is None:
            continue
        chain = f"document:{end['document']}"
        found = connection.scalar(
            select(Decision.fingerprint).where(Decision.chain == chain, Decision.number == end["number"])
        )
        if found != end["fingerprint"]:
            faults.append(f"{chain}: decision {end['number']} is not the one that {row.chain} names in {row.number}.")
    return faults

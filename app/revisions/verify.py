"""For `concord ledger verify`: every revision is on record, and is still what was frozen."""

import hashlib
import json
import zlib
from typing import Any

from sqlalchemy import Connection, select

from app.documents.models import Revision
from app.ledger.models import Decision
from app.ledger.service import document_chain
from app.texts.runs import content_hash


def changed_revisions(connection: Connection) -> list[str]:
    """What is wrong with revisions, in plain sentences: changed, cut off, or not as the record has them."""
    faults: list[str] = []
    there: set[tuple[str, int | None]] = set()
    ids = connection.scalars(select(Revision.id).order_by(Revision.document_id, Revision.number)).all()
    for id_ in ids:
        row = connection.execute(
            select(
                Revision.id,
                Revision.document_id,
                Revision.number,
                Revision.content,
                Revision.fingerprint,
                Revision.decision_number,
            ).where(Revision.id == id_)
        ).one()
        there.add((document_chain(row.document_id), row.decision_number))
        faults += _faults_of(connection, row)
    frozen = select(Decision.chain, Decision.number).where(Decision.action == "revision.frozen")
    faults += [
        f"{chain}: the revision that was frozen by decision {number} is missing."
        for chain, number in connection.execute(frozen).all()
        if (chain, number) not in there
    ]
    return faults


def _faults_of(connection: Connection, row: Any) -> list[str]:
    chain = document_chain(row.document_id)
    name = f"{chain}: Rev.{row.number}"
    body = connection.scalar(
        select(Decision.body).where(
            Decision.chain == chain,
            Decision.number == row.decision_number,
            Decision.subject_id == row.id,
            Decision.action == "revision.frozen",
        )
    )
    if body is None:
        return [f"{name} is not on record: the decision that froze it is missing."]
    facts = json.loads(body)["facts"]
    if facts.get("number") != row.number or facts.get("revision_fingerprint") != row.fingerprint:
        return [f"{name} is not the one that was recorded by decision {row.decision_number}."]
    try:
        content = zlib.decompress(row.content)
        if hashlib.sha256(content).hexdigest() != row.fingerprint:
            return [f"{name} was changed: its content does not have its fingerprint."]
        paragraphs = json.loads(content)["paragraphs"]
        if any(content_hash(one["runs"]) != one["content_hash"] for one in paragraphs):
            return [f"{name}: words in it do not have the hash beside them."]
    except (zlib.error, ValueError, KeyError, TypeError):
        return [f"{name} cannot be read."]
    return []

"""Whether what is kept is whole: the record of decisions, and the words of every text."""

from collections.abc import Iterator, Sequence

import orjson
from sqlalchemy import Connection, func, select

from app.ledger.verify import Expected, Report, verify
from app.paragraphs.verify import missing_lines
from app.revisions.verify import changed_revisions
from app.texts.models import Text, TextUpdate
from app.texts.runs import content_hash, words_of
from app.texts.service import merged

AT_ONCE = 200


def check_record(connection: Connection, expected: Sequence[Expected] = ()) -> Report:
    """`ledger verify` over this connection, with what documents and revisions rest on."""
    report = verify(connection, content_hash, expected)
    report.faults += [*missing_lines(connection), *changed_revisions(connection)]
    return report


def check_texts(connection: Connection) -> Iterator[str]:
    """Sentences about texts whose words cannot be trusted; none if all is well."""
    columns = (Text.id, Text.seq, Text.checkpoint, Text.checkpoint_seq, Text.checkpoint_runs, Text.checkpoint_hash)
    tails = {
        row.text_id: (row.first, row.last, row.number)
        for row in connection.execute(
            select(
                TextUpdate.text_id,
                func.min(TextUpdate.seq).label("first"),
                func.max(TextUpdate.seq).label("last"),
                func.count().label("number"),
            )
            .join(Text, Text.id == TextUpdate.text_id)
            .where(TextUpdate.seq > Text.checkpoint_seq)
            .group_by(TextUpdate.text_id)
        )
    }
    streaming = connection.execution_options(stream_results=True, yield_per=AT_ONCE)
    for row in streaming.execute(select(*columns).order_by(Text.id)):
        try:
            hashes = {content_hash(orjson.loads(row.checkpoint_runs)), words_of(merged(row.checkpoint, ())).hash}
        except (ValueError, TypeError, KeyError, RuntimeError):
            yield f"Text {row.id} cannot be read."
            continue
        if hashes != {row.checkpoint_hash}:
            yield f"Text {row.id} has other words than its fingerprint says."
        behind = row.seq - row.checkpoint_seq
        whole = (row.checkpoint_seq + 1, row.seq, behind) if behind else None
        if tails.get(row.id) != whole:
            yield f"Text {row.id} lacks some of its last words."

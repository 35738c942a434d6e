"""What a meeting needs

Revision: 0002
Follows: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# A revision is never changed: guards like those of the record (see 0001).
GUARDS = {
    "sqlite": [
        """
CREATE TRIGGER revision_is_final_on_update BEFORE UPDATE ON revision
    BEGIN SELECT RAISE(ABORT, 'a frozen revision is never changed'); END
""",
        """
CREATE TRIGGER revision_is_final_on_delete BEFORE DELETE ON revision
    BEGIN SELECT RAISE(ABORT, 'a frozen revision is never deleted'); END
""",
    ],
    "postgresql": [
        """
CREATE FUNCTION refuse_revision_change() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'a frozen revision is never changed or deleted'; END $$
""",
        """
CREATE TRIGGER revision_is_final BEFORE UPDATE OR DELETE ON revision
    FOR EACH ROW EXECUTE FUNCTION refuse_revision_change()
""",
        """
CREATE TRIGGER revision_is_not_truncated BEFORE TRUNCATE ON revision
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_revision_change()
""",
    ],
}


def upgrade() -> None:
    """Go forward; there is no way back."""
    op.create_table(
        "display_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_display_link_document_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_display_link")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_display_link_secret_hash")),
    )
    with op.batch_alter_table("display_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_display_link_document_id"), ["document_id"], unique=False)

    op.create_table(
        "revision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("adopted", sa.Boolean(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("paragraphs", sa.Integer(), nullable=False),
        sa.Column("meeting_number", sa.Integer(), nullable=True),
        sa.Column("decision_number", sa.BigInteger(), nullable=True),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("frozen_by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_revision_document_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
        sa.UniqueConstraint("document_id", "number", name=op.f("uq_revision_document_id_number")),
    )
    op.create_table(
        "sitting",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("access", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("planned", sa.JSON(), nullable=False),
        sa.Column("not_reached", sa.JSON(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by", sa.String(length=200), nullable=False),
        sa.Column("suspended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_sitting_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sitting")),
        sa.UniqueConstraint(
            "meeting_id", "document_id", "number", name=op.f("uq_sitting_meeting_id_document_id_number")
        ),
    )
    with op.batch_alter_table("sitting", schema=None) as batch_op:
        batch_op.create_index(
            "uq_sitting_present",
            ["document_id"],
            unique=True,
            sqlite_where=sa.text("state != 'closed'"),
            postgresql_where=sa.text("state != 'closed'"),
        )

    op.create_table(
        "release",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("revision_id", sa.Uuid(), nullable=False),
        sa.Column("audience", sa.String(length=40), nullable=False),
        sa.Column("from_time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_by", sa.String(length=200), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_release_revision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release")),
    )
    with op.batch_alter_table("release", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_release_revision_id"), ["revision_id"], unique=False)

    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.add_column(sa.Column("state", sa.String(length=40), nullable=False, server_default="drafting"))
        batch_op.add_column(sa.Column("as_amended", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("sitting_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("sitting_audience", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("sitting_suspended", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("now_paragraph_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("now_since", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("mail_asked_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("mail_sent_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("mail_error", sa.String(length=300), nullable=True))
        batch_op.add_column(sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("paragraph", schema=None) as batch_op:
        batch_op.add_column(sa.Column("qualifier", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("qualifier_words", sa.String(length=1000), nullable=True))
        batch_op.add_column(sa.Column("final", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("frozen_label", sa.String(length=120), nullable=True))
        batch_op.add_column(sa.Column("frozen_address", sa.String(length=400), nullable=True))
        batch_op.add_column(sa.Column("placeholders", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("split_from", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("text", schema=None) as batch_op:
        batch_op.add_column(sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True))

    for statement in GUARDS[op.get_bind().dialect.name]:
        op.execute(statement)

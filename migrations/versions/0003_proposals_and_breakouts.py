"""Proposals, alternatives, opinions and stances, breakout groups

Revision: 0003
Follows: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward; there is no way back."""
    op.create_table(
        "breakout",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("copy_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("task", sa.Text(), nullable=False),
        sa.Column("given", sa.JSON(), nullable=False),
        sa.Column("openness", sa.String(length=40), nullable=False),
        sa.Column("opened_to", sa.String(length=40), nullable=True),
        sa.Column("due_day", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reported_by", sa.String(length=200), nullable=True),
        sa.Column("return_note", sa.String(length=2000), nullable=True),
        sa.Column("concluded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["copy_id"], ["document.id"], name=op.f("fk_breakout_copy_id")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_breakout_document_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_breakout")),
        sa.UniqueConstraint("copy_id", name=op.f("uq_breakout_copy_id")),
        sa.UniqueConstraint("document_id", "kind", "number", name=op.f("uq_breakout_document_id_kind_number")),
    )
    with op.batch_alter_table("breakout", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_breakout_document_id"), ["document_id"], unique=False)

    op.create_table(
        "breakout_participant",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("breakout_id", sa.Uuid(), nullable=False),
        sa.Column("delegation_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("convener", sa.Boolean(), nullable=False),
        sa.Column("rapporteur", sa.Boolean(), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["breakout_id"], ["breakout.id"], name=op.f("fk_breakout_participant_breakout_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_breakout_participant")),
    )
    with op.batch_alter_table("breakout_participant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_breakout_participant_breakout_id"), ["breakout_id"], unique=False)

    op.create_table(
        "alternative",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("paragraph_id", sa.Uuid(), nullable=False),
        sa.Column("text_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("amendment_id", sa.Uuid(), nullable=True),
        sa.Column("breakout_id", sa.Uuid(), nullable=True),
        sa.Column("place_again", sa.Boolean(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_number", sa.BigInteger(), nullable=True),
        sa.Column("on_word_of", sa.String(length=200), nullable=True),
        sa.Column("awaiting_confirmation", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_alternative_document_id")),
        sa.ForeignKeyConstraint(["paragraph_id"], ["paragraph.id"], name=op.f("fk_alternative_paragraph_id")),
        sa.ForeignKeyConstraint(["text_id"], ["text.id"], name=op.f("fk_alternative_text_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alternative")),
        sa.UniqueConstraint("text_id", name=op.f("uq_alternative_text_id")),
    )
    with op.batch_alter_table("alternative", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_alternative_document_id"), ["document_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_alternative_paragraph_id"), ["paragraph_id"], unique=False)

    op.create_table(
        "amendment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("category_id", sa.Uuid(), nullable=False),
        sa.Column("paragraph_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("text_id", sa.Uuid(), nullable=True),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("paragraph_kind", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("basis", sa.String(length=40), nullable=False),
        sa.Column("proposer", sa.String(length=300), nullable=False),
        sa.Column("rationale", sa.Text(), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("returned_note", sa.String(length=2000), nullable=True),
        sa.Column("place_again", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tabled_by", sa.String(length=200), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(length=200), nullable=True),
        sa.Column("decided_office", sa.String(length=20), nullable=True),
        sa.Column("on_word_of", sa.String(length=200), nullable=True),
        sa.Column("awaiting_confirmation", sa.Boolean(), nullable=False),
        sa.Column("decision_number", sa.BigInteger(), nullable=True),
        sa.Column("result_runs", sa.Text(), nullable=True),
        sa.Column("result_hash", sa.String(length=64), nullable=True),
        sa.Column("result_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["category_id"], ["category.id"], name=op.f("fk_amendment_category_id")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_amendment_document_id")),
        sa.ForeignKeyConstraint(["paragraph_id"], ["paragraph.id"], name=op.f("fk_amendment_paragraph_id")),
        sa.ForeignKeyConstraint(["text_id"], ["text.id"], name=op.f("fk_amendment_text_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendment")),
        sa.UniqueConstraint("document_id", "number", name=op.f("uq_amendment_document_id_number")),
        sa.UniqueConstraint("text_id", name=op.f("uq_amendment_text_id")),
    )
    with op.batch_alter_table("amendment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_amendment_document_id"), ["document_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_amendment_paragraph_id"), ["paragraph_id"], unique=False)

    op.create_table(
        "breakout_outcome",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("breakout_id", sa.Uuid(), nullable=False),
        sa.Column("paragraph_id", sa.Uuid(), nullable=False),
        sa.Column("became", sa.String(length=40), nullable=False),
        sa.Column("group_hash", sa.String(length=64), nullable=False),
        sa.Column("result_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.String(length=2000), nullable=True),
        sa.Column("decision_number", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["breakout_id"], ["breakout.id"], name=op.f("fk_breakout_outcome_breakout_id")),
        sa.ForeignKeyConstraint(["paragraph_id"], ["paragraph.id"], name=op.f("fk_breakout_outcome_paragraph_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_breakout_outcome")),
    )
    with op.batch_alter_table("breakout_outcome", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_breakout_outcome_breakout_id"), ["breakout_id"], unique=False)

    op.create_table(
        "opinion",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("paragraph_id", sa.Uuid(), nullable=False),
        sa.Column("text_id", sa.Uuid(), nullable=False),
        sa.Column("attribution", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_number", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_opinion_document_id")),
        sa.ForeignKeyConstraint(["paragraph_id"], ["paragraph.id"], name=op.f("fk_opinion_paragraph_id")),
        sa.ForeignKeyConstraint(["text_id"], ["text.id"], name=op.f("fk_opinion_text_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion")),
        sa.UniqueConstraint("text_id", name=op.f("uq_opinion_text_id")),
    )
    with op.batch_alter_table("opinion", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_opinion_document_id"), ["document_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_opinion_paragraph_id"), ["paragraph_id"], unique=False)

    op.create_table(
        "stance",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("paragraph_id", sa.Uuid(), nullable=False),
        sa.Column("delegation_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("seen_by", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("words_hash", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_stance_document_id")),
        sa.ForeignKeyConstraint(["paragraph_id"], ["paragraph.id"], name=op.f("fk_stance_paragraph_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stance")),
    )
    with op.batch_alter_table("stance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stance_document_id"), ["document_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_stance_paragraph_id_delegation_id_person_id"),
            ["paragraph_id", "delegation_id", "person_id"],
            unique=False,
        )

    op.create_table(
        "alternative_supporter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("alternative_id", sa.Uuid(), nullable=False),
        sa.Column("delegation_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["alternative_id"], ["alternative.id"], name=op.f("fk_alternative_supporter_alternative_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alternative_supporter")),
    )
    with op.batch_alter_table("alternative_supporter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_alternative_supporter_alternative_id"), ["alternative_id"], unique=False)

    op.create_table(
        "amendment_party",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("amendment_id", sa.Uuid(), nullable=False),
        sa.Column("delegation_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["amendment_id"], ["amendment.id"], name=op.f("fk_amendment_party_amendment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendment_party")),
    )
    with op.batch_alter_table("amendment_party", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_amendment_party_amendment_id"), ["amendment_id"], unique=False)

    op.create_table(
        "opinion_signer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("opinion_id", sa.Uuid(), nullable=False),
        sa.Column("delegation_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["opinion_id"], ["opinion.id"], name=op.f("fk_opinion_signer_opinion_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion_signer")),
    )
    with op.batch_alter_table("opinion_signer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_opinion_signer_opinion_id"), ["opinion_id"], unique=False)

    with op.batch_alter_table("category", schema=None) as batch_op:
        batch_op.add_column(sa.Column("copied_from", sa.Uuid(), nullable=True))

    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.add_column(sa.Column("alternative_labels", sa.String(length=40), nullable=False, server_default="alt"))
        batch_op.add_column(sa.Column("itu_labels", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("observers_propose", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("copy_of", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("party", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("party_only", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("frozen", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("unattributed", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.create_index(batch_op.f("ix_document_copy_of"), ["copy_of"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_document_copy_of"), "document", ["copy_of"], ["id"])

    with op.batch_alter_table("paragraph", schema=None) as batch_op:
        batch_op.add_column(sa.Column("copied_from", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("copied_facts", sa.JSON(), nullable=True))
        batch_op.create_index(batch_op.f("ix_paragraph_copied_from"), ["copied_from"], unique=False)

    # Added as it is, without copying the table: the log may be long.
    op.add_column("text_update", sa.Column("by_command", sa.Boolean(), nullable=True))

    # A breakout group's text is a document of its own, so paragraphs need no column that says whose they are.
    op.drop_index("uq_paragraph_copy_position", table_name="paragraph")
    op.drop_index("uq_paragraph_position", table_name="paragraph")
    with op.batch_alter_table("paragraph", schema=None) as batch_op:
        batch_op.drop_column("copy_id")
    op.create_index("uq_paragraph_position", "paragraph", ["document_id", "position"], unique=True)

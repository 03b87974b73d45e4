"""Safe synchronisation: what became of vanished records, approvals, undo, local edits, mails that were sent.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

RECORD = "resilient_harvest_record"
RUN = "resilient_harvest_run"


def upgrade() -> None:
    op.add_column(RECORD, sa.Column("missing_since", sa.DateTime(timezone=True), nullable=True))
    op.add_column(RECORD, sa.Column("gone", sa.UnicodeText, nullable=False, server_default=""))
    op.add_column(RECORD, sa.Column("gone_since", sa.DateTime(timezone=True), nullable=True))
    op.add_column(RUN, sa.Column("undone", sa.DateTime(timezone=True), nullable=True))
    op.add_column(RUN, sa.Column("undone_by", sa.UnicodeText, nullable=False, server_default=""))
    op.create_table(
        "resilient_harvest_approval",
        sa.Column("source_id", sa.UnicodeText, primary_key=True),
        sa.Column("job_id", sa.UnicodeText, nullable=False),
        sa.Column("guids", JSONB, nullable=False),
        sa.Column("asked", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by", sa.UnicodeText, nullable=False, server_default=""),
    )
    op.create_table(
        "resilient_harvest_before",
        sa.Column("job_id", sa.UnicodeText, primary_key=True),
        sa.Column("source_id", sa.UnicodeText, primary_key=True),
        sa.Column("guid", sa.UnicodeText, primary_key=True),
        sa.Column("package_id", sa.UnicodeText, nullable=False),
        sa.Column("record", JSONB(none_as_null=True), nullable=True),
        sa.Column("package", JSONB(none_as_null=True), nullable=True),
        sa.Column("object_id", sa.UnicodeText, nullable=True),
        sa.Column("after", JSONB(none_as_null=True), nullable=True),
        sa.Column("taken", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_resilient_harvest_before_source", "resilient_harvest_before", ["source_id", "taken"])
    op.create_table(
        "resilient_overlay",
        sa.Column("package_id", sa.UnicodeText, primary_key=True),
        sa.Column("field", sa.UnicodeText, primary_key=True),
        sa.Column("value", JSONB, nullable=False),
        sa.Column("base", JSONB, nullable=False),
        sa.Column("source", JSONB, nullable=False),
        sa.Column("author", sa.UnicodeText, nullable=False),
        sa.Column("edited", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source_changed", sa.DateTime(timezone=True), nullable=True, index=True),
    )
    op.create_table(
        "resilient_harvest_notice",
        sa.Column("source_id", sa.UnicodeText, primary_key=True),
        sa.Column("code", sa.UnicodeText, primary_key=True),
        sa.Column("job_id", sa.UnicodeText, nullable=False),
        sa.Column("sent", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    for table in ("notice", "before", "approval"):
        op.drop_table(f"resilient_harvest_{table}")
    op.drop_table("resilient_overlay")
    for name in ("undone_by", "undone"):
        op.drop_column(RUN, name)
    for name in ("gone_since", "gone", "missing_since"):
        op.drop_column(RECORD, name)

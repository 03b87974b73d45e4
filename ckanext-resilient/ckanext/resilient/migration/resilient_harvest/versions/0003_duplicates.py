"""The same dataset at two sources: profiles, marks, decisions.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "resilient_harvest_record",
        sa.Column("duplicate_of", sa.UnicodeText, nullable=False, server_default="", index=True),
    )
    op.create_table(
        "resilient_harvest_profile",
        sa.Column("source_id", sa.UnicodeText, primary_key=True),
        sa.Column("guid", sa.UnicodeText, primary_key=True),
        sa.Column("profile", JSONB, nullable=False),
    )
    op.create_table(
        "resilient_harvest_mark",
        sa.Column("source_id", sa.UnicodeText, primary_key=True),
        sa.Column("guid", sa.UnicodeText, primary_key=True),
        sa.Column("mark", sa.UnicodeText, primary_key=True),
        sa.Index("ix_resilient_harvest_mark_mark", "mark"),
    )
    op.create_table(
        "resilient_harvest_duplicate",
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=True),
        sa.Column("first", sa.UnicodeText, nullable=False),
        sa.Column("second", sa.UnicodeText, nullable=False, index=True),
        sa.Column("verdict", sa.UnicodeText, nullable=False, index=True),
        sa.Column("keeps", sa.UnicodeText, nullable=False),
        sa.Column("proposal", sa.UnicodeText, nullable=False),
        sa.Column("reasons", JSONB, nullable=False),
        sa.Column("differences", JSONB, nullable=False),
        sa.Column("decided_by", sa.UnicodeText, nullable=False),
        sa.Column("found", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided", sa.DateTime(timezone=True), nullable=True),
        sa.UniqueConstraint("first", "second"),
    )


def downgrade() -> None:
    op.drop_table("resilient_harvest_duplicate")
    op.drop_table("resilient_harvest_mark")
    op.drop_table("resilient_harvest_profile")
    op.drop_column("resilient_harvest_record", "duplicate_of")

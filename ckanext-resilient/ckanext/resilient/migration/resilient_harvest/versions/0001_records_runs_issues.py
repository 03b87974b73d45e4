"""Records, runs and issues of the harvest.

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "resilient_harvest_record",
        sa.Column("source_id", sa.UnicodeText, primary_key=True),
        sa.Column("guid", sa.UnicodeText, primary_key=True),
        sa.Column("package_id", sa.UnicodeText, nullable=False, index=True),
        sa.Column("content_hash", sa.UnicodeText, nullable=False),
        sa.Column("deleted", sa.Boolean, nullable=False),
        sa.Column("missing_runs", sa.Integer, nullable=False, server_default="0"),
        sa.Column("first_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_changed", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "resilient_harvest_run",
        sa.Column("job_id", sa.UnicodeText, primary_key=True),
        sa.Column("source_id", sa.UnicodeText, nullable=False, index=True),
        sa.Column("started", sa.DateTime(timezone=True), nullable=False),
        sa.Column("complete", sa.Boolean, nullable=False),
        sa.Column("stopped_by", sa.UnicodeText, nullable=False),
        sa.Column("counts", JSONB, nullable=False),
    )
    op.create_table(
        "resilient_harvest_issue",
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=True),
        sa.Column("job_id", sa.UnicodeText, nullable=False, index=True),
        sa.Column("code", sa.UnicodeText, nullable=False),
        sa.Column("record", sa.UnicodeText, nullable=False),
        sa.Column("field", sa.UnicodeText, nullable=False),
        sa.Column("params", JSONB, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("resilient_harvest_issue")
    op.drop_table("resilient_harvest_run")
    op.drop_table("resilient_harvest_record")

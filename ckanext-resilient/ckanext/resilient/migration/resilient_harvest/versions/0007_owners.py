"""Whose record a finding concerns; which part of a run its owner was told.

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ISSUES, TOLD = "resilient_harvest_issue", "resilient_harvest_owner_told"


def upgrade() -> None:
    for name in ("owner_name", "owner_email"):
        op.add_column(ISSUES, sa.Column(name, sa.UnicodeText, nullable=False, server_default=""))
    op.create_table(
        TOLD,
        sa.Column("part", sa.UnicodeText, primary_key=True),
        sa.Column("source_id", sa.UnicodeText, nullable=False, index=True),
        sa.Column("job_id", sa.UnicodeText, nullable=False),
        sa.Column("sent_by", sa.UnicodeText, nullable=False),
        sa.Column("sent", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    op.drop_table(TOLD)
    for name in ("owner_name", "owner_email"):
        op.drop_column(ISSUES, name)

"""Runs that collect only what failed in another run; sources that wait for approval.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

RUNS, WAITING = "resilient_harvest_run", "resilient_harvest_waiting"


def upgrade() -> None:
    op.add_column(RUNS, sa.Column("only_failed_of", sa.UnicodeText, nullable=False, server_default=""))
    op.create_table(
        WAITING,
        sa.Column("source_id", sa.UnicodeText, primary_key=True),
        sa.Column("asked_by", sa.UnicodeText, nullable=False),
        sa.Column("asked", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    op.drop_table(WAITING)
    op.drop_column(RUNS, "only_failed_of")

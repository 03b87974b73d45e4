"""What a run asked for, and the state of the documents that it read.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLE = "resilient_harvest_run"


def upgrade() -> None:
    op.add_column(TABLE, sa.Column("partial", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column(TABLE, sa.Column("settings", sa.UnicodeText, nullable=False, server_default=""))
    op.add_column(TABLE, sa.Column("documents", JSONB, nullable=False, server_default="{}"))


def downgrade() -> None:
    for name in ("documents", "settings", "partial"):
        op.drop_column(TABLE, name)

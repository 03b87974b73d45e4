"""What people had edited of a dataset before a run touched it.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

BEFORE = "resilient_harvest_before"


def upgrade() -> None:
    op.add_column(BEFORE, sa.Column("edits", JSONB(none_as_null=True), nullable=True))


def downgrade() -> None:
    op.drop_column(BEFORE, "edits")

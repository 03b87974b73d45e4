"""Which shapes a dataset was checked with, and how many violations and warnings there were.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_TABLE = "resilient_quality_conformance"


def upgrade() -> None:
    op.add_column(_TABLE, sa.Column("method", sa.UnicodeText, nullable=False, server_default=""))
    for name in ("violations", "warnings"):
        op.add_column(_TABLE, sa.Column(name, sa.Integer, nullable=False, server_default="0"))


def downgrade() -> None:
    for name in ("warnings", "violations", "method"):
        op.drop_column(_TABLE, name)

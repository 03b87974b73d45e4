"""The graphs of the datasets that the feed has, and when those that it had were gone.

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "resilient_catalogue_graph",
        sa.Column("package_id", sa.UnicodeText, primary_key=True),
        sa.Column("number", sa.BigInteger, sa.Identity(), nullable=False, unique=True),
        sa.Column("listed", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.Column("changed", sa.DateTime, nullable=True),
        sa.Column("revision", sa.UnicodeText, nullable=False, server_default=""),
        sa.Column("ntriples", sa.UnicodeText, nullable=False, server_default=""),
        sa.Column("gone", sa.DateTime(timezone=True), nullable=True, index=True),
    )


def downgrade() -> None:
    op.drop_table("resilient_catalogue_graph")

"""What was found in files.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "resilient_quality_file",
        sa.Column("digest", sa.UnicodeText, primary_key=True),
        sa.Column("address", sa.UnicodeText, nullable=False),
        sa.Column("revision", sa.UnicodeText, nullable=False),
        sa.Column("format", sa.UnicodeText, nullable=False),
        sa.Column("rows", sa.Integer),
        sa.Column("columns", sa.Integer),
        sa.Column("header", sa.Boolean),
        sa.Column("names", ARRAY(sa.UnicodeText), nullable=False),
        sa.Column("empty_cells", sa.Float),
        sa.Column("empty_columns", ARRAY(sa.UnicodeText), nullable=False),
        sa.Column("whole", sa.Boolean),
        sa.Column("problem", sa.UnicodeText, nullable=False),
        sa.Column("failures", sa.SmallInteger, nullable=False),
        sa.Column("checked", sa.DateTime(timezone=True)),
        sa.Column("next_check", sa.DateTime(timezone=True), nullable=False, index=True),
    )


def downgrade() -> None:
    op.drop_table("resilient_quality_file")

"""What `ckan resilient content load` loaded.

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
        "resilient_loaded_content",
        sa.Column("content_type", sa.UnicodeText, primary_key=True),
        sa.Column("name", sa.UnicodeText, primary_key=True),
        sa.Column("entity_id", sa.UnicodeText, nullable=False),
        sa.Column("given", JSONB, nullable=False),
        sa.Column("stored", JSONB, nullable=False),
        sa.Column("loaded", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("resilient_loaded_content")

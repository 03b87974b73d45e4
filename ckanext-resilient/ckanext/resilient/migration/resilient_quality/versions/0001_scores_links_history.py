"""Scores of datasets, results of link checks and of shapes, and how scores went day by day.

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "resilient_quality_score",
        sa.Column("package_id", sa.UnicodeText, primary_key=True),
        sa.Column("owner_org", sa.UnicodeText, nullable=False, index=True),
        sa.Column("source_portal", sa.UnicodeText, nullable=False, index=True),
        sa.Column("countries", ARRAY(sa.UnicodeText), nullable=False),
        sa.Column("points", sa.SmallInteger, nullable=False),
        sa.Column("open_points", sa.SmallInteger, nullable=False),
        sa.Column("band", sa.UnicodeText, nullable=False),
        sa.Column("stars", sa.SmallInteger, nullable=False),
        sa.Column("failed", ARRAY(sa.UnicodeText), nullable=False),
        sa.Column("aspects", JSONB, nullable=False),
        sa.Column("computed", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "resilient_quality_link",
        sa.Column("digest", sa.UnicodeText, primary_key=True),
        sa.Column("address", sa.UnicodeText, nullable=False),
        sa.Column("host", sa.UnicodeText, nullable=False, index=True),
        sa.Column("status", sa.SmallInteger),
        sa.Column("usable", sa.Boolean, nullable=False),
        sa.Column("problem", sa.UnicodeText, nullable=False),
        sa.Column("media_type", sa.UnicodeText, nullable=False),
        sa.Column("size", sa.BigInteger),
        sa.Column("checked", sa.DateTime(timezone=True)),
        sa.Column("next_check", sa.DateTime(timezone=True), nullable=False, index=True),
        sa.Column("successes", sa.SmallInteger, nullable=False),
        sa.Column("failures", sa.SmallInteger, nullable=False),
        sa.Column("failing_since", sa.DateTime(timezone=True)),
    )
    op.create_table(
        "resilient_quality_conformance",
        sa.Column("package_id", sa.UnicodeText, primary_key=True),
        sa.Column("revision", sa.UnicodeText, nullable=False),
        sa.Column("conforms", sa.Boolean, nullable=False),
        sa.Column("findings", JSONB, nullable=False),
        sa.Column("checked", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "resilient_quality_history",
        sa.Column("scope", sa.UnicodeText, primary_key=True),
        sa.Column("key", sa.UnicodeText, primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("datasets", sa.Integer, nullable=False),
        sa.Column("points", sa.Float, nullable=False),
        sa.Column("bands", JSONB, nullable=False),
    )


def downgrade() -> None:
    for name in ("history", "conformance", "link", "score"):
        op.drop_table(f"resilient_quality_{name}")

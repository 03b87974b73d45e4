"""What people say about datasets, and how useful each dataset was to them.

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
    texts = ("user_id", "name", "address", "locale", "state", "text", "text_state", "token")
    op.create_table(
        "resilient_statement",
        sa.Column("id", sa.UnicodeText, primary_key=True),
        sa.Column("kind", sa.UnicodeText, nullable=False),
        sa.Column("package_id", sa.UnicodeText, nullable=False, index=True),
        *(sa.Column(name, sa.UnicodeText, nullable=False) for name in texts),
        sa.Column("token_ends", sa.DateTime(timezone=True)),
        sa.Column("value", sa.SmallInteger),
        sa.Column("counts", sa.Boolean, nullable=False),
        sa.Column("reports", sa.Integer, nullable=False),
        sa.Column("facts", JSONB, nullable=False),
        sa.Column("moderated", JSONB, nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided", sa.DateTime(timezone=True)),
        sa.CheckConstraint(
            "kind <> 'rating' OR (value BETWEEN 1 AND 5 AND user_id <> '')", name="resilient_rating_is_whole"
        ),
    )
    op.create_index(
        "resilient_statement_one_rating",
        "resilient_statement",
        ["package_id", "user_id"],
        unique=True,
        postgresql_where=sa.text("kind = 'rating'"),
    )
    op.create_index("resilient_statement_of_user", "resilient_statement", ["user_id"])
    op.create_index("resilient_statement_token", "resilient_statement", ["token"])
    op.create_index("resilient_statement_in_state", "resilient_statement", ["kind", "state"])
    op.create_index("resilient_statement_text_state", "resilient_statement", ["text_state"])
    op.create_table(
        "resilient_usefulness",
        sa.Column("package_id", sa.UnicodeText, primary_key=True),
        sa.Column("votes", sa.Integer, nullable=False),
        sa.Column("total", sa.Integer, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("resilient_usefulness")
    op.drop_table("resilient_statement")

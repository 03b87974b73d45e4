"""Who does not want the mails of a list.

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
        "resilient_mail_preference",
        sa.Column("recipient", sa.UnicodeText, primary_key=True),
        sa.Column("mailing_list", sa.UnicodeText, primary_key=True),
        sa.Column("unsubscribed", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("resilient_mail_preference")

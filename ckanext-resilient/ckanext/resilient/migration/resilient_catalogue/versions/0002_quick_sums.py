"""Indexes for the sums of the feed, and a compression of the graphs that is quicker to undo.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

GRAPHS, PACKAGES = "resilient_catalogue_graph", "package"
LISTED = "ix_resilient_catalogue_graph_listed"
INDEXES = {
    "resilient_catalogue_public": "type = 'dataset' AND state = 'active' AND private IS FALSE",
    "resilient_catalogue_series": "type = 'dataset_series'",
}
"""Of CKAN's own table: what is counted for each page of the feed would else be a scan of all of it."""


def upgrade() -> None:
    op.create_index(LISTED, GRAPHS, ["listed"])
    for name, where in INDEXES.items():
        op.create_index(
            name, PACKAGES, ["metadata_modified"], postgresql_where=sa.text(where), if_not_exists=True
        )
    _compress("lz4")


def downgrade() -> None:
    _compress("default")
    for name in INDEXES:
        op.drop_index(name, PACKAGES, if_exists=True)
    op.drop_index(LISTED, GRAPHS)


def _compress(method: str) -> None:
    """For graphs that are kept from now on; nothing before PostgreSQL 14 or where it was built without the method."""
    op.execute(
        f"""
        DO $$ BEGIN
            EXECUTE 'ALTER TABLE {GRAPHS} ALTER COLUMN ntriples SET COMPRESSION {method}';
        EXCEPTION WHEN feature_not_supported OR syntax_error THEN NULL;
        END $$
        """
    )

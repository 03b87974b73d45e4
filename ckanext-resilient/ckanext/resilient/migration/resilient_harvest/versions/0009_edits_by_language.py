"""Of edited fields in several languages, only those languages that a person edited are hers.

Revision ID: 0009
Revises: 0008
"""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

# A language in which she said nothing any more has the value null; a file as a whole has a path that ends in "/".
BY_LANGUAGE = """
UPDATE resilient_overlay SET value = (
    SELECT coalesce(jsonb_object_agg(name, coalesce(value -> name, 'null')), '{}')
    FROM (
        SELECT jsonb_object_keys(value) AS name
        UNION SELECT jsonb_object_keys(CASE WHEN jsonb_typeof(base) = 'object' THEN base ELSE '{}' END)
    ) AS names
    WHERE value -> name IS DISTINCT FROM CASE WHEN jsonb_typeof(base) = 'object' THEN base -> name END
)
WHERE jsonb_typeof(value) = 'object' AND field NOT LIKE '%/'
"""


def upgrade() -> None:
    op.execute(BY_LANGUAGE)
    op.execute("DELETE FROM resilient_overlay WHERE value = '{}' AND field NOT LIKE '%/'")


def downgrade() -> None:
    """The whole field is what a person edited, in the languages that are here."""

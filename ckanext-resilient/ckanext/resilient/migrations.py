"""Runs the migrations of one plugin in the database that CKAN names; the `env.py` of each plugin calls it."""

from __future__ import annotations

from alembic import context
from ckan.model.meta import metadata
from sqlalchemy import engine_from_config, pool


def run(plugin: str) -> None:
    """Run them in one transaction; with Alembic's `--sql`, print the SQL instead."""
    table = f"{plugin}_alembic_version"
    if context.is_offline_mode():
        _print(table)
        return
    section = context.config.get_section(context.config.config_ini_section, {})
    engine = engine_from_config(section, prefix="sqlalchemy.", poolclass=pool.NullPool)
    with engine.connect() as connection:
        context.configure(connection=connection, target_metadata=metadata, version_table=table)
        with context.begin_transaction():
            context.run_migrations()


def _print(table: str) -> None:
    context.configure(
        url=context.config.get_main_option("sqlalchemy.url"),
        target_metadata=metadata,
        literal_binds=True,
        version_table=table,
    )
    with context.begin_transaction():
        context.run_migrations()

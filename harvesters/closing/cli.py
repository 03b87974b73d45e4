"""`ckan resilient harvest close`."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
import click

from ckanext.resilient.harvesters.terminal import as_json_option, fail, own_context, show_json


@click.command()
@click.argument("source")
@click.option("--with-datasets", is_flag=True, help="The background worker deletes its datasets, too.")
@as_json_option
def close(source: str, with_datasets: bool, as_json: bool) -> None:
    """Take SOURCE (name, id or address) away: it is read no more."""
    try:
        done = tk.get_action("resilient_harvest_source_close")(
            own_context(), {"id": source, "with_datasets": with_datasets}
        )
    except (tk.ValidationError, tk.ObjectNotFound) as error:
        fail(error)
    if as_json:
        show_json(done)
        return
    what = "are being deleted" if done["deleting"] else "stay"
    click.echo(f"{done['datasets']} datasets {what}")

"""`python -m ckanext.resilient.harvesters.samples KEY --port N`: run one sample portal until interrupted."""

from __future__ import annotations

import argparse
import logging

from ckanext.resilient.harvesters.samples import SAMPLES
from ckanext.resilient.harvesters.samples.catalogue import load
from ckanext.resilient.harvesters.samples.server import make_server


def main(arguments: list[str] | None = None) -> None:
    """Parse the command line and serve."""
    parser = argparse.ArgumentParser(
        prog="python -m ckanext.resilient.harvesters.samples",
        description="Serve a sample portal: invented records over a real protocol.",
    )
    parser.add_argument("key", choices=sorted(SAMPLES))
    parser.add_argument("--port", type=int, required=True, help="port to listen on, 0 for a free one")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    chosen = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    server = make_server(load(chosen.key), chosen.host, chosen.port)
    address = f"http://{chosen.host}:{server.server_address[1]}"
    logging.info("%s: %s%s", chosen.key, address, SAMPLES[chosen.key].path)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        logging.info("stopped")
    finally:
        server.server_close()


if __name__ == "__main__":
    main()

"""One set of services (`portal` for people, `test` for the tests): its folders, ports and addresses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from .errors import StepError
from .mail import GIVEN_MAIL
from .mail import SERVICES as MAIL
from .ports import LOOPBACK, TEST_OFFSET, choose_ports
from .state import Memory
from .vault import secret

# Which service each variable replaces by one that is given.
GIVEN = {"CKAN_SQLALCHEMY_URL": "postgres", "CKAN_SOLR_URL": "solr", "CKAN_REDIS_URL": "redis"}
# redis-py 8 gives up after 5 idle seconds by itself, and the harvest consumers with it (ckanext-harvest#581).
REDIS_PATIENCE = "socket_timeout=3600"
# What was remembered of the data; nothing is known of other services that are given later.
FACTS_OF_DATA = ("migrated", "administrator", "indexed_schema", "portals", "sources", "harvested")
# The sample portals: each is one YAML file of the suite, so that a new one has its port and its program by itself.
SAMPLES = tuple(
    sorted(f"{path.stem}-sample" for path in Path(__file__).parents[2].glob("harvesters/samples/*.yaml"))
)


@dataclass(frozen=True)
class Instance:
    """Folders, ports and addresses of one instance; `shared` is what all instances of the clone use."""

    root: Path
    shared: Path
    state: Path
    name: str
    databases: tuple[str, ...]
    memory: Memory
    ports: Mapping[str, int]
    given: Mapping[str, str]
    host: str
    site_url: str
    given_mail: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def venv(self) -> Path:
        """The Python environment."""
        return self.shared / "venv"

    @property
    def python(self) -> Path:
        """The interpreter that has CKAN."""
        return self.venv / "bin" / "python"

    @property
    def ckan(self) -> Path:
        """The ckan command."""
        return self.venv / "bin" / "ckan"

    @property
    def jars(self) -> Path:
        """The search server's jars."""
        return self.shared / "solr" / "lib"

    @property
    def node(self) -> Path:
        """Where Node's packages are installed (below it: node_modules)."""
        return self.shared / "node"

    @property
    def run(self) -> Path:
        """Generated configuration, sockets and process numbers."""
        return self.state / "run"

    @property
    def ini(self) -> Path:
        """CKAN's configuration file."""
        return self.state / "ckan.ini"

    @property
    def is_test(self) -> bool:
        """Whether this instance may lose its data at any time."""
        return self.name == "test"

    def log(self, name: str) -> Path:
        """The log of one service or step."""
        return self.state / "log" / f"{name}.log"

    def secret(self, name: str) -> str:
        """A generated password or key, the same on every run."""
        return secret(self.state / "secrets", name)

    def owns(self, service: str) -> bool:
        """Whether this instance runs the service itself, and was not given one."""
        if service in MAIL:
            return not self.given_mail
        return service not in {GIVEN[variable] for variable in self.given}

    def addresses(self, database: str | None = None) -> dict[str, str]:
        """The three variables by which CKAN finds its database, search server and Redis."""
        name = database or self.databases[0]
        number = self.databases.index(name)
        own = {
            "CKAN_SQLALCHEMY_URL": (
                f"postgresql://ckan:{quote(self.secret('database'))}@{LOOPBACK}:{self.ports['postgres']}/{name}"
            ),
            "CKAN_SOLR_URL": f"http://{LOOPBACK}:{self.ports['solr']}/solr/{name}",
            "CKAN_REDIS_URL": (
                f"redis://:{quote(self.secret('redis'))}@{LOOPBACK}:{self.ports['redis']}/{number}?{REDIS_PATIENCE}"
            ),
        }
        return {**own, **self.given}


def open_instance(root: Path, var: Path, name: str, environ: Mapping[str, str]) -> Instance:
    """The instance `portal` or `test` of this clone, with its ports chosen and remembered."""
    test = name == "test"
    var = var.resolve()  # where it links to: PostgreSQL's user cannot follow the link
    state = var / "test" if test else var
    for folder in (state, state / "run", state / "log", state / "storage"):
        folder.mkdir(exist_ok=True)
        folder.chmod(0o755)
    memory = Memory(state / "run" / "instance.json")
    given = _given(memory, environ, test=test)
    if memory.get("given", given) != given:
        memory.forget(*FACTS_OF_DATA)
    names = ("web", "postgres", "redis", "solr", *MAIL, *SAMPLES)
    ports = choose_ports(
        names, memory.get("ports", {}), {} if test else environ, offset=TEST_OFFSET if test else 0
    )
    host, site_url = _web_address({} if test else environ, memory, ports["web"])
    given_mail = {} if test else _given_mail(memory, environ)
    memory.keep(ports=ports, given=given, host=host, site_url=site_url, given_mail=given_mail)
    return Instance(
        root=root,
        shared=var,
        state=state,
        name=name,
        databases=("ckan_test", "ckan_bench", "ckan_test_2") if test else ("ckan",),
        memory=memory,
        ports=ports,
        given=given,
        host=host,
        site_url=site_url or f"http://localhost:{ports['web']}",
        given_mail=given_mail,
    )


def _web_address(environ: Mapping[str, str], memory: Memory, port: int) -> tuple[str, str]:
    """The address that the web server listens on, and the one that people open if it was named."""
    host = environ.get("RESILIENT_HOST") or memory.get("host") or LOOPBACK
    named = environ.get("RESILIENT_SITE_URL", "").rstrip("/") or memory.get("site_url") or ""
    if not named and host not in {LOOPBACK, "0.0.0.0", "::"}:  # noqa: S104 (compared only)
        named = f"http://{host}:{port}"
    return host, named


def _given(memory: Memory, environ: Mapping[str, str], *, test: bool) -> dict[str, str]:
    if test:
        given = {variable: environ[variable] for variable in GIVEN if environ.get(variable)}
        refuse_precious(given)
        return given
    kept: dict[str, str] = memory.get("given", {})
    named = {variable: environ.get(variable) or kept.get(variable, "") for variable in GIVEN}
    return {variable: url for variable, url in named.items() if url}


def _given_mail(memory: Memory, environ: Mapping[str, str]) -> dict[str, str]:
    """The mail server that was named now or before; an empty CKAN_SMTP_SERVER takes it back."""
    server = environ.get("CKAN_SMTP_SERVER")
    if server is None:
        return memory.get("given_mail", {})
    return {name: environ[name] for name in GIVEN_MAIL if environ.get(name)} if server else {}


def refuse_precious(given: Mapping[str, str]) -> None:
    """Raise a StepError where the tests, which empty what they use, were given other than test data."""
    harmless = {
        "CKAN_SQLALCHEMY_URL": (r"/[^/?]*test[^/?]*(\?.*)?$", "a database whose name contains `test`"),
        "CKAN_SOLR_URL": (r"/[^/?]*test[^/?]*/?$", "a core whose name contains `test`"),
        "CKAN_REDIS_URL": (r"/[1-9][0-9]*(\?.*)?$", "a database number other than 0"),
    }
    for variable, url in given.items():
        pattern, wanted = harmless[variable]
        if not re.search(pattern, url):
            raise StepError(
                "The tests were not started",
                f"they empty what they use and {variable} does not name {wanted}",
                f"unset {variable}, or let it name {wanted}",
            )

"""The embedded search server: its jars (Maven), its cores, its command line."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from .configset import SOURCE, write_configset
from .instance import Instance
from .run import run_logged

HEAP = "512m"
POM = SOURCE / "pom.xml"


def jars_are_complete(instance: Instance) -> bool:
    """Whether the jars that pom.xml names are in place."""
    return _stamp(instance).exists() and _stamp(instance).read_text(encoding="utf-8") == _digest(POM)


def resolve_jars(instance: Instance) -> None:
    """Let Maven fetch the jars of Solr, all or none."""
    draft, repository = instance.jars.with_name("lib.new"), instance.jars.with_name("repository")
    shutil.rmtree(draft, ignore_errors=True)
    run_logged(
        [
            "mvn", "--batch-mode", "--strict-checksums", "--no-transfer-progress", "--file", str(POM),
            "dependency:copy-dependencies", f"-DoutputDirectory={draft}",
            f"-Dmaven.repo.local={repository}",
        ],
        instance.log("maven"),
        "The search server could not be fetched",
    )  # fmt: skip
    shutil.rmtree(instance.jars, ignore_errors=True)
    draft.rename(instance.jars)
    shutil.rmtree(repository)  # Maven's own copy, with its tools
    _stamp(instance).write_text(_digest(POM), encoding="utf-8")


def write_cores(instance: Instance) -> str:
    """Write the Solr home, one core per database; a digest of schema and cores, which tells when to index anew."""
    home = instance.state / "solr" / "home"
    configset = home / "configsets" / "resilient"
    configset.mkdir(parents=True, exist_ok=True)
    write_configset(ckan_schema(instance), configset)
    shutil.copyfile(SOURCE / "solr.xml", home / "solr.xml")
    cores = [home / name / "core.properties" for name in instance.databases]
    for core in cores:
        core.parent.mkdir(exist_ok=True)
        core.write_text(f"name={core.parent.name}\nconfigSet=resilient\n", encoding="utf-8")
    return _digest(*sorted((configset / "conf").iterdir()), *cores)


def ckan_schema(instance: Instance) -> Path:
    """The schema.xml of the installed CKAN."""
    return next(instance.venv.glob("lib/python3*/site-packages/ckan/config/solr/schema.xml"))


def solr_command(instance: Instance) -> list[str]:
    """How the embedded Solr is started (the launcher is compiled in memory by `java` itself)."""
    home = instance.state / "solr"
    return [
        "java",
        f"-Xmx{HEAP}",
        f"-Dsolr.solr.home={home / 'home'}",
        f"-Dsolr.log.dir={instance.log('solr').parent}",
        f"-Dlog4j2.configurationFile={SOURCE / 'log4j2.xml'}",
        "-Djava.awt.headless=true",
        "-cp",
        f"{instance.jars}/*",
        str(SOURCE / "Launcher.java"),
        str(instance.ports["solr"]),
    ]


def _stamp(instance: Instance) -> Path:
    return instance.jars.parent / "lib.stamp"


def _digest(*files: Path) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()

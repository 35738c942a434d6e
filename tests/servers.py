"""Real servers for the tests, started on free ports with data folders of their own and ended by their own pid."""

import contextlib
import itertools
import os
import random
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

DEADLINE_S = 30.0


_ports = itertools.cycle(random.Random(os.getpid()).sample(range(20_000, 32_000), 12_000))


def free_port() -> int:
    """A port that nobody listened on a moment ago, and that no connection is given before a server takes it.

    Below the range that systems give to outgoing connections (32768 and up, or 49152 and up): one given by the system
    would now and then be another test's connection by the time a server is started, or started again, on it.
    """
    for port in _ports:
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("unreachable")


def wait_for_port(port: int, process: subprocess.Popen[bytes]) -> None:
    """Return once something accepts connections there; raise if the process ends before."""
    deadline = time.monotonic() + DEADLINE_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"{process.args!r} ended with {process.returncode}")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.02)
    raise TimeoutError(f"nothing listens on {port}")


def _wait_for_postgresql(url: str, process: subprocess.Popen[bytes]) -> None:
    """Its port opens before it is done starting up, and until then it refuses everybody."""
    wait_for_port(urlsplit(url).port or 0, process)
    deadline = time.monotonic() + DEADLINE_S
    while True:
        try:
            psycopg.connect(f"{url}/postgres").close()
        except psycopg.OperationalError:
            if time.monotonic() > deadline or process.poll() is not None:
                raise
            time.sleep(0.02)
        else:
            return


def _postgresql_binaries() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    if found:
        return found[-1]
    program = shutil.which("initdb")
    if program is None:
        raise RuntimeError("PostgreSQL is not installed: run `make install-servers`")
    return Path(program).parent


@contextlib.contextmanager
def _stopped(process: subprocess.Popen[bytes]) -> Iterator[None]:
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)


@contextlib.contextmanager
def postgresql() -> Iterator[str]:
    """A PostgreSQL server with nothing in it; yields its URL without a database name, such as postgresql://…:5433."""
    binaries = _postgresql_binaries()
    folder = Path(tempfile.mkdtemp(prefix="concord-pg-"))
    # PostgreSQL refuses to run as root.
    as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []
    if as_user:
        shutil.chown(folder, "postgres", "postgres")
    try:
        data = folder / "data"
        subprocess.run(
            [*as_user, binaries / "initdb", "-D", data, "-U", "concord", "-A", "trust", "-E", "UTF8", "--no-sync"],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=folder,
        )
        port = free_port()
        options = ["-p", str(port), "-k", str(folder), "-c", "listen_addresses=127.0.0.1", "-c", "max_connections=200"]
        # Nobody kills this server: what it holds need not reach the disk.
        options += ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
        log = (folder / "log").open("wb")
        process = subprocess.Popen(
            [*as_user, binaries / "postgres", "-D", data, *options], stdout=log, stderr=log, cwd=folder
        )
        with _stopped(process):
            url = f"postgresql://concord@127.0.0.1:{port}"
            _wait_for_postgresql(url, process)
            yield url
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def redis() -> Iterator[str]:
    """A Redis or Valkey server that keeps nothing; yields its URL."""
    program = shutil.which("valkey-server") or shutil.which("redis-server")
    if program is None:
        raise RuntimeError("neither Valkey nor Redis is installed: run `make install-servers`")
    port = free_port()
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    process = subprocess.Popen([program, *options], stdout=subprocess.DEVNULL)
    with _stopped(process):
        wait_for_port(port, process)
        yield f"redis://127.0.0.1:{port}/0"

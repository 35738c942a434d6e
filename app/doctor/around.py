"""What the program needs around it: pages, a key, an address, a bus, mail, faces for PDF."""

import json
import ssl
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from urllib.parse import urlsplit

import redis
import typst
from websockets.exceptions import InvalidHandshake, InvalidStatus
from websockets.sync.client import connect

from app.core import mail as mails
from app.core.settings import Settings
from app.doctor.findings import Finding, bad, note, ok

TIMEOUT_S = 5
_SCRIPTS = {  # a few letters of each, and the Debian package that brings a face for them
    "Latin": ("Žlutý", "fonts-liberation"),
    "Greek": ("Ελλάδα", "fonts-liberation"),
    "Cyrillic": ("Дружба", "fonts-liberation"),
    "Arabic": ("العربية", "fonts-hosny-amiri"),
    "Hebrew": ("עברית", "fonts-noto-core"),
    "Chinese": ("工作组", "fonts-noto-cjk"),
}


def python(settings: Settings) -> Iterator[Finding]:
    """The language it is written in."""
    said = f"Python {sys.version.split()[0]}"
    yield ok("python", said) if sys.version_info >= (3, 11) else bad("python", said, "Install Python 3.11 or newer.")


def pages(settings: Settings) -> Iterator[Finding]:
    """What browsers are given."""
    if (settings.frontend_dir / "index.html").is_file():
        yield ok("pages", "The pages are built")
    else:
        yield bad("pages", f"There are no pages in {settings.frontend_dir}", "Run: make install")


def secret_key(settings: Settings) -> Iterator[Finding]:
    """Nobody else may read it."""
    folder = settings.sqlite_path.parent if settings.is_sqlite else settings.data_dir
    path = folder / "secret.key"
    if settings.secret_key.get_secret_value() or not path.exists():
        return
    if path.stat().st_mode & 0o077:
        yield bad("key", f"Others can read {path}", f"Run: chmod 600 {path}")
    else:
        yield ok("key", f"Only its owner can read {path}")


def address(settings: Settings) -> Iterator[Finding]:
    """Whether CONCORD_PUBLIC_URL leads to a Concord, with its socket."""
    url = settings.public_url
    host = urlsplit(url).hostname or ""
    is_local = host in {"localhost", "::1"} or host.startswith("127.")
    if not settings.secure_cookies and not is_local:
        yield bad("address", f"People reach {url} without encryption", "Put it behind https (docs/running.md).")
    try:
        # The scheme is http or https, the settings see to it.
        with urllib.request.urlopen(f"{url}/healthz", timeout=TIMEOUT_S) as answer:  # noqa: S310
            alive = json.load(answer) == {"status": "ok"}
    except (OSError, ValueError) as error:
        reason = error.reason if isinstance(error, urllib.error.URLError) else error
        said = f"{url} does not answer: {reason}"
        if is_local:
            yield note("address", said, "No server runs here, or people reach it elsewhere: set CONCORD_PUBLIC_URL.")
        else:
            yield bad("address", said, "Start the server, or set CONCORD_PUBLIC_URL to where people reach it.")
        return
    if not alive:
        yield bad(
            "address", f"What answers at {url} is not Concord", "Set CONCORD_PUBLIC_URL to where people reach it."
        )
        return
    yield ok("address", f"{url} answers")
    yield _socket(url)


def _socket(url: str) -> Finding:
    address = url.replace("http", "ws", 1) + "/collab"
    # Whoever has a certificate of their own has told Python's trust store of it; so does urllib above.
    trusted = ssl.create_default_context() if address.startswith("wss") else None
    try:
        with connect(address, open_timeout=TIMEOUT_S, close_timeout=1, ssl=trusted, proxy=None):
            return ok("address", f"{address} takes sockets")
    except (OSError, InvalidHandshake, TimeoutError) as error:
        said = f"answered {error.response.status_code}" if isinstance(error, InvalidStatus) else "does not answer"
        remedy = "The proxy in front must pass WebSockets of /collab (docs/running.md)."
        return bad("address", f"{address} {said}: nobody can write", remedy)


def bus(settings: Settings) -> Iterator[Finding]:
    """Redis or Valkey, where several servers share a database."""
    if settings.bus_url is None:
        return
    client = redis.from_url(settings.bus_url, socket_connect_timeout=TIMEOUT_S, socket_timeout=TIMEOUT_S)
    try:
        client.ping()
        yield ok("bus", "The bus answers")
    except (redis.RedisError, OSError) as error:
        yield bad("bus", f"The bus does not answer: {type(error).__name__}", "Check CONCORD_BUS_URL.")
    finally:
        client.close()


def mail(settings: Settings) -> Iterator[Finding]:
    """Whether invitations can be sent."""
    if not mails.set_up(settings):
        yield note("mail", "No mail is sent: invitations are links and cards", "Set CONCORD_MAIL_HOST for mail.")
        return
    if (fault := mails.reach(settings)) is None:
        yield ok("mail", f"The mail server {settings.mail_host} takes mail from us")
    else:
        yield bad("mail", fault, "Check CONCORD_MAIL_* (docs/settings.md).")


def faces(settings: Settings) -> Iterator[Finding]:
    """For which scripts a PDF has letters."""
    fonts = typst.Fonts(font_paths=[str(settings.data_dir / "fonts")])
    missing = [script for script, (letters, _) in _SCRIPTS.items() if not _has_face(letters, fonts)]
    if not missing:
        yield ok("fonts", f"PDF files have letters for {', '.join(_SCRIPTS)}")
        return
    packages = sorted({_SCRIPTS[script][1] for script in missing})
    remedy = f"Install {', '.join(packages)}, or put fonts into {settings.data_dir / 'fonts'} (docs/running.md)."
    yield note("fonts", f"PDF files have no letters for {', '.join(missing)}; Word and HTML files do", remedy)


def _has_face(letters: str, fonts: typst.Fonts) -> bool:
    """PDF/A refuses a letter that no face has, which is how one learns of it."""
    source = f'#set document(title: "faces")\n#text("{letters}")'.encode()
    try:
        typst.Compiler(source, font_paths=fonts).compile(format="pdf", pdf_standards=["a-2u"])
    except typst.TypstError:
        return False
    return True

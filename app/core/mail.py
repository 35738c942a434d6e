"""Mail out, by SMTP: composed with no way to smuggle headers in, sent from a queue in memory, tried again for a while.

What is sent may hold a link that works once, so nothing of it is kept on disk or written into a log. A server that
stops forgets what it has not sent; whoever asked for it sees that it was not.
"""

import asyncio
import smtplib
import ssl
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid
from urllib.parse import urlsplit

from app.core.errors import Problem
from app.core.logging import get_logger
from app.core.settings import Settings

log = get_logger(__name__)

AT_ONCE = 3  # connections to the mail server
TOGETHER = 10  # mails over one connection
WAITS_S = (10.0, 60.0, 300.0, 900.0)  # between tries, while the fault is a passing one
TIMEOUT_S = 30.0
MOST = 20_000


class MailNotSetUp(Problem):
    status = 409
    slug = "mail-not-set-up"
    title = "This server sends no mail"


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail to one person. `html` says the same as `text`."""

    to_name: str
    to_address: str
    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a mail: sent, or not, with why in a sentence; `passing` faults are worth another try."""

    error: str | None = None
    passing: bool = False


SENT = Outcome()
Told = Callable[[Outcome], Awaitable[None]]


@dataclass(slots=True)
class _Waiting:
    mail: Mail
    tell: Told
    tries: int = 0


def set_up(settings: Settings) -> bool:
    """Whether this server can send mail."""
    return bool(settings.mail_host)


def compose(settings: Settings, mail: Mail) -> EmailMessage:
    """The message as it goes out. Names and subjects with line breaks are refused by the library (ValueError)."""
    message = EmailMessage(policy=SMTP)
    message["From"] = _address(settings.mail_from_name, settings.mail_from)
    message["To"] = _address(mail.to_name, mail.to_address)
    if settings.mail_reply_to:
        message["Reply-To"] = _address("", settings.mail_reply_to)
    message["Subject"] = mail.subject
    message["Date"] = formatdate(localtime=False)
    message["Message-ID"] = make_msgid(domain=urlsplit(settings.public_url).hostname or "concord.invalid")
    message["Auto-Submitted"] = "auto-generated"  # so that no out-of-office reply comes back (RFC 3834)
    message.set_content(mail.text)
    message.add_alternative(mail.html, subtype="html")
    return message


def _address(name: str, address: str) -> Address:
    local, _, domain = address.rpartition("@")
    if not local or not domain or any(map(str.isspace, address)):
        raise ValueError("no address")
    return Address(display_name=name, username=local, domain=domain.encode("idna").decode())


def deliver(settings: Settings, mails: Sequence[Mail], trusted: ssl.SSLContext | None = None) -> list[Outcome]:
    """Send over one connection, in this thread; as many outcomes as mails. What the connection's end left unsent has a
    passing fault."""
    outcomes: list[Outcome] = []
    try:
        with _connection(settings, trusted or ssl.create_default_context()) as server:
            for mail in mails:
                outcomes.append(_send(server, settings, mail))
    except Exception as error:  # whatever it is, it befalls all that are left
        if len(outcomes) < len(mails):
            outcome = _fault(error)
            outcomes += [outcome] * (len(mails) - len(outcomes))
    return outcomes


def reach(settings: Settings, trusted: ssl.SSLContext | None = None) -> str | None:
    """Why the mail server would not take mail from us, in a sentence; None if it would. Nothing is sent."""
    try:
        with _connection(settings, trusted or ssl.create_default_context()) as server:
            server.noop()
    except Exception as error:
        return _fault(error).error
    return None


def _connection(settings: Settings, trusted: ssl.SSLContext) -> smtplib.SMTP:
    host, port = settings.mail_host, settings.mail_port
    server: smtplib.SMTP
    if settings.mail_security == "tls":
        server = smtplib.SMTP_SSL(host, port or 465, timeout=TIMEOUT_S, context=trusted)
    else:
        server = smtplib.SMTP(host, port or (587 if settings.mail_security == "starttls" else 25), timeout=TIMEOUT_S)
    try:
        if settings.mail_security == "starttls":
            server.starttls(context=trusted)
        if settings.mail_user:
            server.login(settings.mail_user, settings.mail_password.get_secret_value())
    except BaseException:
        server.close()
        raise
    return server


def _send(server: smtplib.SMTP, settings: Settings, mail: Mail) -> Outcome:
    try:
        server.send_message(compose(settings, mail))
    except smtplib.SMTPServerDisconnected:
        raise
    except Exception as error:
        with suppress(smtplib.SMTPException):
            server.rset()
        return _fault(error)
    return SENT


def _fault(error: Exception) -> Outcome:
    """In a sentence, without anything that was in the mail."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
        return Outcome(f"The mail server did not take the address: {_words(code, said)}", passing=_is_passing(code))
    if isinstance(error, smtplib.SMTPAuthenticationError):
        sentence = "The mail server did not accept the user name or password that this server has for it"
        return Outcome(f"{sentence}: {_words(error.smtp_code, error.smtp_error)}", passing=_is_passing(error.smtp_code))
    if isinstance(error, smtplib.SMTPResponseException):
        words = _words(error.smtp_code, error.smtp_error)
        return Outcome(f"The mail server answered: {words}", passing=_is_passing(error.smtp_code))
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return Outcome("The mail server cannot do what this address or this server's settings ask of it.")
    if isinstance(error, ssl.SSLCertVerificationError):
        return Outcome("The mail server's certificate is not one that this server trusts.")
    if isinstance(error, OSError | smtplib.SMTPException):
        return Outcome("The mail server cannot be reached.", passing=True)
    log.error("mail.failed", error_type=type(error).__name__)
    return Outcome("This mail cannot be written: the name or the address holds something that mail does not allow.")


def _is_passing(code: int) -> bool:
    return 400 <= code < 500


def _words(code: int, said: bytes | str) -> str:
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{code} {' '.join(words.split())}"[:200]


class Outbox:
    """The queue of one server, emptied by a few senders at a time."""

    def __init__(
        self, settings: Settings, *, trusted: ssl.SSLContext | None = None, waits_s: Sequence[float] = WAITS_S
    ) -> None:
        self._settings = settings
        self._trusted = trusted
        self._waits_s = waits_s
        self._queue: asyncio.Queue[_Waiting] = asyncio.Queue(MOST)
        self._later: set[asyncio.Task[None]] = set()
        self._senders: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin to send what is put in."""
        if set_up(self._settings):
            self._senders = [asyncio.create_task(self._send_for_ever()) for _ in range(AT_ONCE)]

    async def stop(self) -> None:
        """Forget what is not sent; what is being sent goes out."""
        for task in [*self._later, *self._senders]:
            task.cancel()
        await asyncio.gather(*self._later, *self._senders, return_exceptions=True)
        self._senders, self._queue = [], asyncio.Queue(MOST)

    @property
    def room(self) -> int:
        """How many more mails it takes."""
        return MOST - self._queue.qsize() - len(self._later)

    def put(self, mail: Mail, tell: Told) -> None:
        """Send it as soon as may be; `tell` is called once, with what became of it in the end."""
        self._queue.put_nowait(_Waiting(mail, tell))

    async def try_now(self, mail: Mail) -> Outcome:
        """Send one mail while somebody waits for it."""
        [outcome] = await asyncio.to_thread(deliver, self._settings, [mail], self._trusted)
        return outcome

    async def _send_for_ever(self) -> None:
        while True:
            batch = [await self._queue.get()]
            while len(batch) < TOGETHER and not self._queue.empty():
                batch.append(self._queue.get_nowait())
            mails = [one.mail for one in batch]
            # A thread cannot be stopped: when the server stops, this one ends by itself, and nobody is told of it.
            outcomes = await asyncio.to_thread(deliver, self._settings, mails, self._trusted)
            for one, outcome in zip(batch, outcomes, strict=True):
                await self._settle(one, outcome)

    async def _settle(self, one: _Waiting, outcome: Outcome) -> None:
        if outcome.passing and one.tries < len(self._waits_s):
            self._again(one)
            return
        if outcome.error:
            log.warning("mail.not_sent", passing=outcome.passing, tries=one.tries + 1)
        try:
            await one.tell(outcome)
        except Exception:
            log.exception("mail.outcome_lost")

    def _again(self, one: _Waiting) -> None:
        async def later() -> None:
            await asyncio.sleep(self._waits_s[one.tries])
            one.tries += 1
            await self._queue.put(one)

        task = asyncio.create_task(later())
        self._later.add(task)
        task.add_done_callback(self._later.discard)

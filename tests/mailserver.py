"""A real SMTP server for tests, in a thread: with or without STARTTLS and AUTH, and as moody as a test wants it."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.servers import free_port

CERTIFICATE = Path(__file__).parent / "fixtures" / "mail"
USER, PASSWORD = "concord", "a password of the mail server"


@dataclass
class MailServer:
    """What it received, and what it shall answer: for each address a list of answers to give before it takes a mail."""

    port: int = 0
    received: list[EmailMessage] = field(default_factory=list)
    envelopes: list[Envelope] = field(default_factory=list)
    answers: dict[str, list[str]] = field(default_factory=dict)
    signed_in: list[bool] = field(default_factory=list)

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if waiting := self.answers.get(address):
            answer = waiting.pop(0)
            if answer:
                return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content: Any = envelope.content
        self.envelopes.append(envelope)
        self.signed_in.append(bool(session.authenticated))
        self.received.append(message_from_bytes(content, policy=policy.default))
        return "250 OK"

    def to(self, address: str) -> list[EmailMessage]:
        """The mails that came for an address."""
        return [one for one, sent in zip(self.received, self.envelopes, strict=True) if address in sent.rcpt_tos]


def trusting() -> ssl.SSLContext:
    """A client's context that believes this server's certificate and no other."""
    return ssl.create_default_context(cafile=str(CERTIFICATE / "certificate.pem"))


def _check(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: LoginPassword | Any) -> AuthResult:
    is_right = isinstance(data, LoginPassword) and (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=is_right, handled=False)


@contextmanager
def mail_server(*, starttls: bool = False, auth: bool = False) -> Iterator[MailServer]:
    server = MailServer()
    options: dict[str, Any] = {"enable_SMTPUTF8": True}
    if starttls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATE / "certificate.pem", CERTIFICATE / "key.pem")
        options |= {"tls_context": context, "require_starttls": True}
    if auth:
        options |= {"authenticator": _check, "auth_required": True, "auth_require_tls": True}
    server.port = free_port()
    controller = Controller(server, hostname="localhost", port=server.port, **options)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()

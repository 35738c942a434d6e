"""Mail to a real SMTP server: what arrives, what is tried again, and what never gets into it."""

import asyncio
import smtplib
from collections.abc import Callable
from typing import Any

import pytest

from app.core.mail import Mail, Outbox, Outcome, compose, deliver
from app.core.settings import Settings
from tests.mailserver import PASSWORD, USER, MailServer, mail_server, trusting

DEADLINE_S = 20
ANNA = Mail(
    "Anna Kovács", "anna@example.org", "Invitation to the group", "Open https://test/invitation/x\n", "<p>Open it</p>"
)


def settings_for(server: MailServer, **more: Any) -> Settings:
    given = {"mail_security": "none", "mail_from": "concord@example.org", "mail_reply_to": "desk@example.org"} | more
    return Settings(mail_host="localhost", mail_port=server.port, **given)


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(DEADLINE_S):
        while not condition():
            await asyncio.sleep(0.01)


def test_a_mail_arrives_in_both_forms_from_whom_it_should_be() -> None:
    with mail_server() as server:
        assert deliver(settings_for(server), [ANNA]) == [Outcome()]

        [arrived] = server.received
        assert arrived["From"] == "Concord <concord@example.org>" and arrived["Reply-To"] == "desk@example.org"
        assert arrived["To"] == "Anna Kovács <anna@example.org>"
        assert arrived["Auto-Submitted"] == "auto-generated" and arrived["Date"] and arrived["Message-ID"]
        plain, html = arrived.get_body(("plain",)), arrived.get_body(("html",))
        assert plain is not None and html is not None
        assert plain.get_content().strip() == ANNA.text.strip() and "<p>Open it</p>" in html.get_content()


def test_it_signs_in_over_starttls_where_the_server_asks_for_it() -> None:
    with mail_server(starttls=True, auth=True) as server:
        settings = settings_for(server, mail_security="starttls", mail_user=USER, mail_password=PASSWORD)

        assert deliver(settings, [ANNA, ANNA], trusting()) == [Outcome(), Outcome()]
        assert server.signed_in == [True, True]

        wrong = settings_for(server, mail_security="starttls", mail_user=USER, mail_password="not it")
        [outcome] = deliver(wrong, [ANNA], trusting())
        assert not outcome.passing and "user name or password" in (outcome.error or "")
        assert "not it" not in (outcome.error or "")


def test_a_server_whose_certificate_is_not_trusted_gets_nothing() -> None:
    with mail_server(starttls=True) as server:
        [outcome] = deliver(settings_for(server, mail_security="starttls"), [ANNA])

        assert "certificate" in (outcome.error or "") and not outcome.passing and not server.received


def test_one_address_that_is_not_taken_does_not_keep_the_others_from_arriving() -> None:
    nobody = Mail("Nobody", "nobody@example.org", "Invitation", "x", "x")
    with mail_server() as server:
        server.answers["nobody@example.org"] = ["550 5.1.1 No such user here"]

        outcomes = deliver(settings_for(server), [nobody, ANNA])

        assert outcomes == [
            Outcome("The mail server did not take the address: 550 5.1.1 No such user here"),
            Outcome(),
        ]
        assert len(server.received) == 1


async def test_a_passing_fault_is_tried_again_until_it_passes_and_told_once() -> None:
    with mail_server() as server:
        server.answers["anna@example.org"] = ["451 4.7.1 Greylisted, try again", "451 4.7.1 Greylisted, try again"]
        outbox, told = Outbox(settings_for(server), waits_s=(0.0, 0.0, 0.0)), list[Outcome]()
        outbox.start()

        async def tell(outcome: Outcome) -> None:
            told.append(outcome)

        outbox.put(ANNA, tell)
        await until(lambda: told)
        await outbox.stop()

        assert told == [Outcome()] and len(server.received) == 1


async def test_a_fault_that_does_not_pass_is_told_after_the_last_try() -> None:
    with mail_server() as server:
        port = server.port
    outbox = Outbox(Settings(mail_host="localhost", mail_port=port, mail_from="a@example.org"), waits_s=(0.0,))
    told: list[Outcome] = []
    outbox.start()

    async def tell(outcome: Outcome) -> None:
        told.append(outcome)

    outbox.put(ANNA, tell)
    await until(lambda: told)
    await outbox.stop()

    assert told == [Outcome("The mail server cannot be reached.", passing=True)]


@pytest.mark.parametrize("where", ["to_name", "to_address", "subject"])
def test_nobody_smuggles_a_header_into_a_mail(where: str) -> None:
    settings = Settings(mail_host="localhost", mail_from="concord@example.org")
    bad = {"to_name": "Anna", "to_address": "anna@example.org", "subject": "Hello", "text": "x", "html": "x"}
    bad[where] += "\r\nBcc: everybody@example.org"

    with pytest.raises(ValueError):
        compose(settings, Mail(**bad))


def test_a_mail_that_cannot_be_written_is_an_outcome_and_not_a_fault_of_the_server() -> None:
    with mail_server() as server:
        [outcome, sent] = deliver(settings_for(server), [Mail("A", "no address", "s", "t", "h"), ANNA])

        assert "cannot be written" in (outcome.error or "") and sent == Outcome()


def test_an_address_that_the_server_cannot_take_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    with mail_server() as server:
        monkeypatch.setattr(smtplib.SMTP, "has_extn", lambda self, name: False)
        [outcome] = deliver(settings_for(server), [Mail("Ünal", "ünal@example.org", "s", "t", "h")])

        assert "cannot do" in (outcome.error or "")


@pytest.mark.parametrize(
    "wrong",
    [
        {"mail_host": "localhost"},
        {"mail_host": "localhost", "mail_from": "not an address"},
        {"mail_host": "localhost", "mail_from": "a@example.org", "mail_security": "none", "mail_user": "me"},
        {"mail_from_name": "Concord\nBcc: x@example.org"},
    ],
)
def test_settings_that_cannot_work_are_refused_at_the_start(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        Settings(**wrong)

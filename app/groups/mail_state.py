"""What became of the mail with somebody's link."""

from datetime import timedelta
from typing import Literal

from app.accounts.models import Invitation
from app.core.database import now

LOST_AFTER = timedelta(minutes=45)  # longer than all tries take; see core/mail.py
LOST = "The server was restarted before it was sent. Please send it again."

MailState = Literal["waiting", "sent", "failed"]


def state_of(invitation: Invitation) -> MailState | None:
    """What became of the mail with this link; None where none was asked for."""
    if invitation.mail_asked_at is None:
        return None
    if invitation.mail_sent_at is not None:
        return "sent"
    is_lost = invitation.mail_asked_at < now() - LOST_AFTER
    return "failed" if invitation.mail_error or is_lost else "waiting"


def error_of(invitation: Invitation) -> str | None:
    """Why the mail was not sent, in a sentence."""
    return (invitation.mail_error or LOST) if state_of(invitation) == "failed" else None

"""The words of the mails that invite, in the languages that the secretariat can choose from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from html import escape
from types import MappingProxyType

from app.core.mail import Mail


@dataclass(frozen=True, slots=True)
class _Words:
    """One language. `dear` and the like take what is in braces."""

    right_to_left: bool
    months: tuple[str, ...]
    day: str
    invitation: str
    reset_title: str
    test: str
    dear: str
    invited: str
    invited_for: str
    what: str
    join: str
    reset: str
    join_button: str
    reset_button: str
    once: str
    afterwards: str
    unexpected: str
    test_link: str


_ENGLISH = _Words(
    right_to_left=False,
    months=(
        *("January", "February", "March", "April", "May", "June", "July"),
        *("August", "September", "October", "November", "December"),
    ),
    day="{day} {month} {year}",
    invitation="Invitation to {group}",
    reset_title="A new password for Concord",
    test="Test: {subject}",
    dear="Dear {name},",
    invited="you are invited to take part in: {group}.",
    invited_for="you are invited to take part in: {group}, for {delegation}.",
    what="The group writes its text on Concord, in the browser. Nothing needs to be installed.",
    join="To join, open this link and choose a password:",
    reset="to choose a new password for your account, open this link:",
    join_button="Join the group",
    reset_button="Choose a new password",
    once="The link is for you alone. It works once, until {day}.",
    afterwards="Afterwards you sign in at {address} with this e-mail address and your password.",
    unexpected="This mail was sent for {sender}. If you did not expect it, you need not do anything.",
    test_link="(This is a test: here stands the link.)",
)
_FRENCH = _Words(
    right_to_left=False,
    months=(
        *("janvier", "février", "mars", "avril", "mai", "juin", "juillet"),
        *("août", "septembre", "octobre", "novembre", "décembre"),
    ),
    day="{day} {month} {year}",
    invitation="Invitation : {group}",
    reset_title="Un nouveau mot de passe pour Concord",
    test="Essai : {subject}",
    dear="Bonjour {name},",
    invited="vous êtes invité(e) à participer aux travaux du groupe : {group}.",
    invited_for="vous êtes invité(e) à participer aux travaux du groupe : {group}, pour {delegation}.",
    what="Le groupe rédige son texte sur Concord, dans le navigateur. Il n’y a rien à installer.",
    join="Pour rejoindre le groupe, ouvrez ce lien et choisissez un mot de passe :",
    reset="pour choisir un nouveau mot de passe pour votre compte, ouvrez ce lien :",
    join_button="Rejoindre le groupe",
    reset_button="Choisir un nouveau mot de passe",
    once="Ce lien n’est destiné qu’à vous. Il fonctionne une seule fois, jusqu’au {day}.",
    afterwards="Ensuite, connectez-vous sur {address} avec cette adresse électronique et votre mot de passe.",
    unexpected="Ce message a été envoyé pour {sender}. Si vous ne l’attendiez pas, vous n’avez rien à faire.",
    test_link="(Ceci est un essai : le lien figurera ici.)",
)
_ARABIC = _Words(
    right_to_left=True,
    months=(
        *("يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو"),
        *("أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"),
    ),
    day="{day} {month} {year}",
    invitation="دعوة: {group}",
    reset_title="كلمة مرور جديدة لـ Concord",
    test="تجربة: {subject}",
    dear="السيد/السيدة {name}،",
    invited="ندعوكم إلى المشاركة في أعمال الفريق: {group}.",
    invited_for="ندعوكم إلى المشاركة في أعمال الفريق: {group}، عن {delegation}.",
    what="يحرر الفريق نصه على Concord في المتصفح، ولا حاجة إلى تثبيت أي شيء.",
    join="للانضمام افتحوا هذا الرابط واختاروا كلمة مرور:",
    reset="لاختيار كلمة مرور جديدة لحسابكم افتحوا هذا الرابط:",
    join_button="الانضمام إلى الفريق",
    reset_button="اختيار كلمة مرور جديدة",
    once="هذا الرابط لكم وحدكم، ويعمل مرة واحدة حتى {day}.",
    afterwards="بعد ذلك يكون الدخول عبر {address} بهذا العنوان الإلكتروني وبكلمة المرور.",
    unexpected="أُرسلت هذه الرسالة باسم {sender}. إن لم تكونوا تنتظرونها فلا يلزمكم فعل شيء.",
    test_link="(هذه تجربة: هنا يظهر الرابط.)",
)
LANGUAGES: Mapping[str, _Words] = MappingProxyType({"en": _ENGLISH, "fr": _FRENCH, "ar": _ARABIC})


@dataclass(frozen=True, slots=True)
class Letter:
    """What a mail tells; without a link it is a test."""

    name: str
    address: str
    group: str
    delegation: str | None
    sender: str
    public_url: str
    expires_at: datetime
    link: str | None
    joins: bool = True
    note: str = ""
    language: str = "en"


def write(letter: Letter) -> Mail:
    """The mail in its language, in plain text and the same in HTML."""
    words = LANGUAGES[letter.language]
    subject = words.invitation.format(group=letter.group) if letter.joins else words.reset_title
    if letter.link is None:
        subject = words.test.format(subject=subject)
    before = [words.dear.format(name=letter.name)]
    if letter.joins:
        pattern = words.invited_for if letter.delegation else words.invited
        before += [pattern.format(group=letter.group, delegation=letter.delegation), words.what]
    if letter.note:
        before += letter.note.replace("\r\n", "\n").split("\n\n")
    before.append(words.join if letter.joins else words.reset)
    after = [words.once.format(day=_day(words, letter.expires_at))]
    after += [
        words.afterwards.format(address=letter.public_url),
        words.unexpected.format(sender=f"{letter.sender} ({letter.group})"),
    ]
    link = letter.link or words.test_link
    return Mail(
        to_name=letter.name,
        to_address=letter.address,
        subject=" ".join(subject.split())[:250],
        text="\n\n".join([*before, link, *after]) + "\n",
        html=_html(words, before, link, after, button=letter.joins, linked=letter.link is not None),
    )


def _day(words: _Words, at: datetime) -> str:
    return words.day.format(day=at.day, month=words.months[at.month - 1], year=at.year)


def _html(words: _Words, before: list[str], link: str, after: list[str], *, button: bool, linked: bool) -> str:
    direction = "rtl" if words.right_to_left else "ltr"
    label = words.join_button if button else words.reset_button
    href = f' href="{escape(link)}"' if linked else ""
    style = "display:inline-block;padding:10px 18px;background:#14568f;color:#ffffff;text-decoration:none"
    parts = [
        *map(_paragraph, before),
        f'<p><a{href} style="{style}">{escape(label)}</a></p>',
        f'<p dir="ltr" style="word-break:break-all;font-size:13px">{escape(link)}</p>',
        *map(_paragraph, after),
    ]
    face = "font-family:Arial,sans-serif;font-size:16px;line-height:1.5;max-width:36em"
    return f'<!doctype html><html><body dir="{direction}"><div style="{face}">{"".join(parts)}</div></body></html>\n'


def _paragraph(words: str) -> str:
    return f"<p>{escape(words).replace(chr(10), '<br>')}</p>"

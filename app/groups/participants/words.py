"""The words that lists use for what Concord knows, in English and French, however they are written."""

import re
import unicodedata
from collections.abc import Mapping

from app.groups.models import OfficeKind, Seat, StakeholderGroup


def folded(words: str) -> str:
    """Words as they are compared: without case, accents and punctuation."""
    plain = unicodedata.normalize("NFKD", words.casefold().replace("&", " and "))
    return " ".join(re.findall(r"\w+", "".join(letter for letter in plain if not unicodedata.combining(letter))))


def _by_spelling(spellings: Mapping[str, str]) -> dict[str, str]:
    return {
        folded(spelling): value
        for value, listed in spellings.items()
        for spelling in [value.replace("_", " "), *listed.split(" | ")]
    }


# A column may be any of these; what is not here is shown as not used.
HEADINGS = _by_spelling(
    {
        "name": "full name | participant | participant name | name of participant | names | delegate | delegate name |"
        " person | nom complet | nom et prénom | nom et prénoms | prénom et nom | participante | participants |"
        " name and surname | surname and name | name surname | contact | contact name | representative |"
        " name of representative | représentant | nom du participant | member name",
        "first_name": "first name | firstname | first names | given name | given names | forename | forenames |"
        " prénom | prénoms | christian name",
        "last_name": "last name | lastname | family name | surname | family names | nom de famille | patronyme |"
        " second name",
        "email": "e mail | e mails | mail | e mail address | email address | mail address | address e mail | courriel |"
        " adresse électronique | adresse e mail | adresse mail | adresse de courriel | adresse courriel | mél |"
        " electronic mail | emails | e mail addresses | contact e mail | contact email",
        "delegation": "delegation name | délégation | member | member body | délégation ou organisation |"
        " delegation organisation | delegation organization | country organisation | country organization |"
        " country or organisation | country or organization | pays organisation | pays ou organisation |"
        " represents | representing | on behalf of | représente | member state or organisation | entity | entité",
        "country": "state | member state | pays | état | état membre | country name | nation | pays état",
        "organisation": "organization | organisations | institution | affiliation | company | agency | employer |"
        " organisme | association | organisation name | organization name | name of organization |"
        " name of organisation | ministry | company organisation | company organization | nom de l organisation",
        "stakeholder_group": "stakeholder | stakeholder groups | stakeholders | constituency | sector |"
        " groupe de parties prenantes | parties prenantes | partie prenante | groupe d acteurs | secteur |"
        " stakeholder type | stakeholder category | collège | catégorie | category | group | groupe |"
        " type of stakeholder",
        "seat": "seat type | status | statut | siège | member observer | member or observer | participation |"
        " type of participation | qualité | capacity | participates as | attends as | member or observer status",
        "may_act": "may act for the delegation | may act | can act | acts | may speak | speaks |"
        " speaks for delegation | acts for delegation | may act for delegation | accredited | peut agir |"
        " parle au nom de la délégation | peut agir pour la délégation | head of delegation | chef de délégation",
        "office": "offices | bureau | function in the group | fonction dans le groupe | office in the group | role |"
        " rôle | group role",
    }
)
# The nearest of these that is not said by another column.
AMBIGUOUS = {"nom": ("last_name", "name")}

STAKEHOLDER_GROUPS = _by_spelling(
    {
        StakeholderGroup.GOVERNMENT: "governments | governmental | gov | govt | gvt | member state | member states |"
        " state | states | country | public sector | gouvernement | gouvernements | état | états | état membre |"
        " états membres | secteur public | public authority | public authorities",
        StakeholderGroup.PRIVATE_SECTOR: "private | business | business sector | business entities | industry |"
        " company | companies | business community | private sector business | secteur privé | entreprise |"
        " entreprises | privé | business and private sector | commercial",
        StakeholderGroup.CIVIL_SOCIETY: "civil | cs | ngo | ngos | non governmental organisation |"
        " non governmental organization | non governmental organisations | non governmental organizations |"
        " société civile | ong | organisation non gouvernementale | organisations non gouvernementales | cso | csos",
        StakeholderGroup.TECHNICAL_AND_ACADEMIC: "technical community | technical | academia | academic |"
        " academic community | academics | technical and academic | technical academic community |"
        " academic and technical community | technical and academic communities | academic and technical |"
        " technical community and academia | academia and technical community | communauté technique |"
        " communauté technique et universitaire | milieu universitaire | milieux universitaires | universitaire |"
        " communauté universitaire et technique | university | research | académique | technical academic |"
        " communauté académique et technique | communauté technique et académique",
        StakeholderGroup.INTERGOVERNMENTAL: "intergovernmental organization | intergovernmental organisations |"
        " intergovernmental organizations | intergovernmental | igo | igos | io | ios | international organisation |"
        " international organization | international organisations | international organizations | un agency |"
        " un agencies | un entity | un system | united nations | organisation intergouvernementale |"
        " organisations intergouvernementales | organisation internationale | organisations internationales | oig |"
        " intergovernmental and international organisations | intergovernmental and international organizations",
    }
)

SEATS = _by_spelling(
    {
        Seat.MEMBER: "members | full member | m | membre | membres | delegate | délégué | déléguée | full |"
        " titular | titulaire | voting member | representative | représentant | alternate | suppléant | expert",
        Seat.OBSERVER: "observers | o | obs | observateur | observatrice | observateurs | guest | invité | invitée |"
        " visitor | visiteur",
    }
)

OFFICES = _by_spelling(
    {
        OfficeKind.CHAIR: "chairperson | chairman | chairwoman | president | présidence | président | présidente |"
        " co chair",
        OfficeKind.VICE_CHAIR: "vice chair | vice chairperson | vice chairman | vice chairwoman | vice president |"
        " vice président | vice présidente | deputy chair",
        OfficeKind.SECRETARIAT: "secretary | secrétariat | secrétaire | secretariat staff",
        OfficeKind.FACILITATOR: "facilitateur | facilitatrice | moderator | modérateur | modératrice",
    }
)
NO_OFFICE = {"none", "no", "non", "aucun", "aucune", "participant", "delegate", "member", "observer", "membre", "n a"}

YES = {"yes", "y", "true", "1", "x", "oui", "o", "vrai", "may act", "act", "acts", "ok", "si", "ja", "✓", "✔"}
NO = {"no", "n", "false", "0", "non", "faux", "draft", "drafts", "drafts only", "may only draft", "draft only", "nein"}


def stakeholder_group(words: str) -> StakeholderGroup | None:
    """The stakeholder group that words mean."""
    value = STAKEHOLDER_GROUPS.get(folded(words))
    return StakeholderGroup(value) if value else None


def seat(words: str) -> Seat | None:
    """The seat that words mean."""
    value = SEATS.get(folded(words))
    return Seat(value) if value else None


def offices(words: str) -> list[OfficeKind] | None:
    """The offices that words name, none or several; None where one of them is unknown."""
    found = []
    for part in re.split(r"[,;/]|\band\b|\bet\b|\+", words):
        plain = folded(part)
        if plain in OFFICES:
            found.append(OfficeKind(OFFICES[plain]))
        elif plain and plain not in NO_OFFICE:
            return None
    return list(dict.fromkeys(found))


def yes_or_no(words: str) -> bool | None:
    """Yes, no, or None for what is neither."""
    plain = folded(words) or words.strip()
    if plain in YES:
        return True
    return False if plain in NO else None

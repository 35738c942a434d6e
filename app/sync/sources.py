"""What texts there are, and who may read and write each: the facts of every domain, for the committer and sockets."""

from app.alternatives.access import facts_of as of_alternatives
from app.amendments.access import facts_of as of_proposals
from app.opinions.access import facts_of as of_opinions
from app.paragraphs import access

# The most frequent first: later ones are asked only for texts that no earlier one knows.
SOURCES: tuple[access.FactSource, ...] = (access.facts_of, of_proposals, of_alternatives, of_opinions)

authorise = access.authoriser(SOURCES)

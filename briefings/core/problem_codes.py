"""The one table of codes: what each problem is called, how grave it is, and what it means in a line.

Codes are stable: tools, tests and people match on them. A `Problem` with any other code cannot be made, and
`docs/checks.md` shows each with a bad and a good example.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"  # for the record: nothing is to be mended, and `--strict` does not mind it


@dataclass(frozen=True, slots=True)
class Code:
    severity: Severity
    meaning: str


def _error(meaning: str) -> Code:
    return Code(Severity.ERROR, meaning)


def _warning(meaning: str) -> Code:
    return Code(Severity.WARNING, meaning)


def _note(meaning: str) -> Code:
    return Code(Severity.NOTE, meaning)


# A file as such.
FILES = {
    "unreadable": _error("the file cannot be opened"),
    "odd-file": _error(
        "a link, a pipe or a device below facts/, or a file name that cannot be printed or told apart"
    ),
    "unread-file": _warning(
        "a file below facts/ that is not read, as its name does not end in .yaml or .yml"
    ),
    "too-large": _error("the file is larger than a million bytes"),
    "not-utf8": _error("a byte that is no UTF-8 text"),
    "control-character": _error("a control, private-use or unassigned character, or a bare carriage return"),
    "bidi-control": _error(
        "a character that turns the direction of the text, so that it reads otherwise than it is"
    ),
    "invisible-character": _error("a zero-width or otherwise invisible character"),
    "tab": _error("a tab; YAML is indented with spaces, and a tab in a value cannot be told from them"),
    "long-run": _error("more than 200 characters without a space"),
    "look-alike": _error("a marking in letters that only look like its own, such as Cyrillic ones"),
    "odd-space": _error(
        "a no-break or other odd space as indentation, or within a key, an id, a number or a date"
    ),
    "merge-conflict": _error("the lines of a merge conflict that Git has left"),
    "syntax": _error("not readable as YAML"),
    "anchor": _error("an anchor, an alias or a merge key"),
    "tag": _error("a YAML tag such as !!str"),
    "several-documents": _error("a second document after ---"),
    "too-deep": _error("more than 24 levels"),
    "key-shape": _error("a list or mapping used as a key"),
    "duplicate-key": _error("a key twice in one mapping, also in letters that are the same to a reader"),
    "not-looked-at": _warning(
        "references to what a mistake has left unread; they are neither right nor wrong until it is mended"
    ),
    "too-many": _error("so many problems in one file that the rest of them is not looked for"),
}

# A record by itself.
RECORDS = {
    "unknown-kind": _error("the key at the top of a file names no kind of record"),
    "shape": _error("a list, a mapping or a text where another of them should stand"),
    "unknown-key": _error("the kind has no such key, or it is one of the fact and stands on a claim"),
    "missing-key": _error("a required key is absent"),
    "unclaimed-field": _error("a field beside a list of claims, so that no source is known to say it"),
    "empty-value": _error("a key without a value"),
    "value": _error("too many, too few, too long or not of the right form"),
    "unknown-word": _error("not a word of this vocabulary"),
    "unknown-id": _error("nothing has this id: no entity, source, measure, matter, fact or claim"),
    "bad-id": _error("characters that an id cannot have"),
    "not-a-quantity": _error("not a quantity"),
    "unknown-unit": _error("a unit that neither the vocabulary nor the desk has"),
    "unit-missing": _error("a number without the unit that it needs"),
    "unit-mismatch": _error("a unit that does not measure what the field or its measure does"),
    "not-compared": _warning("claims of one fact in units that measure different things"),
    "not-a-day": _error("a month, a year or an interval for the end of a judgement, which is one day"),
    "not-a-date": _error("not a date, not in the calendar, or an interval that runs backwards"),
    "impossible-year": _error("a year of another calendar, or one without its century"),
    "odd-year": _warning("a year that is far from its source's, or that may be of another calendar"),
    "cut-text": _warning("a text that ends before a space and #, though what follows may be a part of it"),
    "curly-quotes": _warning("curly quotes around a text, which YAML does not take for quotes"),
    "not-an-hour": _error("not an hour of the day"),
    "not-a-flag": _error("neither true nor false"),
    "not-a-line": _error("not a line number"),
    "not-a-marking": _error("not a TLP 2.0 marking"),
    "bad-zone": _error("no such time zone"),
    "bad-locale": _error("a locale that is no variety of English, in which the words of a page are"),
    "file-name": _error("a pattern for file names, or a folder, that cannot be used or would clash"),
    "no-glyph": _error("a letter that is in no font of the desk, so that no PDF can be made"),
    "link-circle": _error("a link that leads back to where it began"),
    "too-many-claims": _error("more than 100 claims of one fact, or facts that are rivals"),
    "bad-prose": _error(
        "something else than a quotation between {{ and }} in a narrative, or one without them"
    ),
    "markup": _error("Markdown or HTML that narratives do not have and that would be printed as it stands"),
    "bare-number": _error("a number in a narrative, in digits or words, that no fact or date stands behind"),
}

# Identity and names.
NAMES = {
    "no-desk": _error("no file holds the record desk"),
    "duplicate-id": _error("two records, or two claims, with one id"),
    "duplicate-name": _error("one name, alias or id for two entities, of which one is a country"),
    "ambiguous-name": _error("a name that two people or bodies share, used as a reference"),
    "natural-id": _error("an id that contradicts the identity of its record"),
    "duplicate-identity": _error("two records of one thing under different ids"),
    "not-iso": _warning(
        "a country's id that ISO 3166 has for another country, or does not have and the desk does not declare"
    ),
    "no-border": _warning("a border between countries that do not touch on the map"),
    "long-border": _warning("a border that is longer than any on Earth"),
    "borders-total": _warning("the borders of a country are together not what is told as their total"),
    "alias": _warning("an entity is called by its name or alias instead of its id"),
    "misnomer": _warning("an entity is called by a name that is wrong for it"),
    "misplaced": _warning("a place whose coordinates lie more than 100 km outside its country"),
    "file-name-clash": _error("two documents whose mailed copies would have one file name"),
    "unused-source": _warning("a source that nothing cites"),
}

# Facts against facts.
FACTS = {
    "before-founding": _error("a membership begins before the body's earliest founding instrument"),
    "hour-without-day": _error("an hour of a month, an interval or no date at all"),
    "movement": _error(
        "people who cannot have moved so: refugees within a country, internally displaced people abroad"
    ),
    "overlapping-roles": _error("two roles of one member in one body at one time"),
    "overlapping-offices": _error("one person twice in one office at one time"),
    "parts-beyond-total": _error("parts that are together more than their total"),
    "parts-gap": _warning(
        "parts that are together less than their total, and the total does not say so (open: true)"
    ),
    "treaty-state": _error("the state of a treaty on a party of an event that binds nobody"),
    "garbled": _note("a claim whose source is garbled: it is kept, and neither compared nor printed"),
    "past-plan": _warning("a planned or scheduled date has passed and no outcome is held"),
    "published-before": _error("a source published before what it reports"),
    "done-too-early": _error("what is done or under way as of a day before its own"),
    "likely-bound": _warning("an end on the day of its source, likely the last day that it could tell of"),
    "out-of-office": _warning("a statement on a day that none of the speaker's dated offices covers"),
    "single-origin": _error("credibility 1 without a second origin that agrees"),
    "disagreement": _warning("claims or rivals that cannot all be right, and none of them is preferred"),
    "stale": _warning(
        "a current fact that was last told longer ago than the desk's review period for its kind"
    ),
}

# Claims against the words of their sources.
SOURCES = {
    "source-line": _error("a line that the source does not have"),
    "source-changed": _error("a kept text that is not the one whose lines and digest are recorded"),
    "source-quote": _error("quoted words that do not stand in the lines cited, word for word"),
    "source-number": _error(
        "a number that does not stand in the lines cited, nor in the words quoted of them"
    ),
    "source-unit": _error("a number that its source prints with another unit"),
    "source-bound": _error("a number that its source prints with another bound: up to, over, almost, about"),
    "source-several": _warning("a number beside others that may be meant, without a quote that tells which"),
    "source-date": _warning("a date that does not stand in the lines cited"),
    "source-name": _warning("a speaker, party or place that the lines cited do not name"),
    "source-passage": _warning("a claim whose words stand in another line far more than in those cited"),
    "source-text": _note("kept texts of sources that are not here, so that claims are not held against them"),
}

# What was published.
LEDGERS = {
    "edition-fault": _warning("an error that only an edition has, for what is withheld from it"),
    "published-unreadable": _error("a published issue's ledger that cannot be read"),
    "published-number": _error("two published issues of one number, or one of two numbers"),
    "published-changed": _error("a published issue that is no longer what was published"),
    "published-unsigned": _error("a published issue that lacks a valid signature or approval of the desk"),
    "published-withheld": _warning("a published issue printed what its readers may not be told today"),
    "published-corrected": _warning("a published issue printed what has since been corrected"),
}

# What analysts write.
ANALYSIS = {
    "position-against-pledge": _warning(
        "a holder's stance against what the same holder pledges, not linked by tension"
    ),
    "trend-without-reason": _warning("a trend without its reason"),
    "off-yardstick": _error("a likelihood that is no term of the desk's yardstick, or of another row of it"),
    "likelihood-mismatch": _error("a likelihood in the text of an assessment that differs from its own"),
    "likelihood-with-confidence": _error("likelihood and confidence in one sentence"),
    "hedge": _warning("could, may or might in an assessment: they give no likelihood"),
    "quoted-not-known": _error("a text quotes what was not true and known on its day"),
    "quoted-field": _error("a text quotes a field that the fact does not give"),
    "basis-not-known": _error("an assessment rests on what was not known by its date"),
    "basis-superseded": _error("an assessment rests on a fact that was superseded by its date"),
    "basis-stale": _warning("a standing assessment rests on a fact that is due to be looked at again"),
    "signpost-unreviewed": _warning("a signpost was seen, and its assessment has not been made anew since"),
    "not-a-question": _error("a judgement that names something else as the question that it answers"),
    "relative-horizon": _error("a judgement or question with a span that is counted from the day of writing"),
    "horizon-mismatch": _error("a judgement whose text runs to another day than its 'until'"),
    "move-without-because": _warning("a judgement that moves an earlier one and does not say why"),
    "lone-basis": _warning("confidence above low, on a basis that one source reports alone"),
    "outcome-due": _warning("a judgement has reached its end, and no outcome is recorded"),
    "outcome-without-facts": _error("an outcome of yes or no that no fact shows"),
    "state-without-fact": _warning("a signpost observed, or not, without a fact about what it watches"),
    "marking-in-text": _error("a TLP marking typed into a text, where it looks like one and marks nothing"),
    "derived-no-number": _error(
        "a computed number of a fact that gives none, or of a whole that may be nothing"
    ),
    "derived-units": _error("a computed number of facts whose units do not measure the same"),
    "derived-dates": _error("a sum or share of facts whose days lie more than half a year apart"),
    "derived-overlap": _error(
        "a sum that counts something twice: a part beside its whole, rivals, or a fact replaced"
    ),
    "derived-status": _error(
        "a computed number of what is so and of what is only planned, feared or pledged"
    ),
    "derived-order": _error(
        "a difference whose first fact may be the smaller, or a share of a part above its whole"
    ),
    "key-figure-borders": _warning(
        "several lengths of borders among the key figures of a country or an issue"
    ),
    "key-figure-weak": _warning("a weak figure picked to lead the key figures before a firm one"),
    "attribution": _warning("according to somebody, beside what another says"),
    "one-source": _warning("several sources, or experts, where the facts cited have one"),
    "uncited": _warning("a sentence of a bottom line that tells of the world and cites nothing"),
    "avoided-word": _warning("a word that the desk avoids in a sentence of its own"),
    "marking-bypass": _error("a narrative or basis quotes what is marked higher than its own record"),
}

# The desk's own templates.
TEMPLATES = {
    "template-syntax": _error("a template that does not compile"),
    "template-unknown": _error(
        "a template names a query, field, variable, filter, macro or template that is not there"
    ),
    "template-number": _error("a number, in digits or words, in a template's own text"),
}

CODES: dict[str, Code] = {**FILES, **RECORDS, **NAMES, **FACTS, **ANALYSIS, **SOURCES, **LEDGERS, **TEMPLATES}

"""The forms of English verbs and nouns, from a short table and the spelling rules.

Patterns name a verb by its dictionary form. Matching on forms rather than on a lemmatizer's guess keeps
headlines readable, where a tagger takes "frees" for a noun.
"""

from enum import StrEnum
from functools import cache

_IRREGULAR = {
    verb: (past, participle)
    for verb, past, participle in (
        line.split()
        for line in """
be was been
become became become
begin began begun
break broke broken
bring brought brought
come came come
cut cut cut
dig dug dug
do did done
draw drew drawn
drive drove driven
fall fell fallen
fight fought fought
find found found
fly flew flown
forbid forbade forbidden
get got gotten
give gave given
grind ground ground
go went gone
hear heard heard
have had had
hit hit hit
hold held held
keep kept kept
lay laid laid
lead led led
leave left left
let let let
lie lay lain
lose lost lost
make made made
mean meant meant
meet met met
overthrow overthrew overthrown
overturn overturned overturned
pay paid paid
pull pulled pulled
put put put
quit quit quit
rebuff rebuffed rebuffed
retake retook retaken
run ran run
say said said
see saw seen
seek sought sought
sell sold sold
send sent sent
set set set
shoot shot shot
shut shut shut
sit sat sat
speak spoke spoken
spring sprang sprung
stand stood stood
stick stuck stuck
strike struck struck
swear swore sworn
sweep swept swept
take took taken
tear tore torn
tell told told
think thought thought
throw threw thrown
undergo underwent undergone
understand understood understood
undertake undertook undertaken
unwind unwound unwound
win won won
withdraw withdrew withdrawn
withhold withheld withheld
write wrote written
""".strip().splitlines()
    )
}
# Two-syllable verbs that double their last letter all the same, and short ones that do not.
_DOUBLING = frozenset(
    {"commit", "admit", "permit", "submit", "refer", "defer", "occur", "kidnap", "rebut", "acquit", "equip"}
)
_PLURALS = {
    "man": "men", "woman": "women", "child": "children", "body": "bodies", "corpse": "corpses", "life": "lives",
    "serviceman": "servicemen", "servicewoman": "servicewomen", "people": "people", "remains": "remains",
    "armour": "armour", "armor": "armor", "infantryman": "infantrymen",
}  # fmt: skip
SHORT = 4
_BE = {
    "be": "base", "is": "present", "are": "present", "am": "present", "was": "past", "were": "past",
    "been": "participle", "being": "gerund", "'s": "present", "'re": "present", "’s": "present", "’re": "present",
}  # fmt: skip


class Form(StrEnum):
    """What a verb's form can be; `was` and `were` have no participle, `put` has nearly all."""

    BASE = "base"
    PRESENT = "present"
    PAST = "past"
    PARTICIPLE = "participle"
    GERUND = "gerund"


@cache
def verb_forms(verb: str) -> dict[str, frozenset[Form]]:
    """Return each form of a verb with what it can be."""
    if verb == "be":
        return {form: frozenset({Form(name)}) for form, name in _BE.items()}
    past, participle = _IRREGULAR.get(verb) or (_past(verb), _past(verb))
    forms: dict[str, set[Form]] = {}
    for form, name in (
        (verb, Form.BASE), (_present(verb), Form.PRESENT), (past, Form.PAST), (participle, Form.PARTICIPLE),
        (_gerund(verb), Form.GERUND),
    ):  # fmt: skip
        forms.setdefault(form, set()).add(name)
    return {form: frozenset(names) for form, names in forms.items()}


@cache
def noun_forms(noun: str) -> tuple[str, ...]:
    """Return a noun and its plural."""
    if noun in _PLURALS:
        return (noun, _PLURALS[noun]) if _PLURALS[noun] != noun else (noun,)
    return (noun, _plural(noun))


def _plural(noun: str) -> str:
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(("s", "x", "ch", "sh", "to")) else f"{noun}s"


def _present(verb: str) -> str:
    if verb in ("have", "do", "go"):
        return {"have": "has", "do": "does", "go": "goes"}[verb]
    return _plural(verb)


def _doubled(verb: str) -> str:
    vowels = sum(letter in "aeiou" for letter in verb)
    short = vowels == 1 and len(verb) <= SHORT and verb[-1] in "bdglmnprt" and verb[-2] in "aeiou"
    return verb + verb[-1] if short or verb in _DOUBLING else verb


def _past(verb: str) -> str:
    if verb.endswith("e"):
        return f"{verb}d"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return f"{verb[:-1]}ied"
    return f"{_doubled(verb)}ed"


def _gerund(verb: str) -> str:
    if verb.endswith("ie"):
        return f"{verb[:-2]}ying"
    if verb.endswith("e") and not verb.endswith(("ee", "ye")):
        return f"{verb[:-1]}ing"
    return f"{_doubled(verb)}ing"

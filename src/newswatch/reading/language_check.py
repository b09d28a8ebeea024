"""Whether an article is in English; others are recognised and set aside with the reason.

Another script tells it, or small words: a text is another language's where that language's small words are frequent
and clearly more so than English ones. What tells nothing, such as a short headline of names, is read.
"""

import re
from collections.abc import Mapping

from newswatch.reading.wordlist import words

SAMPLE = 2000
WORDS = 200
FOREIGN_SHARE = 0.12
ENGLISH_SHARE = 0.25
FEWEST = 3
CLEARLY = 2.0

SCRIPTS: Mapping[str, re.Pattern[str]] = {
    "in Arabic script": re.compile(r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]"),
    "Hebrew": re.compile(r"[\u0590-\u05ff]"),
    "in Cyrillic script": re.compile(r"[\u0400-\u052f]"),
    "Greek": re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]"),
    "Japanese": re.compile(r"[\u3040-\u30ff]"),
    "Korean": re.compile(r"[\uac00-\ud7af\u1100-\u11ff]"),
    "Chinese": re.compile(r"[\u4e00-\u9fff\u3400-\u4dbf]"),
    "in an Indian script": re.compile(r"[\u0900-\u0dff]"),
    "Thai": re.compile(r"[\u0e00-\u0e7f]"),
    "Armenian": re.compile(r"[\u0530-\u058f]"),
    "Georgian": re.compile(r"[\u10a0-\u10ff]"),
    "Amharic": re.compile(r"[\u1200-\u137f]"),
}
OTHER_SCRIPT = re.compile(r"[\u0370-\u1dff\u3040-\ud7ff\ufb1d-\ufdff\ufe70-\ufeff]")
LETTER = re.compile(r"[^\W\d_]")
WORD = re.compile(r"[^\W\d_]+(?=['\u2019]?)")

LISTED: Mapping[str, frozenset[str]] = {
    "English": words("""
        a i s the of and to in that is was for it with as his on be at by had not are but from have they which one were
        been their said who will would has its an this about after over into if there out up what when than says
        """),
    "French": words("""
        le la les des du de et est une un dans que qui pour par sur pas plus avec ce cette ont au aux été sont il elle
        se ne son ses leur mais ou l d qu n c selon après entre depuis dont
        """),
    "German": words("""
        der die das und den von zu mit dem des nicht ein eine einer einen sich auf für ist im auch als dass nach wird
        bei aus am sie er es hat haben wurde zum zur über vor sind werden einem
        """),
    "Spanish": words("""
        el la los las de del y que en un una por con para se su es al lo como más pero sus le ha este sobre entre fue
        han está sin desde también según tras
        """),
    "Italian": words("""
        il lo la gli le di del della dei delle e che un una per con non si sono da nel nella ha alla al dal dalla più
        anche come ma è stato degli dopo tra
        """),
    "Portuguese": words("""
        o os as de do da dos das e que em um uma para com não se na no por mais foi ao pelo pela são como mas seu sua
        está após entre também
        """),
    "Dutch": words("""
        de het een en van te dat niet zijn op met voor aan er maar om bij ook als door naar heeft hebben werd wordt uit
        nog deze tegen
        """),
    "Swedish": words("och att det som en är på av med den till inte om har de ett han från vid så efter enligt"),
    "Danish or Norwegian": words("""
        og det som en er på av med den til ikke om har de et han fra ved så efter etter af mellom mellem blev ble
        """),
    "Turkish": words("ve bir bu için ile da de çok olarak daha olan sonra kadar gibi ise ancak dedi ki en göre"),
    "Polish": words("w z na do się nie że jest o po od za przez jak oraz dla ze ma są był który"),
    "Romanian": words("și în de la cu pe care nu din că o un pentru este au fost mai sunt după prin"),
    "Indonesian or Malay": words(
        "yang dan di ke dari untuk dengan pada itu ini tidak dalam akan telah oleh juga adalah"
    ),
    "Czech or Slovak": words("v se na že je z s do o ve pro za po jako ale podle ktorý který sa"),
    "Hungarian": words("az és hogy nem egy ez meg volt van már csak de el szerint után"),
}
SMALL_WORDS = {  # a word that English shares tells nothing
    language: small if language == "English" else small - LISTED["English"] for language, small in LISTED.items()
}
CODES = {
    code: language
    for language, codes in {
        "English": "en", "French": "fr", "German": "de", "Spanish": "es", "Italian": "it", "Portuguese": "pt",
        "Dutch": "nl", "Swedish": "sv", "Danish or Norwegian": "da no nb nn", "Turkish": "tr", "Polish": "pl",
        "Romanian": "ro", "Indonesian or Malay": "id ms", "Czech or Slovak": "cs sk", "Hungarian": "hu",
    }.items()
    for code in codes.split()
}  # fmt: skip


def set_aside(text: str, hint: str | None = None) -> str | None:
    """Return why a text is not read ("the text is French, newswatch reads English"), or None where it is read.

    Args:
        text: title and body.
        hint: the language that the article claims; it only tips the scales.
    """
    sample = text[:SAMPLE]
    language = _script(sample) or _language(sample, CODES.get((hint or "")[:2].lower()))
    return f"the text is {language}, newswatch reads English" if language else None


def _script(sample: str) -> str | None:
    """Return the language or script of a text that is mostly not in Latin letters."""
    if sample.isascii() or not OTHER_SCRIPT.search(sample):
        return None
    letters = len(LETTER.findall(sample))
    if 2 * len(OTHER_SCRIPT.findall(sample)) <= letters:
        return None
    found = {name: len(script.findall(sample)) for name, script in SCRIPTS.items()}
    if found["Japanese"]:
        found["Japanese"] += found["Chinese"]
    name = max(found, key=lambda name: found[name])
    return name if found[name] else "in a script that is not Latin"


def _language(sample: str, hint: str | None) -> str | None:
    """Return the language whose small words clearly outnumber English ones."""
    said = WORD.findall(sample.lower())[:WORDS]
    english = sum(word in SMALL_WORDS["English"] for word in said)
    if english >= ENGLISH_SHARE * len(said) > 0:
        return None
    shares = {language: sum(word in small for word in said) for language, small in SMALL_WORDS.items()}
    del shares["English"]
    language = max(shares, key=lambda language: shares[language] + (language == hint))
    clearly = {"English": 2 * CLEARLY, language: 1.0}.get(hint or "", CLEARLY)
    fewest = FEWEST - (language == hint)
    enough = shares[language] >= max(fewest, FOREIGN_SHARE * len(said))
    return language if enough and shares[language] > clearly * english else None

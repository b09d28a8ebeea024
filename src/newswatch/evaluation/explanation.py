"""What the reader says of a sentence, as lines for a person. Pure."""

from newswatch.reading.explanation import Explained, Finding


def lines(part: Explained) -> list[str]:
    """Return a sentence with its theatre, and below it what was found in it and what decided that."""
    told = [f"not read: {part.skipped}"] if part.skipped else [_finding(finding) for finding in part.findings]
    return [f"[{part.theatre}] {part.sentence}", *(told or ["nothing found"])]


def _finding(finding: Finding) -> str:
    claims = ", ".join(dict.fromkeys(f"{claim.topic}/{claim.event} {claim.modality}" for claim in finding.claims))
    recalled = f"; only recalled: {finding.background}" if finding.background else ""
    return (
        f"{finding.rule} “{finding.word}”: {claims or 'no claim'} ({', '.join(finding.reasons) or 'stated'}){recalled}"
    )

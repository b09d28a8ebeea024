"""newswatch explain: what is read in a text, sentence by sentence, and what is decided on it."""

import io
import json
import sys
import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from rich.console import Console

from newswatch.cli import explaining
from newswatch.models import Article, Claim, Evidence, Modality
from newswatch.reading import ArticleReading, Reader
from newswatch.reading.explanation import Explained, Finding
from tests.cli.conftest import one_sentence
from tests.web.command import command
from tests.web.conftest import TOPICS, Broker, Log
from tests.web.samples import alert, decision

__all__ = ["command"]

DEAL = "Israel and Hamas agreed to a cease-fire on Sunday, Qatar said."
IF = "Hamas will free 33 hostages over six weeks if Israel pulls out of Rafah."
LONG_AGO = "About 250 people were taken hostage on 7 October 2023."
ELSEWHERE = "Hezbollah and Israel agreed to a truce in Lebanon last week."
RAIN = "It rained in Berlin."
ARTICLE = f"{DEAL} {IF} {LONG_AGO} {ELSEWHERE} {RAIN}"
DATE = ("--published", "2025-01-21")
PAGE = f"""<html><head><title>Truce &amp; deal</title>
<meta property="article:published_time" content="2025-01-21T18:00:00Z"></head>
<body><nav><a href="/">More on Gaza</a></nav><article><h1>Truce</h1><p>{DEAL}</p></article></body></html>"""


@pytest.fixture
def told(command):
    """Return a function that explains and returns what was printed, its lines joined."""

    def told(*words):
        code, out, err = command("explain", *words)
        assert (code, err) == (0, "")
        return " ".join(out.split())

    return told


@pytest.fixture
def typed(monkeypatch):
    """Return a function that puts bytes on standard input."""

    def typed(raw):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))

    return typed


def test_a_finding(told):
    """A sentence has its theatre and place; a finding its word, rule, event, modality, score, reasons and arguments."""
    out = told(DEAL, *DATE)
    assert f"body {DEAL} gaza · 0–{len(DEAL)} " in out
    assert "“agreed” truce.agree.sides → agreed:happened score 0.97 reasons stated claim said_by qatar" in out
    assert "date 2025-01-19" in out
    assert "News of gaza: agreed:happened" in out


def test_every_kind_of_finding(told):
    """What is not asserted, only recalled, or of another theatre says so; counts have their bound and scope."""
    out = told(ARTICLE, *DATE)
    assert "“free” hostage.release.verb → release_planned:conditional score 0.97 reasons will claim count 33" in out
    assert "count 33 hostages (exact, event) · actor hamas" in out
    assert "“pulls” withdrawal.leave.intransitive → found but not asserted: a condition score" in out
    assert "recalled dated 2023-10-07 claim count 250 hostages (about, " in out
    assert "lebanon, not watched" in out
    assert "; besides 1 only recalled, 1 of another theatre" in out


MAYBE = "Hamas may free three hostages in Gaza."


def test_what_the_judge_decides(told):
    """A claim that raises an alert says what the board held, the relation with its reason, and the alert."""
    out = told(DEAL, "--published", "2025-01-15")
    assert "Judged against the baseline alone: there is no broker file broker.db yet" in out
    assert "judged agreed:happened advances truce.phase: agreed is a higher rung than talks" in out
    assert "held truce.phase = talks “Hamas announced on Tuesday" in out
    assert "(seed, since 2025-01-01 12:00 UTC)" in out
    assert "alert CRITICAL Truce: talks → agreed" in out
    assert "says Qatar truce.phase/agreed/2025-01-12@gaza-talks-2025-01 News of gaza" in out
    assert out.endswith("It would raise truce.phase/agreed/2025-01-12@gaza-talks-2025-01")


def test_why_nothing_is_raised(told):
    """What is recalled, unsure, or of another theatre says why it raises nothing, beside what the board holds."""
    out = told(f"{LONG_AGO} {ELSEWHERE} {MAYBE}", *DATE)
    assert "judged taken:happened not compared: background: it recalls what is known alert none" in out
    assert "judged not compared: it is of lebanon, which is not watched" in out
    assert "judged release_planned:possible not compared: " in out
    assert "held hostage.release = release_refused “Conversely, Hamas has stated" in out
    assert out.endswith("It would raise no alert")


@pytest.fixture
def judged(command, tmp_path, in_place):  # noqa: ARG001
    """Let a monitor judge three articles, and return a function that says how many records its file has."""
    told = [
        {"id": "a1", "url": "https://one.example/deal?utm_source=x", "source": "One", "body": DEAL},
        {"id": "a2", "source": "Two", "body": "A truce was agreed by Israel and Hamas, Egypt’s foreign minister said."},
        {"id": "a3", "source": "Three", "body": LONG_AGO},
    ]
    lines = [json.dumps(one | {"date": "2025-01-15"}) for one in told]
    (tmp_path / "news.jsonl").write_text("\n".join(lines))
    assert command("replay", "news.jsonl", "--broker", "sqlite:///broker.db")[0] == 0

    def records():
        with Log.open(tmp_path / "broker.db", read_only=True) as log:
            return {name: sum(1 for _ in log.records(name)) for name in log.topics()}

    return records


def test_over_the_board_of_a_monitor(told, judged):
    """A text is judged over the state that a monitor left, and nothing is written."""
    before = judged()
    out = told("Israel and Hamas agreed to a truce in Gaza, a White House official said.", "--published", "2025-01-15")
    assert "baseline alone" not in out
    assert "judged agreed:happened confirms truce.phase: the phase is already agreed" in out
    assert f"held truce.phase = agreed “{DEAL}” (a1, since 2025-01-15 12:00 UTC, by truce.phase/agreed/" in out
    assert "alert none of its own: it adds its origin to truce.phase/agreed/2025-01-12@gaza-talks-2025-01" in out
    assert out.endswith("It would raise no alert")
    assert judged() == before


@pytest.mark.usefixtures("judged")
@pytest.mark.parametrize("name", ["a1", "https://one.example/deal"])
def test_an_article_that_came_in(told, name):
    """The id or the URL of an article that the monitor has shows what was decided on it then."""
    out = told(name)
    assert out.startswith("a1 · One · about gaza")
    assert "This article was judged before: it came in on " in out
    assert "judged agreed:happened advances truce.phase: agreed is a higher rung than talks held truce.phase = t" in out
    assert "(seed, since 2025-01-01 12:00 UTC)" in out
    assert out.endswith("It raised truce.phase/agreed/2025-01-12@gaza-talks-2025-01")


@pytest.mark.usefixtures("judged")
def test_an_article_that_raised_nothing(told):
    """So does one that raised nothing, with why."""
    out = told("a3")
    assert "What was decided then follows." in out
    assert "judged taken:happened not compared: background: it recalls what is known alert none" in out
    assert out.endswith("It raised no alert")
    one = json.loads(told("a3", "--json"))["judged"]
    assert (one["recorded"], one["alerts"], one["decided"][0]["decision"]["relation"]) == (True, [], None)


@pytest.mark.usefixtures("judged")
def test_an_edit_of_an_article_that_came_in(told, tmp_path):
    """An article of a known id with another text is judged as the edit that it is."""
    line = {"id": "a2", "source": "Two", "body": "Hamas and Israel have no truce in Gaza.", "date": "2025-01-15"}
    (tmp_path / "edit.jsonl").write_text(json.dumps(line))
    assert "judged before" not in told("edit.jsonl")
    line |= {"id": "a1", "source": "One"}
    (tmp_path / "edit.jsonl").write_text(json.dumps(line))
    assert "It would raise" in told("edit.jsonl")


@pytest.mark.usefixtures("judged")
def test_what_led_to_each_revision(told):
    """An alert shows for each revision what led to it, and for its sentence what was decided."""
    name = "truce.phase/agreed/2025-01-12@gaza-talks-2025-01"
    out = told(name)
    assert "UTC advances, agreed is a higher rung than talks (a1) revision 2 corroborated, detected" in out
    assert "UTC confirms, the phase is already agreed (a2)" in out
    assert "held truce.phase = talks “Hamas announced" in out
    one = json.loads(told(name, "--json"))
    assert [alert["revision"] for alert in one["revisions"]] == [1, 2]
    assert one["causes"][0].startswith("advances, ")
    assert one["judged"]["decided"][0]["before"]["value"] == "talks"


def test_a_monitor_that_does_not_answer(told, monkeypatch):
    """With Kafka, a text is judged by the monitor's API; where none answers, that is said."""
    monkeypatch.setenv("NEWSWATCH_BROKER", "kafka://127.0.0.1:9")
    monkeypatch.setenv("NEWSWATCH_API__PORT", "9")
    out = told(DEAL, *DATE)
    assert "Judged against the baseline alone: no newswatch answers at http://127.0.0.1:9: " in out
    assert "advances truce.phase" in out


def test_another_baseline(told, tmp_path):
    """Where nobody runs, the baseline can be named."""
    seed = "TALKS, 2025-01-01 — Israel and Hamas agreed to a truce in Gaza on Tuesday, Qatar said."
    (tmp_path / "seed.txt").write_text(seed)
    out = told(DEAL, *DATE, "--baseline", "seed.txt")
    assert "restates truce.phase" in out


def test_a_judge_that_fails(command, monkeypatch):
    """A fault of the judge is one sentence."""

    def fail(*_):
        raise ZeroDivisionError("odd")

    monkeypatch.setattr("newswatch.web.judged.judge", fail)
    code, _, err = command("explain", DEAL)
    assert (code, one_sentence(err)) == (2, "the judge failed on it: ZeroDivisionError: odd")


def test_skipped_sentences(told):
    """Sentences that were not read are counted by reason; with --all they are shown, each with why."""
    counted, shown = told(ARTICLE, *DATE), told(ARTICLE, *DATE, "--all")
    assert RAIN not in counted
    assert "1 sentence skipped (--all shows them): it has no word of a topic" in counted
    assert f"{RAIN} lebanon, not watched · " in shown
    assert "skipped: it has no word of a topic" in shown
    assert "--all" not in shown


def test_without_a_date(told):
    """A text without a date says what that costs."""
    assert "No date of publication: weekdays" in told(DEAL)
    assert "No date of publication" not in told(DEAL, *DATE)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (RAIN, "It names nothing of gaza, the theatre that is watched, so nothing in it was read."),
        (
            "Le Hamas et Israël ont accepté une trêve à Gaza, selon les médiateurs du Qatar et de l'Égypte.",
            "It was set aside: the text is French, newswatch reads English.",
        ),
    ],
)
def test_what_is_not_read(told, text, sentence):
    """An article that is not read at all says why in one sentence."""
    assert told(text).endswith(f"─ {sentence}")


@pytest.mark.parametrize("raw", [b"", b" \n\t\n", b"\xef\xbb\xbf\n"])
@pytest.mark.parametrize("words", [[], ["-"]])
def test_nothing_on_standard_input(command, typed, raw, words):
    """Empty input is one sentence, and the answer is no."""
    typed(raw)
    assert command("explain", *words) == (1, "", "newswatch: there is no text to explain\n")


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl"])
def test_an_empty_file(command, tmp_path, name):
    """So is an empty file."""
    (tmp_path / name).write_text("\n")
    assert command("explain", name)[::2] == (1, "newswatch: there is no text to explain\n")


@pytest.mark.parametrize("words", [[], ["-"]])
def test_standard_input(told, typed, words):
    """A text on standard input is one article; JSONL there is one article a line."""
    typed(DEAL.encode())
    assert "agreed:happened" in told(*words)
    typed(b"\n".join(json.dumps({"id": name, "body": DEAL, "date": "2025-01-21"}).encode() for name in "ab"))
    out = told(*words)
    assert "a · about gaza · published 2025-01-21 12:00 UTC" in out
    assert "b · about gaza · published 2025-01-21 12:00 UTC" in out


def test_a_text_file(told, tmp_path):
    """A text file is one article; its first line is a title only if one says so."""
    (tmp_path / "speech.txt").write_text(f"Gaza truce agreed\n{DEAL}\n", encoding="utf-8")
    assert "title" not in told("speech.txt")
    assert "speech.txt · about gaza ─" in told("speech.txt")
    assert "title Gaza truce agreed gaza · 0–17" in told("speech.txt", "--title")
    assert f"gaza · 0–{len(DEAL)} " in told("speech.txt", "--title")


def test_a_title_alone(told):
    """A text of one line can be a title."""
    assert "title Gaza truce agreed gaza · 0–17" in told("Gaza truce agreed", "--title")


def test_a_bad_line(told, tmp_path):
    """A line that is no article says why, and the next is explained; as data it has its id and the error."""
    (tmp_path / "in.jsonl").write_text('{"id": "odd"}\n' + json.dumps({"id": "good", "body": DEAL}) + "\n{\n")
    out = told("in.jsonl")
    assert out.startswith("odd: not an article: an article needs a title or a body good · about gaza")
    assert "not JSON" in out
    assert '{"id": "odd", "error": "not an article: ' in told("in.jsonl", "--json")


def test_as_data(command, tmp_path):
    """With --json each article is one document: every sentence with its findings, and the claims that are handed on."""
    lines = [{"id": "a", "title": "Rain", "body": ARTICLE, "date": "2025-01-21"}, {"id": "b", "body": RAIN}]
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, lines)))
    code, out, _ = command("explain", "in.jsonl", "--json")
    one, other = map(json.loads, out.splitlines())
    assert code == 0
    assert (other["theatre"], other["sentences"], other["claims"]) == ("none", [], [])
    assert [told["sentence"] for told in one["sentences"]] == ["Rain", DEAL, IF, LONG_AGO, ELSEWHERE, RAIN]
    assert all(ARTICLE[told["start"] : told["end"]] == told["sentence"] for told in one["sentences"][1:])
    free, pulls = one["sentences"][2]["findings"]
    assert (free["rule"], free["modality"], free["claims"][0]["count"]) == ("hostage.release.verb", "conditional", 33)
    assert (pulls["modality"], pulls["claims"], "a condition" in pulls["reasons"]) == (None, [], True)
    assert {claim["theatre"] for claim in one["claims"]} == {"gaza"}


def test_an_article_that_takes_too_long(told, monkeypatch):
    """An article that can't be read says why, as text and as data."""

    def fail(*_):
        raise ZeroDivisionError("odd")

    monkeypatch.setattr(Reader, "read", fail)
    sentence = "the reader failed on it: ZeroDivisionError: odd"
    assert told(DEAL) == f"text: {sentence}"
    assert json.loads(told(DEAL, "--json")) == {"id": "text", "error": sentence}


def test_what_a_text_must_not_do(command, tmp_path):
    """Neither markup nor commands to the terminal in an article are obeyed; all is shown."""
    text = "[bold red]Hamas[/bold red] \x1b[31mfreed\x07 three \u202ehostages in Gaza [/].\x9b2J"
    (tmp_path / "odd.txt").write_text(text, encoding="utf-8")
    code, out, _ = command("explain", "odd.txt", "--all")
    assert code == 0
    assert "[bold red]Hamas[/bold red] \ufffd[31mfreed\ufffd three \ufffdhostages" in " ".join(out.split())
    assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(out)


@pytest.mark.parametrize("columns", [80, 100, 200])
def test_the_width(command, monkeypatch, columns):
    """Lines fit the terminal, and are never wider than 120 columns."""
    monkeypatch.setenv("COLUMNS", str(columns))
    _, out, _ = command("explain", ARTICLE, *DATE, "--all")
    assert max(map(len, out.splitlines())) == min(columns, 120)
    assert not any(line.endswith(" ") for line in out.splitlines())


@pytest.mark.parametrize("words", ["none.txt", "none/none", "folder", "loop", "a --published soon"])
def test_wrong_use(command, tmp_path, words):
    """A file that is not there, or can't be read, and a day that is none are one sentence."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "loop.jsonl").symlink_to("loop.jsonl")
    code, out, err = command("explain", *words.replace("loop", "loop.jsonl").split())
    assert (code, out) == (2, "")
    assert one_sentence(err)


PAGES = {
    "/page": ("text/html; charset=utf-8", PAGE),
    "/plain": ("text/plain", DEAL),
    "/feed": ("text/xml", "<rss/>"),
}


class Site(BaseHTTPRequestHandler):
    """A web site with a page, a text, and a feed."""

    def do_GET(self):  # the name that http.server calls
        """Answer what is there."""
        kind, text = PAGES.get(self.path.partition("?")[0], ("", ""))
        self.send_response(200 if text else 404)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def site():
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def test_a_page(told, site, tmp_path):
    """Of a page, fetched or kept as a file, the sentences are explained, with its own title and date."""
    (tmp_path / "page.html").write_text(PAGE)
    for name in (f"http://{site}/page", "page.html"):
        out = told(name)
        assert out.startswith(f"{name} · about gaza · published 2025-01-21 18:00 UTC")
        assert "title Truce & deal" in out
        assert "date 2025-01-19" in out
        assert "More on Gaza" not in out
    assert "agreed:happened" in told(f"http://{site}/plain", *DATE)


@pytest.mark.parametrize(("path", "reason"), [("none", "the server answered 404"), ("feed", "it is text/xml, and no")])
def test_a_page_that_is_none(command, site, path, reason):
    """A page that can't be read is one sentence without what may be secret in its URL."""
    code, out, err = command("explain", f"http://me:hidden@{site}/{path}?key=hidden")
    assert (code, out) == (2, "")
    assert one_sentence(err).startswith(f"http://{site}/{path} cannot be read: {reason}")


@pytest.fixture
def broker(tmp_path):
    with Log.open(tmp_path / "broker.db", tidy_every=None) as log:
        for name in TOPICS:
            log.create_topic(f"newswatch.{name}")
        yield Broker(log)


BODY = f"The guns in Gaza were to fall silent. {DEAL} {IF}"
START = BODY.index(DEAL)
PROOF = Evidence(
    article="a1", origin="wire", field="body", start=START, end=START + len(DEAL), sentence=DEAL,
    published=datetime(2025, 1, 21, 12, tzinfo=UTC),
)  # fmt: skip
RAISED = alert(evidence=(PROOF,))


@pytest.fixture
def raised(broker):
    """Put an alert on the broker, with what was decided on it."""
    broker.raise_(RAISED)
    broker.put("newswatch.decisions", decision(RAISED.id).to_json(), "a2")
    return broker


@pytest.fixture
def kept(raised):
    """Put on the broker what came before its article, and two versions of the article itself."""
    raised.put("newswatch.articles", b"not json", "a1")
    for body in ("The guns in Gaza roar.", BODY):
        article = Article(id="a1", body=body, published=PROOF.published)
        raised.put("newswatch.articles", article.to_json(), "a1")


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("name", [RAISED.id, RAISED.key])
def test_an_alert(told, name):
    """An alert is shown with what was decided on it, and its sentence explained in the version that raised it."""
    out = told(name)
    assert "slot truce.phase: talks → agreed" in out
    assert "confirms the value that is already known (a2)" in out
    assert f"body {DEAL} gaza · {START}–{START + len(DEAL)} " in out
    assert "agreed:happened" in out
    assert "hostage.release.verb" not in out
    assert "hostage.release.verb" in told(name, "--all")


@pytest.mark.usefixtures("raised")
def test_an_alert_whose_article_is_gone(told):
    """Where the article isn't kept, the sentence is read alone, and that is said."""
    out = told(RAISED.id)
    assert "The article is not kept here: the sentence is read alone" in out
    assert f"gaza · 0–{len(DEAL)} " in out


@pytest.mark.usefixtures("kept")
def test_an_alert_as_data(told):
    """As data, an alert has its newest revision, the decisions, and the explanation of its article."""
    one = json.loads(told(RAISED.id, "--json"))
    assert (one["alert"]["id"], one["kept"], one["id"]) == (RAISED.id, True, "a1")
    assert [report["reason"] for report in one["decisions"]] == ["the value that is already known"]
    assert [sentence["sentence"] for sentence in one["sentences"]][1:] == [DEAL, IF]


def test_an_alert_that_no_sentence_raised(command, broker):
    """An overdue alert is shown, and has no sentence to be explained."""
    broker.raise_(alert(evidence=(), relation="overdue"))
    code, out, err = command("explain", RAISED.id)
    assert (code, "relation" in out) == (1, True)
    assert one_sentence(err) == f"no sentence raised {RAISED.id}: the day of its fact has passed"


@pytest.mark.usefixtures("raised")
def test_no_such_alert(command):
    """An id that no alert has is one sentence."""
    sentence = "newswatch: there is no alert truce.phase/none@gaza\n"
    assert command("explain", "truce.phase/none@gaza") == (1, "", sentence)


def printed(renderable, *, colours=False):
    """Return a renderable as 100 columns show it: on one line, or as a terminal with colours gets it."""
    console = Console(
        width=100, file=io.StringIO(), force_terminal=colours, color_system="standard" if colours else None
    )
    console.print(renderable)
    out = console.file.getvalue()
    return out if colours else " ".join(out.split())


def finding(**changes):
    told = {
        "rule": "truce.agree.sides",
        "word": "ceasefire",
        "modality": Modality.HAPPENED,
        "reasons": (),
        "score": 0.5,
    }
    return Finding(**told | changes)


def sentence(*findings, **changes):
    told = {"field": "body", "sentence": DEAL, "start": 0, "end": len(DEAL), "theatre": "gaza", "findings": findings}
    return Explained(**told | changes)


def claim(**changes):
    told = {
        "topic": "truce", "event": "agreed", "modality": Modality.HAPPENED, "sentence": DEAL, "start": 0,
        "end": len(DEAL), "rule": "truce.agree.sides",
    }  # fmt: skip
    return Claim(**told | changes)


def test_the_words_that_report():
    """The word of a finding stands out in the sentence, also where the text writes it with a hyphen."""
    out = printed(explaining.render(sentence(finding())), colours=True)
    assert "a \x1b[1;33mcease-fire\x1b[0m on Sunday" in out


def test_scores():
    """The best of the classifier's scores are told in percent, the best first."""
    scores = {"truce.talks": 0.12, "truce.agreed": 0.971, "hostage.held": 0.013, "hostage.listed": 0.011}
    out = printed(explaining.render(sentence(scores=scores)))
    assert "classifier truce.agreed 97%, truce.talks 12%, hostage.held 1% · nothing found" in out


def test_what_becomes_of_a_finding():
    """Findings that make no claim, or the same as another one, say so; every argument is told by its name."""
    full = claim(
        said_by="qatar", actor="israel", actors=("israel", "hamas"), mediators=("egypt",), persons=("Ada",), count=1900,
        count_kind="prisoners", bound="at_least", place="rafah", duration_days=42, phases=3, stage=2,
    )  # fmt: skip
    findings = [
        finding(claims=(full,)),
        finding(rule="classifier.accepted", claims=(claim(event="accepted"),)),
        finding(rule="classifier.talks"),
    ]
    out = printed(explaining.render(sentence(*findings, claims=(full,))))
    assert "count 1,900 prisoners (at_least) · said_by qatar · actor israel · place rafah · duration_days 42" in out
    assert "phases 3 · stage 2 · persons Ada · actors israel, hamas · mediators egypt" in out
    assert "accepted:happened" in out
    assert "the same as another claim of this sentence" in out
    assert "classifier.talks → happened, but no claim: another reading overrules it" in out


def test_a_title_that_overstates():
    """What the body takes back of the title is counted."""
    bold, near = claim(field="title", background=True), claim(event="talks", modality="possible")
    reading = ArticleReading("gaza", (bold, near), (bold, near), explanation=(sentence(),))
    out = printed(explaining.render_article(Article(id="a", body=DEAL), reading, "gaza"))
    assert "News of gaza: talks:possible; besides 1 of the title, taken back by the body" in out


def test_reasons_are_counted():
    """Where sentences were skipped for several reasons, each is counted, the commonest first."""
    skipped = [
        sentence(skipped=why) for why in ("it is long", "it has no word of a topic", "it has no word of a topic")
    ]
    reading = ArticleReading("gaza", explanation=tuple(skipped))
    out = printed(explaining.render_article(Article(id="a", body=DEAL), reading, "gaza"))
    told = "3 sentences skipped (--all shows them): 2 because it has no word of a topic, 1 because it is long"
    assert told in out

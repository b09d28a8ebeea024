"""The polite fetcher against a real HTTP server on loopback."""

import asyncio
import gzip
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from newswatch.feeds import Fetcher, state_of
from newswatch.feeds.download import Downloader
from newswatch.feeds.isolated import InPlace
from newswatch.models import FeedCondition
from newswatch.settings import Feed

NOW = datetime(2025, 1, 16, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


def rss(*titles, head=""):
    items = "".join(
        f"<item><title>{title}</title><link>https://a.example/{number}</link></item>"
        for number, title in enumerate(titles)
    )
    return f"<rss version='2.0'><channel><title>A</title>{head}{items}</channel></rss>".encode()


class Site:
    """A server whose next answers are given, and which keeps the requests it got."""

    def __init__(self):
        self.answers = []
        self.requests = []
        self.url = ""

    async def handle(self, request):
        """Answer with the next answer."""
        self.requests.append(request)
        answer = self.answers.pop(0)
        return await answer(request) if callable(answer) else answer

    def will(self, *answers):
        """Set the answers to come."""
        self.answers = list(answers)


@asynccontextmanager
async def served(handler):
    application = web.Application()
    application.router.add_route("*", "/{path:.*}", handler)
    async with TestServer(application) as server:
        yield str(server.make_url("/feed"))


@pytest.fixture
async def site():
    site = Site()
    async with served(site.handle) as url:
        site.url = url
        yield site


@pytest.fixture
async def fetcher():
    async with Fetcher(Downloader(), InPlace(), chance=lambda: 0.0) as fetcher:
        yield fetcher


def ok(body=None, **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return web.Response(body=rss("one") if body is None else body, headers=named)


def first(url):
    return state_of(Feed(url=url), NOW)


def wait(outcome, since=NOW):
    return (outcome.state.next_poll - since).total_seconds()


async def test_a_first_poll_reads_all(site, fetcher):
    """The first poll gives every article, fetched now, with the feed's title as source."""
    site.will(ok(rss("one", "two")))
    outcome = await fetcher.poll(first(site.url), NOW)
    assert [article.title for article in outcome.articles] == ["one", "two"]
    assert {(article.source, article.fetched) for article in outcome.articles} == {("A", NOW)}
    state = outcome.state
    assert (state.condition, state.last_success, state.last_new) == (FeedCondition.READ, NOW, NOW)
    assert wait(outcome) == 300
    assert site.requests[0].headers["User-Agent"].startswith("newswatch")


async def test_an_etag_is_sent_back(site, fetcher):
    """With an ETag the next question is If-None-Match alone, and 304 is a state of its own."""
    site.will(ok(ETag='"v1"', Last_Modified="Thu, 16 Jan 2025 11:00:00 GMT"), web.Response(status=304))
    before = (await fetcher.poll(first(site.url), NOW)).state
    outcome = await fetcher.poll(before, LATER)
    assert site.requests[1].headers["If-None-Match"] == '"v1"'
    assert "If-Modified-Since" not in site.requests[1].headers
    state = outcome.state
    assert outcome.articles == ()
    assert (state.condition, state.etag, state.entries) == (FeedCondition.UNCHANGED, '"v1"', before.entries)
    assert (state.last_success, state.last_new) == (LATER, NOW)


async def test_last_modified_is_sent_back(site, fetcher):
    """Without an ETag, the server's date goes back to it as it came."""
    date = "Thu, 16 Jan 2025 11:00:00 GMT"
    site.will(ok(Last_Modified=date), web.Response(status=304))
    await fetcher.poll((await fetcher.poll(first(site.url), NOW)).state, LATER)
    assert site.requests[1].headers["If-Modified-Since"] == date


async def test_the_same_body_is_unchanged(site, fetcher):
    """Where no validators come, a body seen before counts as not modified."""
    site.will(ok(), ok())
    outcome = await fetcher.poll((await fetcher.poll(first(site.url), NOW)).state, LATER)
    assert (outcome.articles, outcome.state.condition) == ((), FeedCondition.UNCHANGED)


async def test_only_new_and_edited_articles_come(site, fetcher):
    """Of a changed document, what is new and what was edited is given."""
    site.will(ok(rss("one", "two")), ok(rss("one", "two, corrected", "three")))
    outcome = await fetcher.poll((await fetcher.poll(first(site.url), NOW)).state, LATER)
    assert [article.title for article in outcome.articles] == ["two, corrected", "three"]
    assert outcome.state.last_new == LATER


async def test_a_rejected_entry_comes_once(site, fetcher):
    """An entry that is no article is handed out once, and not at every poll."""
    body = rss("one").replace(b"</channel>", b"<item><link>https://a.example/x</link></item></channel>")
    site.will(ok(body), ok(body + b" "))
    outcome = await fetcher.poll(first(site.url), NOW)
    again = await fetcher.poll(outcome.state, LATER)
    assert [rejection.origin for rejection in outcome.rejected] == [site.url]
    assert again.rejected == ()


async def test_an_empty_feed_is_a_state_of_its_own(site, fetcher):
    """A valid feed without entries is empty, no failure, and forgets nothing."""
    site.will(ok(), ok(rss()))
    before = (await fetcher.poll(first(site.url), NOW)).state
    state = (await fetcher.poll(before, LATER)).state
    assert (state.condition, state.failures, state.last_error) == (FeedCondition.EMPTY, 0, None)
    assert state.entries == before.entries


async def test_permanent_redirects_are_remembered(site, fetcher):
    """After 301 and 308 the next poll goes straight to the new place, under the same feed."""
    site.will(
        web.Response(status=301, headers={"Location": "/b"}),
        web.Response(status=308, headers={"Location": "/c"}),
        ok(),
        ok(rss("one", "two")),
    )
    state = (await fetcher.poll(first(site.url), NOW)).state
    assert state.url == site.url
    assert state.moved_to == site.url.replace("/feed", "/c")
    outcome = await fetcher.poll(state, LATER)
    assert [request.path for request in site.requests] == ["/feed", "/b", "/c", "/c"]
    assert outcome.state.moved_to == state.moved_to


async def test_a_temporary_redirect_is_not_remembered(site, fetcher):
    """A 302 ends what is permanent about a chain of redirects."""
    site.will(
        web.Response(status=301, headers={"Location": "/b"}),
        web.Response(status=302, headers={"Location": "/c"}),
        web.Response(status=301, headers={"Location": "/d"}),
        ok(),
    )
    assert (await fetcher.poll(first(site.url), NOW)).state.moved_to == site.url.replace("/feed", "/b")


async def test_a_redirect_that_leads_nowhere_is_forgotten(site, fetcher):
    """Where the new place is gone, the next poll asks the configured one."""
    moved = first(site.url).model_copy(update={"moved_to": site.url + "/new", "etag": '"x"'})
    site.will(web.Response(status=410))
    state = (await fetcher.poll(moved, NOW)).state
    assert (state.moved_to, state.etag, state.gone) == (None, None, False)
    assert state.condition is FeedCondition.REFUSED


async def test_a_permanent_redirect_to_a_page_is_not_remembered(site, fetcher, data):
    """A captive portal's redirect teaches nothing."""
    site.will(web.Response(status=301, headers={"Location": "/login"}), ok((data / "page.html").read_bytes()))
    assert (await fetcher.poll(first(site.url), NOW)).state.moved_to is None


@pytest.mark.parametrize("location", ["/feed", "file:///etc/passwd", "http://[bad"])
async def test_redirects_that_cannot_be_followed(site, fetcher, location):
    """A circle, and a redirect to what is not on the web, are hard failures."""
    site.will(*[web.Response(status=302, headers={"Location": location}) for _ in range(6)])
    state = (await fetcher.poll(first(site.url), NOW)).state
    assert (state.condition, state.failures) == (FeedCondition.UNREACHABLE, 1)


@pytest.mark.parametrize(
    ("status", "weight", "seconds"),
    [(404, 0.5, 424), (403, 1, 600), (500, 0.25, 357), (503, 0.25, 357), (304, 1, 600)],
)
async def test_refusals_are_weighed(site, fetcher, status, weight, seconds):
    """404 is soft, server errors are temporary, other refusals hard; each backs off by its weight."""
    site.will(web.Response(status=status))
    outcome = await fetcher.poll(first(site.url), NOW)
    assert (outcome.state.condition, outcome.state.failures) == (FeedCondition.REFUSED, weight)
    assert outcome.state.last_error.startswith(f"the server answered {status} ")
    assert wait(outcome) == seconds


async def test_gone_ends(site, fetcher):
    """After 410 a feed is not asked again."""
    site.will(web.Response(status=410))
    state = (await fetcher.poll(first(site.url), NOW)).state
    assert (state.gone, state.condition) == (True, FeedCondition.GONE)
    assert (await fetcher.poll(state, LATER)).state == state
    assert len(site.requests) == 1


async def test_retry_after_is_honoured(site, fetcher):
    """A server that is asked too often says when to come back."""
    site.will(web.Response(status=429, headers={"Retry-After": "3600"}))
    outcome = await fetcher.poll(first(site.url), NOW)
    assert outcome.state.failures == 0.25
    assert wait(outcome) == 3600


async def test_ttl_and_cache_headers_are_honoured(site, fetcher):
    """A TTL is remembered over a 304, and a longer max-age goes before it."""
    site.will(
        ok(rss("one", head="<ttl>30</ttl>"), ETag='"a"'),
        web.Response(status=304),
        web.Response(status=304, headers={"Cache-Control": "max-age=7200"}),
    )
    one = await fetcher.poll(first(site.url), NOW)
    two = await fetcher.poll(one.state, NOW)
    three = await fetcher.poll(two.state, NOW)
    assert [wait(outcome) for outcome in (one, two, three)] == [1800, 1800, 7200]


async def test_an_unreadable_document_is_not_hidden_by_304(site, fetcher, data):
    """After a page in place of the feed, the next question is unconditional and the failure stands."""
    site.will(ok(ETag='"good"'), ok((data / "page.html").read_bytes(), ETag='"bad"'), ok())
    good = (await fetcher.poll(first(site.url), NOW)).state
    bad = (await fetcher.poll(good, LATER)).state
    assert (bad.condition, bad.failures) == (FeedCondition.UNREADABLE, 0.5)
    assert "HTML page" in bad.last_error
    assert bad.entries == good.entries
    again = (await fetcher.poll(bad, LATER)).state
    assert "If-None-Match" not in site.requests[2].headers
    assert (again.condition, again.failures, again.last_error) == (FeedCondition.READ, 0, None)


async def test_a_slow_server_is_unreachable(site):
    """No answer within the limit is a temporary failure."""
    never = asyncio.Event()

    async def hang(_request):
        await never.wait()

    site.will(hang)
    async with Fetcher(Downloader(timeout_seconds=0.05), InPlace(), chance=lambda: 0.0) as fetcher:
        state = (await fetcher.poll(first(site.url), NOW)).state
    never.set()
    assert (state.condition, state.failures) == (FeedCondition.UNREACHABLE, 0.25)
    assert state.last_error == "no answer within 0.05 seconds"


async def test_a_closed_port_is_unreachable(fetcher, unused_tcp_port):
    """A server that isn't there is a temporary failure, and its URL is not repeated."""
    state = (await fetcher.poll(first(f"http://me:hush@127.0.0.1:{unused_tcp_port}/x"), NOW)).state
    assert (state.condition, state.failures) == (FeedCondition.UNREACHABLE, 0.25)
    assert "hush" not in state.last_error


async def test_a_broken_off_answer_is_unreachable(site, fetcher):
    """An answer shorter than promised is no document."""

    async def cut(request):
        response = web.StreamResponse(headers={"Content-Length": "1000"})
        await response.prepare(request)
        await response.write(rss("one")[:50])
        request.transport.close()
        return response

    site.will(cut)
    state = (await fetcher.poll(first(site.url), NOW)).state
    assert (state.condition, state.failures) == (FeedCondition.UNREACHABLE, 0.25)


async def test_gzip_is_read(site, fetcher):
    """A compressed answer is asked for and read."""
    site.will(ok(gzip.compress(rss("packed")), Content_Encoding="gzip"))
    outcome = await fetcher.poll(first(site.url), NOW)
    assert [article.title for article in outcome.articles] == ["packed"]
    assert "gzip" in site.requests[0].headers["Accept-Encoding"]


@pytest.mark.parametrize("packed", [False, True])
async def test_an_oversized_document_is_unreadable(site, packed):
    """What is larger than the limit, also once unpacked, is not read to its end."""
    body = b"<rss>" + b" " * 200_000
    site.will(ok(gzip.compress(body), Content_Encoding="gzip") if packed else ok(body))
    async with Fetcher(Downloader(maximum_bytes=100_000), InPlace()) as fetcher:
        state = (await fetcher.poll(first(site.url), NOW)).state
    assert (state.condition, state.failures) == (FeedCondition.UNREADABLE, 0.5)
    assert state.last_error == "the document is larger than 100,000 bytes"


async def test_a_wrong_charset_does_not_garble(site, fetcher):
    """UTF-8 that the server calls Latin-1 is UTF-8."""
    site.will(ok(rss("Trêve"), Content_Type="text/xml; charset=iso-8859-1"))
    outcome = await fetcher.poll(first(site.url), NOW)
    assert outcome.articles[0].title == "Trêve"


async def test_one_question_a_host_at_a_time():
    """Two feeds of one host are asked one after the other."""
    asked, most = [], []

    async def count(request):
        asked.append(request.path)
        most.append(len(asked))
        await asyncio.sleep(0)
        asked.remove(request.path)
        return ok(rss(request.path))

    async with served(count) as url, Fetcher(Downloader(), InPlace()) as fetcher:
        polls = [fetcher.poll(first(f"{url}/{number}"), NOW) for number in range(5)]
        outcomes = await asyncio.gather(*polls)
    assert most == [1] * 5
    assert {outcome.state.condition for outcome in outcomes} == {FeedCondition.READ}


@pytest.mark.parametrize("scheme", ["", "file://"])
async def test_files_are_polled_too(fetcher, tmp_path, scheme):
    """A path and a file: URL are read, known by their hash, and edited like any feed."""
    path = tmp_path / "my feed.xml"
    url = path.as_uri() if scheme else str(path)
    missing = (await fetcher.poll(first(url), NOW)).state
    assert (missing.condition, missing.failures) == (FeedCondition.UNREACHABLE, 0.5)
    path.write_bytes(rss("one"))
    one = await fetcher.poll(missing, NOW)
    same = await fetcher.poll(one.state, LATER)
    path.write_bytes(rss("one", "two"))
    two = await fetcher.poll(same.state, LATER)
    assert [len(outcome.articles) for outcome in (one, same, two)] == [1, 0, 1]
    assert same.state.condition is FeedCondition.UNCHANGED


async def test_a_folder_is_no_feed(fetcher, tmp_path):
    """A folder where a file should be is a hard failure."""
    state = (await fetcher.poll(first(str(tmp_path)), NOW)).state
    assert (state.condition, state.failures) == (FeedCondition.UNREACHABLE, 1)


async def test_a_state_survives_the_wire(site, fetcher):
    """A state read back from its topic polls like the one that was written."""
    site.will(ok(ETag='"v1"'), web.Response(status=304))
    state = (await fetcher.poll(first(site.url), NOW)).state
    restored = type(state).model_validate_json(state.to_json())
    assert restored == state
    assert (await fetcher.poll(restored, LATER)).state.condition is FeedCondition.UNCHANGED

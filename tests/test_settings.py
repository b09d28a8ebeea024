"""newswatch.toml and NEWSWATCH_… variables become Settings, or one sentence that names every fault."""

import re
from pathlib import Path

import pytest

from newswatch.errors import ConfigurationError
from newswatch.settings import Feed, describe, json_schema, load
from newswatch.settings.document import EXAMPLE

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """Every test runs in a folder of its own, without a newswatch.toml."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(text):
    path = Path("given.toml")
    path.write_text(text, "utf-8")
    return path


def fault(text, **environ):
    with pytest.raises(ConfigurationError) as raised:
        load(write(text), environ)
    assert raised.value.__cause__ is None
    assert "\n" not in str(raised.value)
    return str(raised.value)


def test_no_file_runs_on_the_embedded_broker():
    """Without a file and variables, everything has a default."""
    settings = load(None, {})
    assert settings.broker == "sqlite:///newswatch.db"
    assert settings.embedded_file == Path("newswatch.db")
    assert (settings.baseline, settings.topics, settings.feeds, settings.subscribers) == (None, None, (), ())
    assert (settings.api.host, settings.api.port, settings.api.token) == ("127.0.0.1", 8765, None)
    assert (settings.partitions, settings.reader_timeout, settings.durability) == (4, 20.0, "process")


def test_the_documented_example_loads():
    """The example in docs/configuration.md is a working file."""
    settings = load(write(EXAMPLE), {})
    assert settings.feeds[0] == Feed(url="https://news.example/world/rss.xml", source="Example News", interval=300)
    assert settings.feeds[1].url == "saved/wire.xml"
    assert settings.subscribers[0].topics == ("truce", "hostage")


def test_the_document_is_up_to_date():
    """docs/configuration.md is what `python -m newswatch.settings` prints."""
    assert (ROOT / "docs" / "configuration.md").read_text("utf-8") == describe()


def test_the_document_names_every_key():
    """Each key of the JSON Schema stands in the document."""
    schema = json_schema()
    sections = [schema, *schema["$defs"].values()]
    keys = {key for section in sections for key in section["properties"]}
    assert [key for key in keys if not re.search(rf"`\[*{key}\]*`", describe())] == []


def test_the_file_is_found(folder):
    """NEWSWATCH_CONFIG names the file, an argument wins over it, and newswatch.toml is read by itself."""
    (folder / "newswatch.toml").write_text("partitions = 1")
    (folder / "named.toml").write_text("partitions = 2")
    named = {"NEWSWATCH_CONFIG": "named.toml"}
    assert load(None, {}).partitions == 1
    assert load(None, named).partitions == 2
    assert load(write("partitions = 3"), named).partitions == 3


def test_a_byte_order_mark_is_read_over():
    """A file saved by an editor that writes a byte order mark loads."""
    assert load(write("\ufeffpartitions = 2"), {}).partitions == 2


@pytest.mark.parametrize(
    ("broker", "file"),
    [
        ("sqlite:///news.db", Path("news.db")),
        ("sqlite:////var/lib/news.db", Path("/var/lib/news.db")),
        ("sqlite:///100%25%20new%3F.db", Path("100% new?.db")),
        ("kafka://one:9092,two:9092", None),
    ],
)
def test_brokers(broker, file):
    """Three slashes are a path from here, four an absolute one, and Kafka has no file."""
    assert load(None, {"NEWSWATCH_BROKER": broker}).embedded_file == file


@pytest.mark.parametrize(("given", "seconds"), [("90", 90), ("45s", 45), ("5m", 300), ("2 h", 7200), ("1d", 86400)])
def test_intervals(given, seconds):
    """An interval is seconds, or a number with its unit."""
    assert Feed(url="a.xml", interval=given).interval == seconds


def test_the_environment_wins():
    """A variable overrides the file, at any depth and in lists."""
    path = write('partitions = 2\n[api]\nport = 1\n[[feeds]]\nurl = "a.xml"\ninterval = 10\n')
    settings = load(
        path,
        {
            "NEWSWATCH_PARTITIONS": "8",
            "NEWSWATCH_API__PORT": "99",
            "NEWSWATCH_FEEDS__0__SOURCE": "A",
            "NEWSWATCH_FEEDS__1__URL": "b.xml",
            "UNRELATED": "x",
        },
    )
    assert (settings.partitions, settings.api.port) == (8, 99)
    assert settings.feeds == (Feed(url="a.xml", source="A", interval=10), Feed(url="b.xml"))


def test_more_than_ten_list_entries_by_variable():
    """List entries count as numbers: the eleventh comes after the second."""
    settings = load(None, {f"NEWSWATCH_FEEDS__{number}__URL": f"{number}.xml" for number in range(12)})
    assert [feed.url for feed in settings.feeds] == [f"{number}.xml" for number in range(12)]


def test_a_list_as_json():
    """A whole list is a JSON variable, and an address in brackets is no list."""
    environ = {"NEWSWATCH_FEEDS": '[{"url": "a.xml", "interval": "5m"}]', "NEWSWATCH_API__HOST": "[::1]"}
    settings = load(None, environ)
    assert settings.feeds == (Feed(url="a.xml", interval=300),)
    assert settings.api.host == "[::1]"


def test_a_variable_without_a_value_is_not_set():
    """Compose files pass empty variables on; they change nothing."""
    assert load(None, {"NEWSWATCH_PARTITIONS": "", "NEWSWATCH_BASELINE": ""}).partitions == 4


def test_a_secret_from_a_file(folder):
    """A variable with _FILE at the end names the file that holds the secret."""
    (folder / "token").write_text("hush\n")
    settings = load(None, {"NEWSWATCH_API__TOKEN_FILE": "token", "NEWSWATCH_API__HOST": "0.0.0.0"})  # noqa: S104
    assert settings.api.token.get_secret_value() == "hush"


def test_secrets_never_print():
    """Neither the settings nor a fault beside a secret show it."""
    settings = load(None, {"NEWSWATCH_API__TOKEN": "hush"})
    assert "hush" not in f"{settings} {settings!r} {settings.model_dump_json()}"
    assert "hush" not in fault('[api]\ntoken = ["hush"]\nport = "hush-hush"\n')
    assert "hush" not in fault('broker = "kafka://user:hush@host"\n[[feeds]]\nurl = "ftp://me:hush@host/x"\n')


def test_every_fault_is_named():
    """All that is wrong stands in one sentence, by key or variable, with a hint at a misspelt key."""
    said = fault(
        'brokre = "x"\nbaseline = "missing.txt"\ntopics = "nowhere"\nlog = "xml"\n'
        '[[feeds]]\nsource = "no url"\ninterval = "5 parsecs"\n',
        NEWSWATCH_PARTITIONS="many",
        NEWSWATCH_LOGLEVEL="debug",
    )
    for part in (
        "given.toml: ",
        'brokre: unknown key (is "broker" meant?)',
        "baseline: there is no file missing.txt",
        "topics: there is no folder nowhere",
        "log: ",
        "feeds[0].url: is missing",
        'feeds[0].interval: "5 parsecs" is no length of time',
        "NEWSWATCH_PARTITIONS: ",
        'NEWSWATCH_LOGLEVEL: unknown key (is "log_level" meant?)',
    ):
        assert part in said


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("api = 5", "api: must be a table"),
        ("feeds = 5", "feeds: must be a list"),
        ("partitions = 0", "partitions: "),
        ("reader_timeout = inf", "reader_timeout: "),
        ('broker = "redis://x"', "broker: this is no broker"),
        ('broker = "sqlite://x"', "broker: this is no broker"),
        ('[api]\nhost = "0.0.0.0"', "api: token is missing"),
        ('[api]\nhost = "news.example"\ntoken = ""', "api.token: "),
        ('[[feeds]]\nurl = "gopher://x/y"', "feeds[0].url: this is neither"),
        ('[[feeds]]\nurl = "a"\n[[feeds]]\nurl = "a"', "feeds[1].url is there twice"),
        ('[[subscribers]]\nname = "a"\nchannel = "kafka"', 'subscribers[0].channel: "kafka" is not available'),
        ('[[subscribers]]\nname = "a b"\nchannel = "console"', "subscribers[0].name: "),
        ("partitions = = 2", "is not TOML"),
    ],
)
def test_a_wrong_value_is_refused_by_name(text, part):
    """One bad file, one sentence with the key."""
    assert part in fault(text)


@pytest.mark.parametrize(
    ("environ", "part"),
    [
        ({"NEWSWATCH_CONFIG": "nowhere.toml"}, "nowhere.toml cannot be read"),
        ({"NEWSWATCH_API__TOKEN_FILE": "nowhere"}, "NEWSWATCH_API__TOKEN_FILE: nowhere cannot be read"),
        ({"NEWSWATCH_API": "5"}, "NEWSWATCH_API: must be a table"),
        ({"NEWSWATCH_BROKER__X": "5", "NEWSWATCH_BROKER": "sqlite:///a"}, "NEWSWATCH_BROKER__X: there is no place"),
        ({"NEWSWATCH_FEEDS__3__URL": "a"}, "NEWSWATCH_FEEDS__3__URL: there is no place"),
        ({"NEWSWATCH_FEEDS": "[oops"}, "NEWSWATCH_FEEDS: must be a list"),
        ({"NEWSWATCH_PARTITIONS_FILE": "x"}, "NEWSWATCH_PARTITIONS_FILE: unknown key"),
        ({"NEWSWATCH_API__TOKEN": "a", "NEWSWATCH_API__TOKEN_FILE": "given"}, "sets the same key"),
    ],
)
def test_a_wrong_variable_is_refused_by_name(environ, part, folder):
    """A variable that cannot be is named as it was written."""
    (folder / "given").write_text("x")
    with pytest.raises(ConfigurationError) as raised:
        load(None, environ)
    assert part in str(raised.value)


def test_kubernetes_service_variables_are_not_ours():
    """Beside a service called newswatch, the variables that Kubernetes makes for it are left alone."""
    environ = {
        "NEWSWATCH_SERVICE_HOST": "10.0.0.1",
        "NEWSWATCH_SERVICE_PORT_HTTP": "8765",
        "NEWSWATCH_PORT": "tcp://10.0.0.1:8765",
        "NEWSWATCH_PORT_8765_TCP_ADDR": "10.0.0.1",
    }
    assert load(None, environ) == load(None, {})

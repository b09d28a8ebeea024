"""Every error that newswatch raises on purpose.

    NewswatchError
    ├── ConfigurationError     newswatch.toml, the environment or the command line says something that cannot be
    │   └── TopicError         a topic, actor, place or theatre file is wrong
    ├── DataError              an input that cannot be used; it goes to the dead letters with this reason
    │   ├── ArticleError       an article that does not validate
    │   ├── ReadingError       an article that the reader could not finish (it ran too long, or killed its process)
    │   └── UndeliverableError an alert that a subscriber did not take in all attempts
    ├── BaselineError          a seed document or a built baseline that cannot be used
    ├── FeedError              a feed that could not be fetched or parsed
    ├── DeliveryError          a subscriber could not be reached
    └── BrokerError            the broker cannot be used
        └── BrokerBusyError    another newswatch is running on the same embedded file

Everything else is broken infrastructure or a bug, and ends the process.
"""


class NewswatchError(Exception):
    """The root; its text is one plain sentence that a user can act on."""


class ConfigurationError(NewswatchError):
    """newswatch.toml, the environment or the command line says something that cannot be."""


class TopicError(ConfigurationError):
    """A topic, actor, place or theatre file is wrong."""


class DataError(NewswatchError):
    """An input that cannot be used; it goes to the dead letters with this reason."""


class ArticleError(DataError):
    """An article that does not validate."""


class ReadingError(DataError):
    """An article that the reader could not finish: it ran too long, or killed its process."""


class UndeliverableError(DataError):
    """An alert that a subscriber did not take in all attempts."""


class BaselineError(NewswatchError):
    """A seed document or a built baseline that cannot be used."""


class FeedError(NewswatchError):
    """A feed that could not be fetched or parsed."""


class DeliveryError(NewswatchError):
    """A subscriber could not be reached; trying again may help."""


class BrokerError(NewswatchError):
    """The broker cannot be used."""


class BrokerBusyError(BrokerError):
    """Another newswatch is running on the same embedded file."""

"""Text to claims. Pure: no input or output, no clock; time comes in with the article."""

from newswatch.reading.reader import ArticleReading, Reader

__all__ = ["ArticleReading", "Reader"]

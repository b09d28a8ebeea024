# The worker image: newswatch as a user that may write to /data only.
FROM python:3.11-slim AS build
WORKDIR /build
COPY . .
RUN pip install --no-cache-dir --prefix=/install .

FROM python:3.11-slim
COPY --from=build /install /usr/local
RUN useradd --create-home newswatch && install --directory --owner=newswatch /data
USER newswatch
WORKDIR /data
ENV NEWSWATCH_BROKER=sqlite:////data/newswatch.db
ENTRYPOINT ["newswatch"]
CMD ["run"]

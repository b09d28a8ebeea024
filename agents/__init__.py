"""The Faust app: topics and tables in `app`, and one file per agent. Decode, one call, send."""

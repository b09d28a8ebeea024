"""`python -m newswatch.settings` prints docs/configuration.md; with --schema, the JSON Schema."""

import json
import sys

from newswatch.settings import describe, json_schema

sys.stdout.write(json.dumps(json_schema(), indent=2) + "\n" if "--schema" in sys.argv else describe())

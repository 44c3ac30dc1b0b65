"""Print the JSON Schema (draft 2020-12) of facts.json, so that an editor completes and checks the file."""

import argparse
import json
import sys

from poa_ai.factsfile import facts_schema

EXAMPLE = """\
example:
  poa-ai schema > facts.schema.json
"""


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """`poa-ai schema` has no options."""


def run(_parsed: argparse.Namespace) -> int:
    """Print the schema."""
    sys.stdout.write(json.dumps(facts_schema(), indent=2, ensure_ascii=False) + "\n")
    return 0

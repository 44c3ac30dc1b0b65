"""Print the JSON Schema (draft 2020-12) of facts.json or of a suite, so that an editor completes the file."""

import argparse
import json
import sys

EXAMPLE = """\
examples:
  poa-ai schema > facts.schema.json
  poa-ai schema suite > evals/suite.schema.json
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `poa-ai schema`."""
    parser.add_argument(
        "of", nargs="?", choices=["facts", "suite"], default="facts", help="which file (default: facts)"
    )


def run(parsed: argparse.Namespace) -> int:
    """Print the schema."""
    if parsed.of == "suite":
        from poa_ai.evaluation.suiteschema import suite_schema as schema
    else:
        from poa_ai.factsfile import facts_schema as schema
    sys.stdout.write(json.dumps(schema(), indent=2, ensure_ascii=False) + "\n")
    return 0

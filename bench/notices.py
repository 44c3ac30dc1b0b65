"""How much is read out of labelled notices, field by field, and what is read wrongly.

python bench/notices.py                 the notices of the checkout
python bench/notices.py FOLDER ...      those of other folders

Exit code 1 where a mark is missed.
"""

import argparse
import sys
import time
from pathlib import Path

from poa_ai.registry import Registry
from poa_ai.testing.noticescore import FIELDS, MARKS, misses, read_notices

NOTICES = Path(__file__).parents[1] / "evals" / "notices"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="*", type=Path, default=[NOTICES])
    parsed = parser.parse_args()
    notices = [notice for folder in parsed.folder for notice in read_notices(folder)]
    registry = Registry.installed()
    begun = time.process_time()
    wrong = misses(notices, registry)
    each = (time.process_time() - begun) / max(1, len(notices))
    print(f"{len(notices)} notices, {1000 * each:.0f} ms of CPU each\n")
    print("| Field | Exactly right | Mark |")
    print("| --- | --- | --- |")
    missed = False
    for field in FIELDS:
        share = 1 - sum(miss.field == field for miss in wrong) / max(1, len(notices))
        mark = MARKS.get(field)
        missed |= mark is not None and share < mark
        print(f"| {field} | {share:.1%} | {'' if mark is None else f'{mark:.0%}'} |")
    for miss in wrong:
        print(f"\n{miss.notice}: {miss.field}: expected {miss.expected}, found {miss.found}", end="")
    print()
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())

"""`python -m poa_ai` is `poa-ai`."""

import sys

from poa_ai.cli import main

sys.exit(main())

"""`python -m pipeline.cli`: the `kyosei` command without an installed script."""

import sys

from pipeline.cli import main

if __name__ == "__main__":
    sys.exit(main())

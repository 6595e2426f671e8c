"""`python -m expectations.contract > docs/data-dictionary.md`: the data dictionary as Markdown."""

import sys

from expectations.contract.dictionary import markdown

sys.stdout.buffer.write(markdown().encode())

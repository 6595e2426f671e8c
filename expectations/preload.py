"""Great Expectations takes seconds to import; that time can pass while a document is being read."""

from __future__ import annotations

import importlib
from functools import cache
from threading import Thread


@cache
def preload() -> Thread:
    """Start importing what `validate` needs in the background; call it before work that leaves a core idle.

    `validate` waits for the thread. Calling it again returns the same thread.
    """
    thread = Thread(target=importlib.import_module, args=("expectations.custom",), daemon=True)
    thread.start()
    return thread

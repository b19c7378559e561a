"""WeasyPrint, imported in little more than half the time it takes by itself."""

from __future__ import annotations

import ctypes.util
import sys
from typing import Any

_search = ctypes.util.find_library
if sys.platform.startswith("linux"):
    # It tries each C library under several names, the exact one among them; for every name that fails, the
    # search runs ldconfig, the compiler and the linker, some fifty processes in all, and would find that
    # exact name again.
    ctypes.util.find_library = lambda name: None
try:
    import weasyprint as weasyprint
    import weasyprint.layout.block
    import weasyprint.layout.column
    from weasyprint.text.fonts import FontConfiguration as FontConfiguration
    from weasyprint.urls import FatalURLFetchingError as FatalURLFetchingError
    from weasyprint.urls import URLFetcher as URLFetcher
    from weasyprint.urls import URLFetcherResponse as URLFetcherResponse
finally:
    ctypes.util.find_library = _search

# two of its modules that have no types
block: Any = weasyprint.layout.block
column: Any = weasyprint.layout.column

"""Smart Select for Krita: click a thing on the canvas and it is selected.

Krita imports this package and nothing happens anywhere else. What is shared with other hosts lies beside it
in an installed plug-in, because a zip for Krita may hold one package only.
"""

from __future__ import annotations

import sys
from pathlib import Path

_SHARED = Path(__file__).parent / "shared"
if _SHARED.is_dir() and str(_SHARED) not in sys.path:
    sys.path.append(str(_SHARED))

if "pykrita" in sys.modules:  # inside Krita, and not in a test or a type checker
    from smart_select_krita.i18n import speak_as_krita

    speak_as_krita()  # before any module with texts is read

    from smart_select_krita.registration import register

    register()

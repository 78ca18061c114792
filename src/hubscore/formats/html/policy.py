"""What a page may do: nothing but what is written in it."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256


def digest(block: str) -> str:
    """What a Content-Security-Policy calls an inline block by: the SHA-256 of its text (CSP Level 3, 2.3.1)."""
    return f"'sha256-{b64encode(sha256(block.encode()).digest()).decode()}'"


def policy(style: str, script: str | None) -> str:
    """The policy of a page with one block of style and at most one of script: no network, no other code."""
    scripts = "'none'" if script is None else digest(script)
    return f"default-src 'none'; style-src {digest(style)}; script-src {scripts}; base-uri 'none'; form-action 'none'"

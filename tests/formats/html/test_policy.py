from __future__ import annotations

from hubscore.formats.html.policy import digest, policy

EMPTY = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"


def test_a_block_is_called_by_the_digest_of_its_bytes() -> None:
    assert digest("") == EMPTY  # as published for no bytes at all
    # echo -n "alert('Hello, world.');" | openssl sha256 -binary | openssl base64, the example of CSP Level 2
    assert digest("alert('Hello, world.');") == "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='"


def test_nothing_is_allowed_but_the_blocks() -> None:
    told = dict(part.strip().split(" ", 1) for part in policy("", None).split(";"))
    assert told == {
        "default-src": "'none'",
        "style-src": EMPTY,
        "script-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    assert f"script-src {EMPTY};" in policy("x", "")

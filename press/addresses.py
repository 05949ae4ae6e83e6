"""Addresses that a book may link to or show: no scheme that runs code, nothing from elsewhere."""

from __future__ import annotations

import re

#: What a link may lead to, beside a place in the book.
LINKS = frozenset(
    "doi ftp ftps geo git http https irc ircs mailto matrix news"
    " sftp sms ssh svn tel urn xmpp".split()
)
#: Pictures that may stand within an address itself.
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp)[;,]", re.IGNORECASE)
#: What browsers leave out of an address before they read its scheme.
_IGNORED = re.compile(r"[\x00-\x20\x7f-\x9f\u200b-\u200f\u2028\u2029\ufeff]")


def scheme(address: str) -> str:
    """Return the scheme of *address* in small letters, as a browser sees it, or ""."""
    found = re.match(r"([A-Za-z][A-Za-z0-9+.-]*):", _IGNORED.sub("", address))
    return found[1].lower() if found else ""


def is_link(address: str) -> bool:
    """Tell whether a link may lead to *address*."""
    return not scheme(address) or scheme(address) in LINKS


def is_own(address: str) -> bool:
    """Tell whether *address* is a place in the book, or a picture that it holds itself."""
    bare = _IGNORED.sub("", address).replace("\\", "/")
    return bool(_PICTURE.match(bare)) or not (scheme(bare) or bare.startswith("//"))

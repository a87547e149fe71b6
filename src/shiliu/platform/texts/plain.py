"""Text that any page, feed, table or file can carry."""

import unicodedata


def plain_text(text):
    """`text` with equal line ends and without control characters, which neither pages nor feeds can carry."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in lines if sign in "\n\t" or unicodedata.category(sign) not in {"Cc", "Cs"})

"""Characters as a reader sees them: what draws nothing is left out, what is one letter to the eye is one.

Both readers pass every word through here, so that no mark without a width stands between the words of a promise.
"""

import re
import unicodedata

LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
SOFT_HYPHEN = "\u00ad"
LINE_HYPHEN = "\u2010"  # the hyphen that typesetting puts in at a line's end
HYPHENS = {"\u2011": "-"}  # one that does not break is one to the eye
APOSTROPHES = {"\u02bc": "’", "\uff07": "’"}
# quotation marks and dashes of Windows that were taken for control characters (code page 1252)
MISREAD = re.compile("(?<=\\w)[\x91-\x94\x96\x97](?=\\w)")
# control characters but white space, and the formats that draw nothing: joiners, marks of direction, variation selectors, tags
DRAWS_NOTHING = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufdd0-\ufdef\U000e0000-\U000e0fff]"
)
SHOWN = str.maketrans({**LIGATURES, **HYPHENS, **APOSTROPHES})
PLAIN = re.compile("[\x20-\x7e]*")


def as_shown(text: str) -> str:
    """A text as the eye reads it: ligatures as letters, accents on their letters, nothing that draws nothing."""
    if PLAIN.fullmatch(text):
        return text
    text = MISREAD.sub(lambda m: m.group().encode("latin-1").decode("cp1252"), text)
    return unicodedata.normalize("NFC", DRAWS_NOTHING.sub("", text).translate(SHOWN))

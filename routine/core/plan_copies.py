"""Knows by their names the copies that tools leave beside a plan: of a sync, of a file manager, of an editor.

A copy is one when its original lies beside it and asks for the same sessions; alone it is a plan like any other.
Sources: the manuals of Syncthing, Dropbox, Nextcloud and ownCloud, OneDrive and its Linux client, Google Drive,
Seafile, Synology Drive, Resilio, rclone, iCloud; Finder, Explorer, Dolphin, Files; Emacs, Vim, git-mergetool.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from routine.core.loaded_plans import PlanCopy, PlanFile

_CONFLICT = r"\w*conflict\w*|konflikt\w*|confli\w*|конфликт\w*|競合|冲突|衝突|충돌|case clash"
_COPY = (
    r"copy|kopie|copie|copia|cópia|còpia|kopia|kópia|kopi|kopio|kopya|kopyası|kopija|másolata?|копия|копія|копие|копија"
    r"|αντίγραφο|bản sao|نسخة|עותק"
)
_COPY_UNSPACED = "コピー|副本|사본|복사본"
_OF = r"of|von|de|di|du|van|av|af|da"
_NUMBER = r"\(?\d{1,3}\)?"
_CERTAIN = (
    # a sync that found two versions
    r"(?P<name>.+)\.sync-conflict-\d{8}-\d{6}(-\w+)?",
    rf"(?P<name>[^(\[]+?) ?[(\[].*({_CONFLICT}).*[)\]]",
    rf"(?P<name>.+?)[ ._-]+({_CONFLICT})[ ._-]?\d*([ ._-][\d._ -]*)?",
    r"(?P<name>.+?)_[\w-]+_[A-Z][a-z]{2}-[\d-]+_Conflict",
    r"(?P<name>.+)[._](BACKUP|BASE|LOCAL|REMOTE)[._]\d+",
    rf"\[({_CONFLICT})\] ?(?P<name>.+)",
    # an older version that was taken back: Syncthing, FreeFileSync, Windows' File History
    r"(?P<name>.+)~\d{8}-\d{6}",
    r"(?P<name>.+)\.toml \d{4}-\d\d-\d\d \d{6}",
    r"(?P<name>.+) \(\d{4}_\d\d_\d\d \d\d_\d\d_\d\d UTC\)",
    # an editor, a merge, a backup
    r"\.?#(?P<name>[^#]+)#?",
    r"(?P<name>.+)~(\d+~)?",
    r"(?P<name>.+)[ ._-](bak|backup|orig|rej|old|save|sav|swp|swo|tmp)\d*",
    r"(?P<name>.+) \((bak|backup|old)\)",
    r"backup (of )?(?P<name>.+)",
    # a file manager
    rf"(?P<name>.+?) ?[-–—] ({_COPY})( ?{_NUMBER})?",
    rf"(?P<name>.+?) \((\w+ )?({_COPY})( ?\d{{1,3}})?\)",
    rf"(?P<name>.+?)[ ._-]({_COPY})( ?{_NUMBER})?",
    rf"({_COPY})[ _-](\(\d{{1,3}}\) )?(({_OF}|[-–—])[ _-])?(?P<name>.+)",
    rf"(?P<name>.+?) ?(の|的|- )?({_COPY_UNSPACED})( ?{_NUMBER})?",
)
_UNSURE = (
    # a number, a day, or the name of a computer: a person may well call a plan so
    r"(?P<name>.+?) ?\(\d{1,3}\)",
    r"(?P<name>.+?) \d{1,3}",
    r"(?P<name>.+?)[ ._-]\(?\d{4}([-_.]?)\d\d\2\d\d([ T._-]\d\d([-_.]?)\d\d(\4\d\d)?)?\)?",
    r"(?P<name>.+?)-[A-Z][A-Z0-9]{1,14}(-[A-Z0-9]+)*(-\d{1,3})?",
)
_WITH_HOST = (
    # both of a name and of a computer's may hold hyphens
    (r"(?P<name>.+-.+)-safeBackup-\d+", True),
    (r"(?P<name>.+-)[\w.-]*(MacBook|iMac|Mac-?mini|Mac-?Studio|Mac-?Pro)[\w-]*", False),
)


def copies_among(files: Iterable[PlanFile]) -> tuple[PlanCopy, ...]:
    """Those of these files that are copies of others of them."""
    by_name = {unicodedata.normalize("NFC", file.name): file for file in files}
    # each pattern keeps the original's name as it is: what holds no other name is no copy, and needs no patterns
    holds_another = [name for name in by_name if any(one in name for one in by_name if one != name)]
    found = ((by_name[name], _original_of(name, by_name)) for name in holds_another)
    return tuple(PlanCopy(file, original) for file, original in found if original)


def _original_of(name: str, files: Mapping[str, PlanFile]) -> str:
    """The name of the plan it is a copy of; empty where it is a plan of its own."""
    for original, certain in _originals(name):
        found = files.get(original)
        if found and _asks_the_same(files[name], found, certain=certain):
            return found.plan_id
    return ""


def _originals(name: str) -> Iterator[tuple[str, bool]]:
    """Of what it may be a copy, by its name, and whether only a tool calls a file so; also a copy of a copy."""
    left, seen = [(name, True)], {name}
    for pattern, certain in _WITH_HOST:
        if found := re.fullmatch(pattern, name):
            parts = found["name"].split("-")
            yield from (("-".join(parts[:end]), certain) for end in reversed(range(1, len(parts))))
    while left:
        before, sure = left.pop(0)
        for patterns, certain, flags in ((_CERTAIN, True, re.IGNORECASE), (_UNSURE, False, re.NOFLAG)):
            for pattern in patterns:
                found = re.fullmatch(pattern, before, flags)
                shorter = found["name"].strip() if found else ""
                if shorter and shorter not in seen:
                    seen.add(shorter)
                    left.append((shorter, sure and certain))
                    yield shorter, sure and certain


def _asks_the_same(copy: PlanFile, original: PlanFile, *, certain: bool) -> bool:
    if copy.plan is None or original.plan is None:
        # what cannot be read is told of where it can be mended: at the original
        return certain
    mine, theirs = ({session.id for session in plan.sessions} for plan in (copy.plan, original.plan))
    if certain:
        return not mine.isdisjoint(theirs)
    return mine == theirs and copy.plan.title == original.plan.title

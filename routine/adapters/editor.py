"""Knows which program edits a text here, by VISUAL and EDITOR, and whether it waits; not what is edited.

What stands in them is for a shell, and here is none: words, quotes and blanks in a path are taken as meant.
On Windows a name may lead to a .cmd, which only PATHEXT says (`code` is one).
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from msgspec import Struct

_WAITS_WITH = {
    "code": "--wait", "code-insiders": "--wait", "code-oss": "--wait", "codium": "--wait", "vscodium": "--wait",
    "cursor": "--wait", "windsurf": "--wait", "positron": "--wait", "zed": "--wait", "zeditor": "--wait",
    "atom": "--wait", "pulsar": "--wait", "subl": "--wait", "sublime_text": "--wait", "mate": "--wait",
    "bbedit": "--wait", "lapce": "--wait", "nova": "--wait", "xed": "--wait", "gedit": "--wait",
    "gvim": "-f", "mvim": "-f", "vimx": "-f", "neovide": "--no-fork", "kate": "--block", "kwrite": "",
    "gnome-text-editor": "--standalone", "mousepad": "--disable-server", "featherpad": "--standalone",
    "geany": "--new-instance", "pluma": "", "leafpad": "", "l3afpad": "",
    "idea": "--wait", "pycharm": "--wait", "webstorm": "--wait", "clion": "--wait", "goland": "--wait",
    "open": "-W", "xdg-open": "", "gio": "", "start": "", "notepad": "",
    "notepad++": "-multiInst", "textmate": "--wait",
}  # fmt: skip
"""Editors with a window of their own, and by which word each waits until the file is closed; empty for none."""
_SHORT = {"-w": "--wait", "-b": "--block", "--nofork": "-f", "-i": "--new-instance", "-nW": "-W", "-Wn": "-W"}
_IN_TERMINAL = frozenset(
    {"vi", "vim", "nvim", "view", "nano", "pico", "micro", "hx", "helix", "kak", "ed", "ex", "joe", "ne", "mcedit"}
    | {
        "emacs",
        "emacsclient",
        "mg",
        "jed",
        "zile",
        "dte",
        "edit",
        "tilde",
        "true",
        "false",
        "cat",
        "sed",
        "vim.tiny",
        "vim.basic",
    }
)
"""What is back at once there was closed at once."""
_NO_WAIT = frozenset({"-n", "--no-wait"})
"""To emacsclient, which waits without it."""
_LOOK = timedelta(milliseconds=300)
_AT_ONCE = timedelta(seconds=2)
"""Nobody has written anything in less."""

VARIABLES = ("VISUAL", "EDITOR")
"""The first that says something counts."""
_WINDOWS_WORD = re.compile(r"""'[^']*'(?=\s|$)|(?:"[^"]*"?|[^\s"])+""")


class Editor(Struct, frozen=True):
    """The command, to be followed by a file's name."""

    command: tuple[str, ...]
    variable: str = ""
    """Which one named it; empty for one that was found."""

    @property
    def name(self) -> str:
        """The program's, without its folder and what Windows adds to it."""
        return re.sub(r"\.(?:exe|cmd|bat)$", "", re.split(r"[/\\]", self.command[0])[-1], flags=re.IGNORECASE)

    @property
    def waiting_command(self) -> str:
        """What to set so that it waits; empty where nothing is known."""
        word = _WAITS_WITH.get(self.name.lower(), "")
        return " ".join((self.name, word, *self.command[1:])) if word else ""

    def did_not_wait(self, took: timedelta) -> bool:
        """Whether it may still have the file open, for one that was back after `took` with nothing written."""
        name = self.name.lower()
        if took >= _AT_ONCE or (name in _IN_TERMINAL and not _NO_WAIT.intersection(self.command[1:])):
            return False
        word = _WAITS_WITH.get(name, "")
        return not word or word not in {_SHORT.get(said, said) for said in self.command[1:]}


def run_editor(editor: Editor, file: Path) -> tuple[int, timedelta]:
    """(its exit code, how long it took). Raises OSError, ValueError where it cannot be started."""
    began = time.monotonic()
    ended = subprocess.run([*editor.command, str(file)], check=False)
    return ended.returncode, timedelta(seconds=time.monotonic() - began)


def saved(file: Path, copied: bytes, within: timedelta) -> bytes | None:
    """What somebody saves there, once it is other than `copied` and whole; None when nothing comes in time."""
    until, last = time.monotonic() + within.total_seconds(), copied
    while time.monotonic() < until:
        time.sleep(_LOOK.total_seconds())
        try:
            now = file.read_bytes()
        except OSError:
            # many write another file and move it there
            continue
        if now == last != copied:
            return now
        last = now
    return None


def find_editor(environ: Mapping[str, str], platform: str = sys.platform) -> Editor | None:
    """The person's editor, else a usual one of this system; None when there is none."""
    for variable in VARIABLES:
        if said := environ.get(variable, "").strip():
            return Editor(_command(said, environ, platform), variable)
    name = usual_editor(environ, platform)
    return Editor((_found(name, environ),)) if name else None


def usual_editor(environ: Mapping[str, str], platform: str = sys.platform, *, but: str = "") -> str:
    """One that is here, by its name; empty when there is none. `but`: not this one."""
    usual = ("notepad", "edit") if platform == "win32" else ("nano", "vi", "emacs", "micro")
    return next((name for name in usual if name != but and shutil.which(name, path=environ.get("PATH"))), "")


def shell_of(environ: Mapping[str, str], platform: str = sys.platform) -> str:
    """Which one was typed in, as far as that changes how a variable is set: sh, csh, cmd or powershell."""
    if platform != "win32" or environ.get("SHELL"):
        # Git brings a bash to Windows
        return "csh" if environ.get("SHELL", "").endswith("csh") else "sh"
    # cmd has its prompt in a variable, and PowerShell has none
    return "cmd" if environ.get("PROMPT") else "powershell"


def _command(said: str, environ: Mapping[str, str], platform: str) -> tuple[str, ...]:
    words = _words(said, platform)
    # C:\Program Files\… without quotes: as many words as make a file belong to its name
    plain = said.split(" ")
    for many in range(len(plain), 1, -1):
        path = os.path.expanduser(" ".join(plain[:many]))  # noqa: PTH111 - Path's own way raises for a missing home
        if not said.startswith(('"', "'")) and Path(path).is_file():
            words = (path, *_words(" ".join(plain[many:]), platform))
            break
    first, *others = words or (said,)
    return (_found(first, environ), *others)


def _words(said: str, platform: str) -> tuple[str, ...]:
    if platform == "win32":
        # a backslash stands for itself there
        return tuple(_unquoted(word) for word in _WINDOWS_WORD.findall(said))
    try:
        return tuple(shlex.split(said))
    except ValueError:
        return tuple(said.split())


def _unquoted(word: str) -> str:
    # the single quote is a letter like others to Windows, but not to people who come from elsewhere
    return word[1:-1] if word[:1] == "'" == word[-1:] and len(word) > 1 else word.replace('"', "")


def _found(name: str, environ: Mapping[str, str]) -> str:
    """Where it is; the name itself where nothing is found, which starting it then tells."""
    name = os.path.expanduser(name)  # noqa: PTH111 - as above
    return shutil.which(name, path=environ.get("PATH")) or name

"""A real Neovim with the configuration of docs/editors, in a terminal that pyte emulates."""

import fcntl
import os
import pty
import select
import struct
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path

import pyte

COLUMNS, LINES = 112, 26
PATIENCE = 60.0
"""Seconds until Neovim shows something that is waited for."""

SETTINGS = (
    "set number signcolumn=yes nowrap laststatus=0 noruler noshowcmd noswapfile shortmess+=I termguicolors background=dark",
    "syntax on",
    "nnoremap K <Cmd>lua vim.lsp.buf.hover()<CR>",
    "highlight Normal guifg=#d9d9d9 guibg=#191919",
    "highlight NormalFloat guifg=#d9d9d9 guibg=#2d3142",
    "highlight FloatBorder guifg=#8f9bb3 guibg=#2d3142",
    "highlight SignColumn guibg=#191919",
    "highlight LineNr guifg=#6c6c6c",
    "lua vim.lsp.handlers['textDocument/hover'] = vim.lsp.with(vim.lsp.handlers.hover, {border = 'single', max_width = 66})",
)


def shown(
    configuration: Path, file: str, folder: Path, steps: list[tuple[str, Callable[[str], bool]]]
) -> pyte.Screen:
    """The screen after the steps: each is typed, and then waited for."""
    screen = pyte.Screen(COLUMNS, LINES)
    stream = pyte.ByteStream(screen)
    commands = [argument for each in SETTINGS for argument in ("-c", each)]
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(folder)
        scripts = str(Path(sys.executable).parent)
        os.environ.update(
            TERM="xterm-256color",
            COLORTERM="truecolor",
            LC_ALL="C.UTF-8",
            HOME=str(folder),
            PATH=os.pathsep.join([scripts, os.environ["PATH"]]),
        )
        os.execvp("nvim", ["nvim", "-u", str(configuration), *commands, file])
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
    try:
        for typed, is_there in steps:
            os.write(terminal, typed.encode())
            wait(terminal, stream, screen, is_there)
    finally:
        os.kill(pid, 9)
        os.waitpid(pid, 0)
        os.close(terminal)
    return screen


def wait(
    terminal: int, stream: pyte.ByteStream, screen: pyte.Screen, is_there: Callable[[str], bool]
) -> None:
    """Until it is seen, and nothing more has come for half a second."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        ready, _, _ = select.select([terminal], [], [], 0.5)
        if ready:
            stream.feed(os.read(terminal, 65536))
        elif is_there("\n".join(screen.display)):
            return
    sys.exit("error: Neovim does not show what is waited for:\n" + "\n".join(screen.display))

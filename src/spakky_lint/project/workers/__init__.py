"""Many files at a time: how a run is divided, done by other processes, and put together again."""


class NoWorkers(Exception):
    """Nobody can do the work; the message is a sentence."""

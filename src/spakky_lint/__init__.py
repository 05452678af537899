"""Static analysis for Spakky task handlers: schedules, tasks and auth, checked before they ship."""

__version__ = "0.2.0"

"""The words for schedules."""

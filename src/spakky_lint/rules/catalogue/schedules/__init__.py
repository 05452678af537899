"""Family 3: schedules and their triggers."""

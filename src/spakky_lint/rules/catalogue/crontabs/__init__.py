"""Family 4: Crontab, Weekday and Month."""

"""The configuration that is in force, and what the application runs on, each with its source."""

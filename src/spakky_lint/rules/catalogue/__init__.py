"""The rules, one module a topic. A rule registers itself by being defined here."""

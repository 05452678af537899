"""From declarations to findings: one small module a topic, one class a rule."""

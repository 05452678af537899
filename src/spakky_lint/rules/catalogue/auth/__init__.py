"""Family 5: who may run what."""

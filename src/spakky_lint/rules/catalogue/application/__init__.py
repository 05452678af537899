"""Family 8: the application as it is put together and set up."""

"""What makes the pictures of the documentation, each from a real run."""

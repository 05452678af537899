"""What holds for every program, on generated ones."""

"""What Spakky makes of a program."""

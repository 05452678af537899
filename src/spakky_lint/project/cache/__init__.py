"""What a run leaves for the next: what it looked at, what came of it, what that rests on."""

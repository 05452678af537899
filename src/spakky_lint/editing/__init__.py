"""What is said of the texts that an editor holds, whatever protocol it speaks."""

"""What is said to users: messages with named places, the languages, and their translations.

It knows nothing of Python or Spakky, so that every other room may word something by it.
"""

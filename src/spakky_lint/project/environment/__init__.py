"""What the application of a project runs on, as the files of the project and its installation tell.

Everything is read as data: nothing is run, nothing is sourced, and of settings only those of the
framework are looked at.
"""

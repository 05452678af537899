"""What Python makes of the modules of a program; knows no Spakky."""

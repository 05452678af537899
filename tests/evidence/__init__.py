"""What the real framework does with the wrong code of each rule's fixture."""

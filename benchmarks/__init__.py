"""How fast the engine is against what a careful developer would write by hand, in one run on one machine."""

"""The sandbox's rules as data: YAML with sources, confidence and days."""

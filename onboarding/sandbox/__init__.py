"""A stand-in for Stripe's test mode that speaks HTTP; it imports nothing of the rest of the project."""

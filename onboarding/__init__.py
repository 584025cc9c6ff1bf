"""The onboarding form engine: sellers onboard to Stripe Connect through the marketplace's own pages."""

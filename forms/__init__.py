"""The form engine: questions in, WTForms out, clean answers back. It knows nothing of Stripe's API calls."""

"""What lies outside of the two big APIs: routes with their whole path."""

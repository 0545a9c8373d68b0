"""The laws, one noun or one policy a file. Each is a test that a provider's test class inherits."""

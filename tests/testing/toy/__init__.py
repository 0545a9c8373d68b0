"""The toy: a small tracker in memory, and a provider for it. The kit is tested on it, and on broken ones."""

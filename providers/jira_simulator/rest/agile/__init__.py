"""The agile API: one file a resource, its routes below `/rest/agile/1.0`."""

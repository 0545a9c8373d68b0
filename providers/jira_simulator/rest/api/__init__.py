"""The platform API: one file a resource, its routes below `/rest/api/{version}`."""

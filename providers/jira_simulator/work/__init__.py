"""Work: what is done to a site, the same for every API: create, edit, move on, comment. Refusals are `Refused`."""

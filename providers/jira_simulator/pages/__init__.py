"""
Pages: what a site holds, for people to look at in a browser, without logging in.

They are none of Jira's own: everything that happened is shown to whoever reaches the loopback address. A page is built
of `Html` by `markup.tag`, which escapes whatever is not markup already; scripts are forbidden by its headers.
"""

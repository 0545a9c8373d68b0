"""
Control: what tests order of a simulated Jira over HTTP, under `/__simulator`.

Every file that has `routes` is found by itself, as those of `rest.api` are; paths are below `/__simulator`, which is
reached outside of any context path and below it. These resources ask nobody who they are, fail by no ordered fault,
use up no limit and are not in the journal. What is set here is set on the `Site`: in process there is the same to call.
"""

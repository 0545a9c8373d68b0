"""
Jira Cloud, Jira Server and Jira Data Center.

`jira-cloud` and `jira-server` are the two providers; `jira` finds out which of them it talks to.
"""

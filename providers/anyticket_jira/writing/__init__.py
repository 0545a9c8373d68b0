"""The model written as Jira's JSON: values, drafts, patches."""

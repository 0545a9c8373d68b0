"""Token stores that outlive a process: a file, SQLite, the keyring of the system."""

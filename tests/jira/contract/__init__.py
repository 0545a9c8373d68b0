"""The contract of the kit, kept by both Jiras: against the simulator, on cassettes, and by Atlassian's documents."""

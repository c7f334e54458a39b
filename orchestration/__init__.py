"""When things happen and in what order: the job, the command line, publication."""

"""Does anything get lost when a process dies? Real processes, real sockets, a real mail server, killed on purpose."""

extension HelpText {
  static let launch = HelpText(
    command: ["launch"],
    text: """
      OVERVIEW: Start the ranks of a training, and look after them.

      Train's arguments are checked first, so that a wrong one is reported once.
      SIGTERM, SIGINT, SIGHUP and SIGUSR1 make the ranks save a checkpoint and end,
      with exit code 75; SIGUSR2 makes them save one and go on. When this command
      ends, its ranks end.

      With --max-restarts the ranks are started again where that may help: after a
      crash, on the hosts that still answer, and after a signal that this command has
      not passed on, but not after an error of usage, data or configuration.

      USAGE: lockstep launch <subcommand>

      OPTIONS:
        --version               Show the version.
        -h, --help              Show help information.

      SUBCOMMANDS:
        local                   Start ranks on this machine.
        hosts                   Start the ranks of a training on several hosts, over
                                ssh.

        See 'lockstep help launch <subcommand>' for detailed help.
      """)

  static let launchLocal = HelpText(
    command: ["launch", "local"],
    text: """
      OVERVIEW: Start ranks on this machine.

      Ranks are started by mpirun for train; all other commands are run by the
      program itself. It is the program itself for one rank as well, and where there
      is no mpirun: one process with threads trains the same weights.

      Every rank has a core of its own where that is possible: by default there are
      as many ranks as cores for their threads, and no more than shards.

      USAGE: lockstep launch local [<options>] [--] <command> …
             lockstep launch local --print [<options>] [--] <command> …

      ARGUMENTS:
        <command>               What the ranks run, with its options: train --model
                                lab-001.

      OPTIONS:
        --print                 Print the command line, as one line for a shell, and
                                start nothing.
        --max-restarts <n>      How often ranks that end by a crash, with a lost host
                                or by a signal from elsewhere are started again, from
                                the newest checkpoint. (default: 0)
        -n, --ranks <n>         Number of ranks.
              Default: one per core and at most one per shard; of hosts, all their
              slots.
        --mpi-args <arguments>  More arguments for mpirun, split at spaces.
        --program <file>        The program's file, which lies at the same place on
                                all hosts.
              Default: this one.
        --bind <core|none>      What a rank is bound to. (values: core, none)
              Default: core where every thread has a core and all CPUs of the machine
              may be used; else none.
        --launcher <program>    mpirun of the MPI that the program was built with.
              Default: the first one in PATH.
        --version               Show the version.
        -h, --help              Show help information.

      """)

  static let launchHosts = HelpText(
    command: ["launch", "hosts"],
    text: """
      OVERVIEW: Start the ranks of a training on several hosts, over ssh.

      Ranks fill one host after the other, each bound to a core. Environment
      variables LOCKSTEP_… go to all hosts. What the hosts need is in
      Launch/README.md.

      USAGE: lockstep launch hosts --hosts <list> [<options>] [--] train …
             lockstep launch hosts --hostfile <file> [<options>] [--] train …
             lockstep launch hosts [<options>] [--] train …    (in a job of Slurm)
             lockstep launch hosts --print --hosts <list> [<options>] [--] train …

      ARGUMENTS:
        <command>               What the ranks run, with its options: train --model
                                lab-001.

      OPTIONS:
        --hosts <list>          Hosts and their ranks: h1:4,h2:4.
              Default: in a job of Slurm, the job's hosts and tasks.
        --hostfile <file>       Open MPI's hostfile instead of --hosts: a line h1
                                slots=4 for each host.
        --interface <list>      Talk over these interfaces or subnets alone: eth0 or
                                10.0.0.0/24.
              Default: the network in which the other hosts have their addresses.
        --wait-for-hosts <seconds>
                                How long to wait before each start until all hosts
                                answer; those that do not are left out. (default: 0)
        --print                 Print the command line, as one line for a shell, and
                                start nothing.
        --max-restarts <n>      How often ranks that end by a crash, with a lost host
                                or by a signal from elsewhere are started again, from
                                the newest checkpoint. (default: 0)
        -n, --ranks <n>         Number of ranks.
              Default: one per core and at most one per shard; of hosts, all their
              slots.
        --mpi-args <arguments>  More arguments for mpirun, split at spaces.
        --program <file>        The program's file, which lies at the same place on
                                all hosts.
              Default: this one.
        --bind <core|none>      core: a core for each thread of a rank; none: ranks
                                may move. (values: core, none; default: core)
        --launcher <program>    mpirun of the MPI that the program was built with.
              Default: the first one in PATH.
        --version               Show the version.
        -h, --help              Show help information.

      """)
}

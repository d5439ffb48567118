# What Launch/local and Launch/hosts share; sourced, with $launcher set to the script's name and $place to the command of
# `lockstep launch` that plans for it.

# Says what happened, on stderr. Results belong to the program, and stdout to it alone.
say() { printf '%s: %s\n' "$launcher" "$*" >&2; }

# fail CODE MESSAGE...
fail() {
  local code=$1
  shift
  say "$*"
  exit "$code"
}

# usage: the comment at the top of the script, without its first line.
usage() { sed -n '2,/^$/{s/^# \{0,1\}//p;}' "$0"; }

# Takes the script's own options out of those before the program's command; `options` are the rest, `command` what follows.
parse() {
  program= dry_run=no options=()
  while [ $# -gt 0 ]; do
    case $1 in
      --dry-run) dry_run=yes ;;
      -h | --help) usage && exit 0 ;;
      --program)
        [ $# -gt 1 ] || fail 64 "--program needs a value; see $launcher --help"
        program=$2 && shift
        ;;
      -- | [!-]* | '') break ;;
      -*=*) options+=("$1") ;;
      # Every other option has a value.
      *)
        options+=("$1" ${2+"$2"})
        [ $# = 1 ] || shift
        ;;
    esac
    shift
  done
  command=("$@")
}

# The program, as an absolute path that is the same on every host.
find_program() {
  local program=${program:-${LOCKSTEP_PROGRAM:-$root/.build/release/lockstep}}
  [ -x "$program" ] || fail 69 "no program at $program: build it with Scripts/build, or name one with --program."
  case $program in /*) ;; *) program=$PWD/$program ;; esac
  printf '%s\n' "$program"
}

# Open MPI does not start as root unless it is told twice. That is the user's choice, not ours.
refuse_root() {
  [ "$(id -u)" = 0 ] || return 0
  [ "${OMPI_ALLOW_RUN_AS_ROOT:-}" = 1 ] && [ "${OMPI_ALLOW_RUN_AS_ROOT_CONFIRM:-}" = 1 ] && return 0
  fail 69 "mpirun does not run as root. Use another account or, if you accept the risk (in a container, say):
  export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1"
}

# Keeps mpirun from reading standard input, which no rank needs: that of a loop, "while read seed; do Launch/local ...",
# is the loop's. An option may name it all the same.
keep_input() {
  case " $* " in *[=\ ]/dev/stdin\ *) return ;; esac
  exec </dev/null
}

# Whether the options ask for somebody who stays with the ranks, or waits for their hosts.
supervised() {
  local option
  for option; do
    case $option in --max-restarts | --max-restarts=* | --wait-for-hosts | --wait-for-hosts=*) return ;; esac
  done
  return 1
}

# Asks the program for the command line, and becomes what it says, or prints it. The program has said what is wrong where
# there is no such line: its message is the only one.
start() {
  local line
  program=$(find_program)
  # The program stays, and starts what it would print.
  [ "$dry_run" = yes ] || ! supervised "${options[@]}" ||
    exec "$program" launch "$place" --program "$program" "${options[@]}" "${command[@]}"
  line=$("$program" launch "$place" --print --program "$program" "${options[@]}" "${command[@]}") || exit $?
  # Among ranks one speaks for all.
  [ -n "$line" ] || exit 0
  [ "$dry_run" = no ] || { printf '%s\n' "$line" && exit 0; }
  eval "command=($line)"
  if [ "${command[0]}" != "$program" ]; then
    case $("${command[0]}" --version) in *"Open MPI"*) refuse_root ;; esac
    keep_input "${command[@]}"
  fi
  exec "${command[@]}"
}

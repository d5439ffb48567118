# What Launch/local and Launch/hosts share; sourced, with $launcher set to the script's name.

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

# Reads the options before the program's command into variables of their names, and leaves the command with its
# arguments in `arguments`. own_options: options with a value that this launcher alone has.
parse() {
  ranks= bind= mpi_args= program= dry_run=no
  local name
  while [ $# -gt 0 ]; do
    case $1 in
      --dry-run) dry_run=yes && shift && continue ;;
      -h | --help) usage && exit 0 ;;
      --) shift && break ;;
      -n) name=--ranks ;;
      -*) name=$1 ;;
      *) break ;;
    esac
    case " --ranks --bind --mpi-args --program $own_options " in
      *" $name "*) ;;
      *) fail 64 "no option $1; the program's own options follow its command: $launcher ... train $1" ;;
    esac
    [ $# -gt 1 ] || fail 64 "$1 needs a value; see $launcher --help"
    name=${name#--}
    printf -v "${name//-/_}" %s "$2"
    shift 2
  done
  [ $# -gt 0 ] || fail 64 "no command: $launcher [options] train ... (see $launcher --help)"
  [ -z "$ranks" ] || is_count "$ranks" || fail 64 "--ranks $ranks: expected a count from 1"
  case $bind in '' | core | none) ;; *) fail 64 "--bind $bind: expected core or none" ;; esac
  arguments=("$@")
}

# Adds to `command` how ranks are placed: bound to a core, or to $2 of them for as many threads, or not ($1 none).
# Ranks fill one host after the other, since neighbours add their gradients first.
place_ranks() {
  case $1,$2 in
    none,*) command+=(--map-by slot --bind-to none) ;;
    core,1) command+=(--map-by core --bind-to core) ;;
    core,*) command+=(--map-by "slot:PE=$2" --bind-to core) ;;
  esac
}

# The program, as an absolute path that is the same on every host.
find_program() {
  local program=${program:-${LOCKSTEP_PROGRAM:-$root/.build/release/lockstep}}
  [ -x "$program" ] || fail 69 "no program at $program: build it with Scripts/build, or name one with --program."
  case $program in /*) ;; *) program=$PWD/$program ;; esac
  printf '%s\n' "$program"
}

# Open MPI's mpirun, or nothing: where several MPIs are installed, mpirun alone may be another one's.
find_mpirun() {
  local candidate
  for candidate in mpirun mpirun.openmpi; do
    if "$candidate" --version 2>/dev/null | grep -q 'Open MPI'; then
      command -v "$candidate"
      return
    fi
  done
}

# Open MPI does not start as root unless it is told twice. That is the user's choice, not ours.
refuse_root() {
  [ "$(id -u)" = 0 ] || return 0
  [ "${OMPI_ALLOW_RUN_AS_ROOT:-}" = 1 ] && [ "${OMPI_ALLOW_RUN_AS_ROOT_CONFIRM:-}" = 1 ] && return 0
  fail 69 "mpirun does not run as root. Use another account or, if you accept the risk (in a container, say):
  export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1"
}

# The value of --threads among the program's arguments, which the program has found good; 1 if it is not there.
threads_among() {
  local threads=1 previous= argument
  for argument; do
    case $argument in --threads=*) threads=${argument#*=} ;; esac
    [ "$previous" != --threads ] || threads=$argument
    previous=$argument
  done
  printf '%s\n' "$threads"
}

# Whether the arguments ask for help, which needs no ranks.
asks_for_help() {
  local argument
  for argument; do
    case $argument in -h | --help | --version) return 0 ;; esac
  done
  return 1
}

is_count() { case $1 in '' | *[!0-9]* | 0*) return 1 ;; esac; }

# A command as it could be typed.
quoted() {
  local word line=
  for word; do
    case $word in '' | *[!A-Za-z0-9_./:=,@%+-]*) printf -v word %q "$word" ;; esac
    line="$line $word"
  done
  printf '%s\n' "${line# }"
}

# Keeps mpirun from reading standard input, which no rank needs: that of a loop, "while read seed; do Launch/local ...",
# is the loop's. An option may name it all the same.
keep_input() {
  case " $* " in *[=\ ]/dev/stdin\ *) return ;; esac
  [ "$dry_run" = yes ] || exec </dev/null
}

# Becomes the command, or prints it.
become() {
  [ "$dry_run" = no ] || { quoted "$@" && exit 0; }
  exec "$@"
}

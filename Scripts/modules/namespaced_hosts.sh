# Hosts as network namespaces, for the checks that need several; sourced, with $title as the first words of every message.
#
# Host N, counted from 1, is called lockstep-N and has the address 198.18.0.N (of the range set aside for tests of networks, RFC
# 2544) on its interface lanN. Its cable leads to a bridge, as to a switch. Instead of ssh, Open MPI gets an agent that enters the
# namespace. All of it lives in namespaces of the script's own (mounts, processes, network), so the kernel takes everything away
# when the script ends, however it ends.
# Needs Linux and the right to make namespaces (root, or user namespaces); where that is denied, the script says so and ends with
# 77. Packages: iproute2, util-linux.

say() { printf '%s: %s\n' "$title" "$*"; }

# isolate COMMAND...: becomes a command, usually the script itself once more, in namespaces of its own.
isolate() {
  local words=(unshare --mount --net --pid --fork --kill-child --mount-proc) reason tool
  [ "$(id -u)" = 0 ] || words+=(--map-root-user)
  for tool in unshare ip; do
    command -v "$tool" >/dev/null || { say "skipped, there is no $tool here" && exit 77; }
  done
  if ! reason=$("${words[@]}" sh -c 'mount -t tmpfs tmpfs /run && mkdir /run/netns && ip netns add try &&
    ip link add switch type bridge' 2>&1); then
    say "skipped, namespaces are not permitted here: ${reason:-unshare failed}"
    exit 77
  fi
  # Open MPI takes the user of a new user namespace for root; it is not, or already was.
  export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
  LOCKSTEP_ISOLATED=$title exec "${words[@]}" "$@"
}

is_isolated() { [ "${LOCKSTEP_ISOLATED:-}" = "$title" ]; }

# make_hosts COUNT FOLDER: makes the hosts; the folder is for their agent.
make_hosts() {
  host_count=$1 marks=$2 agent=$2/agent
  ip link set lo up # for the processes that run on none of them
  mount -t tmpfs tmpfs /run
  mount -t tmpfs tmpfs /dev/shm # hosts would not share it with anyone else either
  mkdir /run/netns
  ip link add switch type bridge
  ip link set switch up
  printf '127.0.0.1 localhost\n' >"$2/names"
  local host
  for ((host = 1; host <= host_count; host++)); do
    ip netns add "lockstep-$host"
    ip link add "port$host" type veth peer name "lan$host" netns "lockstep-$host"
    ip link set "port$host" master switch up
    ip -n "lockstep-$host" link set lo up
    ip -n "lockstep-$host" address add "198.18.0.$host/24" dev "lan$host"
    ip -n "lockstep-$host" link set "lan$host" up
    printf '198.18.0.%s lockstep-%s\n' "$host" "$host" >>"$2/names"
  done
  mount --bind "$2/names" /etc/hosts
  write_agent
}

# Gives each host a bridge with a container on it: as all such bridges, with one address on every host.
add_container_bridges() {
  local host
  for ((host = 1; host <= host_count; host++)); do
    ip -n "lockstep-$host" link add br-1a2b3c type bridge
    ip -n "lockstep-$host" address add 198.19.0.1/24 dev br-1a2b3c
    ip -n "lockstep-$host" link add inside type veth peer name outside
    ip -n "lockstep-$host" link set outside master br-1a2b3c up
    ip -n "lockstep-$host" link set inside up
    ip -n "lockstep-$host" link set br-1a2b3c up
  done
}

# What Open MPI calls in ssh's place: the host, then words that make up a command line. Like ssh it ends with 255 where a host is
# dead, after a while where it cannot be reached, and when it loses one; and it hears nothing of what happens where no packets go.
write_agent() {
  cat >"$agent" <<AGENT
#!/bin/sh
host=lockstep-\${1##*[.-]} mark=$marks/lockstep-\${1##*[.-]}
shift
[ ! -e \$mark.unreachable ] || { sleep 3 && exit 255; }
[ ! -e \$mark.dead ] || exit 255
ip netns exec \$host unshare --uts sh -c "hostname \$host && \$*"
status=\$?
while [ -e \$mark.unreachable ]; do sleep 1; done
[ \$status -lt 128 ] || status=255
exit \$status
AGENT
  chmod +x "$agent"
}

# Makes `enter` the words that run a command on host $1; the command takes their place, and hears their signals.
enter_host() {
  # shellcheck disable=SC2016 # expanded by the inner shell
  enter=(ip netns exec "lockstep-$1" unshare --uts sh -c 'hostname "$1" && shift && exec "$@"' sh "lockstep-$1")
}

# on_host N COMMAND...
on_host() {
  local enter
  enter_host "$1"
  shift
  "${enter[@]}" "$@"
}

# host_list RANKS...: so many ranks on the first host, on the second ... as an argument of Launch/hosts.
host_list() {
  local list='' host=0 ranks
  for ranks; do list+=,lockstep-$((host += 1)):$ranks; done
  printf '%s\n' "${list#,}"
}

# The bytes that host 1 has received so far.
bytes_received() { on_host 1 cat /sys/class/net/lan1/statistics/rx_bytes; }

# unplug HOST: takes its cable out; both ends see that.
unplug() {
  touch "$marks/lockstep-$1.unreachable"
  ip link set "port$1" down
}

# silence HOST: the switch loses all packets from and to it, and nobody is told.
silence() {
  touch "$marks/lockstep-$1.unreachable"
  ip link set "port$1" nomaster
}

# kill_host HOST: nothing runs there any more, and nothing can be started.
kill_host() {
  touch "$marks/lockstep-$1.dead"
  ip netns pids "lockstep-$1" | xargs -r kill -9
}

# cut_power HOST: as kill_host, but no packet tells of it.
cut_power() {
  silence "$1"
  kill_host "$1"
}

# mend HOST: it is there as before.
mend() {
  ip link set "port$1" master switch up
  rm -f "$marks/lockstep-$1".*
}

# The processes on all hosts, with their command lines.
processes() {
  local host process
  for ((host = 1; host <= host_count; host++)); do
    for process in $(ip netns pids "lockstep-$host"); do
      printf 'lockstep-%s: %s %s\n' "$host" "$process" "$(tr '\0' ' ' <"/proc/$process/cmdline" | head -c 200)"
    done
  done 2>/dev/null
}

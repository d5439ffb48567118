# A real Slurm of two nodes on this machine, as long as the script lives that sources this; root's namespaces are its own by then.
#
#   make_slurm FOLDER     starts slurmctld and two slurmd, with all their files in FOLDER; waits until both nodes are idle
#   on HOST COMMAND...    runs a command on host 0 or 1
#   enter_host HOST       makes `enter` the words that run a command there; it takes their place, and hears their signals
#
# A host is a process that sleeps in namespaces of its own: network, host name, and mounts (/dev/shm, /etc/hosts). The two are
# joined by a virtual cable (a veth pair). Slurm trusts everybody here: no munge.

slurm_names=(lockstep-a lockstep-b)
slurm_addresses=(198.18.0.1 198.18.0.2) # of the range set aside for tests of networks, RFC 2544
slurm_hosts=()

# make_hosts FOLDER: the two hosts, and the cable.
make_hosts() {
  local host name
  { echo "127.0.0.1 localhost" && for host in 0 1; do echo "${slurm_addresses[host]} ${slurm_names[host]}"; done; } >"$1/hosts"
  mount -t tmpfs tmpfs /run
  mkdir /run/netns
  ip link set lo up
  for host in 0 1; do
    name=${slurm_names[host]}
    ip netns add "$name"
    # shellcheck disable=SC2016 # expanded by the inner shell
    nsenter --net="/run/netns/$name" unshare --mount --uts \
      sh -c 'mount -t tmpfs tmpfs /dev/shm && mount --bind "$2" /etc/hosts && hostname "$1" && exec sleep infinity' \
      sh "$name" "$1/hosts" &
    slurm_hosts+=($!)
  done
  ip link add cable netns "${slurm_names[0]}" type veth peer name cable netns "${slurm_names[1]}"
  for host in 0 1; do
    name=${slurm_names[host]}
    ip -n "$name" link set lo up
    ip -n "$name" address add "${slurm_addresses[host]}/30" dev cable
    ip -n "$name" link set cable up
    until [ "$(nsenter -t "${slurm_hosts[host]}" -u hostname)" = "$name" ]; do sleep 0.05; done
  done
}

enter_host() { enter=(nsenter -t "${slurm_hosts[$1]}" --net --uts --mount --wdns="$PWD"); }

on() {
  local enter
  enter_host "$1"
  shift
  "${enter[@]}" "$@"
}

# write_slurm_configuration FOLDER: slurm.conf. What a node keeps for PMIx must not lie in one folder with the other's (TmpFS).
# KillWait is the time from SIGTERM to SIGKILL, by default 30 s; cred_expire that before a job starts again, by default 120 s.
write_slurm_configuration() {
  cat >"$1/slurm.conf" <<CONF
ClusterName=lockstep
SlurmctldHost=${slurm_names[0]}(${slurm_addresses[0]})
AuthType=auth/none
AuthInfo=cred_expire=5
CredType=cred/none
SlurmUser=root
SlurmdUser=root
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
StateSaveLocation=$1/state
SlurmdSpoolDir=$1/spool.%n
TmpFS=$1/tmp.%n
SlurmctldPidFile=$1/slurmctld.pid
SlurmdPidFile=$1/slurmd.%n.pid
SlurmctldLogFile=$1/slurmctld.log
SlurmdLogFile=$1/slurmd.%n.log
SwitchType=switch/none
JobAcctGatherType=jobacct_gather/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SlurmdParameters=config_overrides
ReturnToService=2
KillWait=5
InactiveLimit=0
SchedulerParameters=sched_interval=1,batch_sched_delay=0,sched_min_interval=0,requeue_delay=0
NodeName=${slurm_names[0]} NodeAddr=${slurm_addresses[0]} CPUs=2 Sockets=1 CoresPerSocket=2 ThreadsPerCore=1 State=UNKNOWN
NodeName=${slurm_names[1]} NodeAddr=${slurm_addresses[1]} CPUs=2 Sockets=1 CoresPerSocket=2 ThreadsPerCore=1 State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
CONF
}

make_slurm() {
  local folder=$1 host name
  mkdir -p "$folder/state"
  for name in "${slurm_names[@]}"; do mkdir -p "$folder/spool.$name" "$folder/tmp.$name"; done
  make_hosts "$folder"
  write_slurm_configuration "$folder"
  export SLURM_CONF=$folder/slurm.conf
  on 0 slurmctld -D >"$folder/slurmctld.out" 2>&1 &
  for host in 0 1; do on "$host" slurmd -D -N "${slurm_names[host]}" >"$folder/slurmd.$host.out" 2>&1 & done
  for _ in $(seq 150); do
    [ "$(on 0 sinfo --noheader --states idle --format %D 2>/dev/null)" = 2 ] && return
    sleep 0.2
  done
  tail -n 20 "$folder"/*.out "$folder"/*.log >&2
  return 1
}

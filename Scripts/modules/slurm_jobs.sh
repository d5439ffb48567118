# Jobs of the Slurm that two_node_slurm.sh has made; sourced after it, with $root and $work set.

result() { echo "slurm: $*"; }
wrong() {
  echo "slurm: $*" >&2
  return 1
}

# submit NAME SBATCH-OPTION... -- ARGUMENT...: submits Launch/slurm.sbatch; `job` is its number, `log` its output. The nodes share
# the processors, so no rank may be bound to one.
submit() {
  local name=$1 options=()
  shift
  while [ "$1" != -- ]; do options+=("$1") && shift; done
  log=$work/$name.log start=$SECONDS
  job=$(on 0 sbatch --parsable --job-name="$name" --output="$log" "${options[@]}" Launch/slurm.sbatch "${@:2}")
}

# field NAME: what Slurm says of the job.
field() { on 0 scontrol --oneliner show job "$job" | tr ' ' '\n' | sed -n "s/^$1=//p" | head -n 1; }

# until_state PATTERN SECONDS: waits until the job's state matches.
until_state() {
  local state end=$((SECONDS + $2))
  while [ $SECONDS -lt $end ]; do
    state=$(field JobState)
    # shellcheck disable=SC2053 # a pattern
    if [[ $state = $1 ]]; then return; fi
    sleep 0.2
  done
  [ ! -f "$log" ] || tail -n 20 "$log" >&2
  wrong "job $job is $state after $2 s, expected $1"
}

until_ended() { until_state '@(COMPLETED|FAILED|CANCELLED|TIMEOUT|NODE_FAIL)' "$1"; }

# until_saved FOLDER NUMBER: waits until a run has so many checkpoints.
until_saved() {
  local end=$((SECONDS + 60))
  until [ "$(saved "$1" | wc -l)" -ge "$2" ]; do
    [ $SECONDS -lt $end ] || wrong "job $job: no checkpoints in $1"
    sleep 0.1
  done
}
saved() { (cd "$1/checkpoints" && ls -d step-*) 2>/dev/null || true; }

# The digests of the weights that a log has.
weights() { sed -n 's/^weights sha256: //p' "$1"; }

# finish TITLE DIGEST SECONDS: waits for the job's end, which is to be good and with that digest.
finish() {
  until_ended "$3"
  local found code
  found=$(weights "$log") code=$(field ExitCode)
  result "$1: $((SECONDS - start)) s, code ${code%:*}, restarts $(field Restarts), weights sha256 ${found:0:16}"
  if [ "$found" != "$2" ] || [ "$code" != 0:0 ]; then
    cat "$log" >&2
    wrong "$1: expected weights sha256 $2"
  fi
}

# run_job NAME NODES TASKS [--srun]: a short training in a job of its own, to its end.
run_job() {
  submit "$1" --nodes "$2" --ntasks "$3" -- ${4:+"$4"} "${short[@]}" --output-dir "$work/$1"
  finish "$1" "$expected" 60
}

# in_job NODES TASKS COMMAND...: a batch job of that size that is one command; its output, and its exit code.
in_job() {
  on 0 sbatch --wait --output="$work/in-job.log" --nodes "$1" --ntasks "$2" --wrap "${*:3}" >/dev/null
}

#!/usr/bin/env bash
# Trains under Slurm, which this script starts on this machine for itself: srun with two ranks against one process; a job of
# runs/slurm.sbatch that is asked to stop, requeues itself, and goes on; a job with a rank that is killed. Needs root and Debian's Slurm.
# Usage: runs/srun.sh [STEPS]
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
. "$root/runs/common.sh"
steps=${1:-50}
[[ $EUID -eq 0 ]] || { echo 'srun: starting Slurm needs root' >&2; exit 1; }
# Slurm's plugin asks for libpmix.so, which only libpmix-dev has.
command -v slurmctld > /dev/null && command -v mpirun > /dev/null \
    || install_packages slurmctld slurmd slurm-client slurm-wlm-basic-plugins munge openmpi-bin libpmix-dev
command -v slurmctld > /dev/null || { echo 'srun: there is no Slurm: install slurmctld, slurmd, slurm-client, munge' >&2; exit 1; }
work=$(mktemp -d)
chmod 755 "$work"
daemons=()
tidy() {
    scancel --user root 2> /dev/null || true
    for ((i = ${#daemons[@]} - 1; i >= 0; i--)); do kill "${daemons[i]}" 2> /dev/null || true; done
    wait
    rm -rf -- "$work"
}
trap tidy EXIT

# A cluster of this machine alone, with as many processors as it takes.
host=$(hostname -s)
export SLURM_CONF=$work/slurm.conf
cat > "$SLURM_CONF" << END
ClusterName=rpcl
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=16817
SlurmdPort=16818
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$work/munge.socket
CredType=cred/munge
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.pid
SlurmctldLogFile=$work/slurmctld.log
SlurmdLogFile=$work/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/linear
SchedulerParameters=sched_interval=1
MpiDefault=pmix
KillWait=5
ReturnToService=2
NodeName=$host NodeAddr=127.0.0.1 CPUs=$(nproc)
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
END
mkdir -- "$work/state" "$work/spool"
head -c 1024 /dev/urandom > "$work/munge.key"
chmod 400 "$work/munge.key"
munged --foreground --force --socket="$work/munge.socket" --key-file="$work/munge.key" --pid-file="$work/munged.pid" \
    --log-file="$work/munged.log" --seed-file="$work/munged.seed" > "$work/munged.out" 2>&1 &
daemons+=($!)
slurmctld -D > "$work/slurmctld.out" 2>&1 &
daemons+=($!)
slurmd -D > "$work/slurmd.out" 2>&1 &
daemons+=($!)
for ((i = 0; i < 100; i++)); do
    [[ $(sinfo --noheader --format=%t 2> /dev/null) != idle ]] || break
    sleep 0.2
done
[[ $(sinfo --noheader --format=%t 2> /dev/null) == idle ]] \
    || { echo 'srun: Slurm does not start:' >&2; tail -n 5 "$work"/*.out "$work"/*.log >&2; exit 1; }

"$root/rpcl" data procedural --out "$work/data" --train 64 --valid 16 --test 8 --seed 1 --quiet > /dev/null
export RPCL_NO_BUILD=1
settings=(--set dec_model=lstm --set prior=gmm --set 'categories=[bus,bee]' --set dec_rnn_size=32 --set z_size=8 --set num_mixture=3
    --set num_sub=2 --set batch_size=24 --set png_width=32 --set rpcl_start=15 --set patience=1000000 --set shards=4
    --set threads=1 --set wait_policy=passive --set save_steps=1000000 --set checkpoint_steps=5)
wait_for_step() { # RUN STEP
    for ((i = 0; i < 300; i++)); do (($(step_of "$1") < $2)) || return 0; sleep 0.2; done
    echo "srun: $1 does not come to step $2" >&2
    squeue >&2 || true
    tail -n 5 -- "$work"/*.log >&2
    return 1
}
stop_job() { # asks the job to stop, and waits until it has requeued itself
    scancel --signal=USR1 "$job"
    for ((i = 0; i < 100; i++)); do
        [[ $(squeue --noheader --format=%t --job "$job") != PD ]] || break
        sleep 0.2
    done
}
alone() { "$root/rpcl" train --data "$work/data" --out "$1" "${settings[@]}" --set "num_steps=$2" > /dev/null 2>&1; }

# srun, two ranks.
srun --mpi=pmix --overcommit -n 2 "$root/rpcl" train --data "$work/data" --out "$work/srun" "${settings[@]}" --set "num_steps=$steps" \
    > "$work/srun.log" 2>&1 || { cat -- "$work/srun.log" >&2; exit 1; }
alone "$work/alone" "$steps"
srun_bit_equal=0
same state "$work/srun" "$work/alone" && srun_bit_equal=1
echo "srun, 2 ranks, $steps steps: bit_equal $srun_bit_equal" >&2

# runs/slurm.sbatch: asked to stop, it writes a checkpoint, requeues itself, and goes on; then it is asked to end.
export RPCL=$root/rpcl
job=$(sbatch --parsable --nodes=1 --ntasks-per-node=2 --cpus-per-task=1 --overcommit --output="$work/job.log" "$root/runs/slurm.sbatch" \
    "$work/data" "$work/job" "${settings[@]}" --set num_steps=1000000)
wait_for_step "$work/job" 10
stop_job
stopped=$(step_of "$work/job")
restarts=$(scontrol show job "$job" | sed -nE 's/.*Restarts=([0-9]+).*/\1/p')
sleep 5 # Slurm itself waits two minutes: the daemon of the first start must have cleaned up
scontrol update jobid="$job" starttime=now
wait_for_step "$work/job" $((stopped + 10))
stop_job
scancel "$job"
reached=$(step_of "$work/job")
alone "$work/job-alone" "$reached"
requeued=0
((restarts == 1)) && same state "$work/job" "$work/job-alone" && requeued=1
echo "sbatch: stopped after step $stopped, requeued $restarts time, then $reached steps: bit_equal $requeued" >&2

# A rank that is killed ends the job at once, and the last checkpoint is good.
srun --mpi=pmix --overcommit --kill-on-bad-exit=1 -n 2 "$root/rpcl" train --data "$work/data" --out "$work/killed" "${settings[@]}" \
    --set num_steps=1000000 > "$work/killed.log" 2>&1 &
srun=$!
wait_for_step "$work/killed" 10
began=$SECONDS
kill -KILL "$(pgrep -n -f "rpcl.dll train .*$work/killed")"
code=0
wait "$srun" || code=$?
took=$((SECONDS - began)) reached=$(($(step_of "$work/killed") + 5))
"$root/rpcl" train --data "$work/data" --out "$work/killed" --resume auto "${settings[@]}" --set "num_steps=$reached" > /dev/null 2>&1
alone "$work/killed-alone" "$reached"
survived=0
((code != 0 && took <= 30)) && same state "$work/killed" "$work/killed-alone" && survived=1
echo "srun, a rank killed: ended after $took s with code $code; resumed to step $reached: bit_equal $survived" >&2

echo "figure srun_bit_equal $srun_bit_equal"
echo "figure sbatch_requeued_bit_equal $requeued"
echo "figure srun_killed_bit_equal $survived"
((srun_bit_equal && requeued && survived))

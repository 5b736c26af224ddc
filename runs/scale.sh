#!/usr/bin/env bash
# Training by several ranks: the same bits on 1, 2 and 4, a checkpoint of 4 that resumes on 2 and on 1, two hosts (network namespaces with
# addresses of their own, TCP between them) whose link is slowed and cut and of which one rank is killed or hangs, and the speed of two
# ranks of one thread against one. Usage: runs/scale.sh [STEPS]
set -euo pipefail
self=$(realpath -- "${BASH_SOURCE[0]}")

# As mpirun's launch agent: runs a command on the host of an address.
if [[ ${1:-} == --enter ]]; then
    address=$2
    shift 2
    exec ip netns exec "$SCALE_HOSTS-${address##*.}" \
        unshare --uts bash -c 'hostname "$0" && exec bash -c "$1"' "$SCALE_HOSTS-${address##*.}" "$*"
fi

root=$(dirname -- "$(dirname -- "$self")")
source "$root/runs/common.sh"
steps=${1:-50} timeout=8
command -v mpirun > /dev/null || install_packages openmpi-bin
command -v mpirun > /dev/null || { echo 'scale: there is no mpirun: install openmpi-bin' >&2; exit 1; }
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
work=$(mktemp -d)
hosts=rpcl$$
tidy() {
    [[ -z ${SLOW_PID:-} ]] || kill "$SLOW_PID" 2> /dev/null || true
    for host in 1 2; do ip netns delete "$hosts-$host" 2> /dev/null || true; done
    rm -rf -- "$work"
}
trap tidy EXIT
"$root/rpcl" data procedural --out "$work/data" --train 64 --valid 16 --test 8 --seed 1 --quiet > /dev/null
export RPCL_NO_BUILD=1

# train DECODER METHOD RUN OPTION…: the command of a small training.
train() {
    command=("$root/rpcl" train --data "$work/data" --out "$3" --resume auto --set "dec_model=$1" --set "latent_method=$2" --set prior=gmm
        --set 'categories=[bus,bee]' --set dec_rnn_size=32 --set hyper_num_units=16 --set hyper_embedding_size=4 --set z_size=8
        --set num_decoder_mixture=3 --set num_mixture=3 --set num_sub=2 --set batch_size=24 --set png_width=32 --set rpcl_start=15
        --set patience=1000000 --set report_steps=10
        --set save_steps=20 --set checkpoint_steps=10 --set shards=4 --set threads=1 --set wait_policy=passive "${@:4}")
}
# ranks N: runs the command in that many ranks on this machine; one without mpirun.
ranks() {
    if (($1 == 1)); then "${command[@]}"; else mpirun --oversubscribe --bind-to none -n "$1" "${command[@]}"; fi > "$work/log" 2>&1 \
        || { cat -- "$work/log" >&2; exit 1; }
}
# compare NAME RUN RUN: says whether two runs are equal, and counts those that are not.
different=0
compare() {
    if same bits "$2" "$3"; then echo "$1: equal" >&2; else echo "$1: DIFFERENT" >&2; different=$((different + 1)); fi
}

for decoder in lstm hyper; do
    for method in rpcl em; do
        for n in 1 2 4; do
            train "$decoder" "$method" "$work/$decoder-$method-$n" --set "num_steps=$steps"
            ranks "$n"
        done
        for n in 2 4; do
            compare "$decoder, $method, $steps steps, $n ranks against 1" "$work/$decoder-$method-1" "$work/$decoder-$method-$n"
        done
    done
done
ranks_bit_equal=$((different == 0)) different=0

# Budgets do not end the epoch's sums, so the lines of metrics differ where a part ends: the state is compared.
for method in rpcl em; do
    run=$work/resumed-$method
    for part in "4 $((steps / 3))" "2 $((2 * steps / 3))" "1 $steps"; do
        read -r n until <<< "$part"
        train lstm "$method" "$run" --set "num_steps=$until" --set save_steps=1000000
        ranks "$n"
    done
    train lstm "$method" "$work/whole-$method" --set "num_steps=$steps" --set save_steps=1000000
    ranks 1
    if same state "$run" "$work/whole-$method"; then echo "lstm, $method, 4 → 2 → 1 ranks: equal" >&2
    else echo "lstm, $method, 4 → 2 → 1 ranks: DIFFERENT" >&2; different=$((different + 1)); fi
done
resume_bit_equal=$((different == 0))

# Two hosts. What their mpirun is told: TCP alone, and to notice a link that is cut.
net=10.77.0
on_hosts() {
    SCALE_HOSTS=$hosts ip netns exec "$hosts-1" unshare --uts bash -c 'hostname "$0" && exec "$@"' "$hosts-1" \
        mpirun --host "$net.1,$net.2" -n 2 \
        --bind-to none --mca plm_rsh_agent "$self --enter" --mca btl tcp,self --mca btl_tcp_if_include "$net.0/24" \
        --mca oob_tcp_if_include "$net.0/24" \
        --mca oob_tcp_keepalive_time 2 --mca oob_tcp_keepalive_intvl 1 --mca oob_tcp_keepalive_probes 3 "${command[@]}"
}
make_hosts() {
    local host
    ip netns add "$hosts-1" && ip netns add "$hosts-2" || return 1
    ip link add "${hosts}a" type veth peer name "${hosts}b" || return 1
    ip link set "${hosts}a" netns "$hosts-1" && ip link set "${hosts}b" netns "$hosts-2"
    ip -n "$hosts-1" addr add 10.77.0.1/24 dev "${hosts}a" && ip -n "$hosts-2" addr add 10.77.0.2/24 dev "${hosts}b"
    for host in 1 2; do ip -n "$hosts-$host" link set lo up; done
    ip -n "$hosts-1" link set "${hosts}a" up && ip -n "$hosts-2" link set "${hosts}b" up
}
# A second link between the hosts, which is some milliseconds late.
make_slow_link() {
    local line host
    coproc SLOW { exec python3 "$root/runs/slow-link.py" "${hosts}x" "${hosts}y" "$1" 2>&1; }
    read -r line <&"${SLOW[0]}" && [[ $line == ready ]] || { echo "$line"; return 1; }
    ip link set "${hosts}x" netns "$hosts-1" && ip link set "${hosts}y" netns "$hosts-2" || return 1
    ip -n "$hosts-1" addr add 10.77.1.1/24 dev "${hosts}x" && ip -n "$hosts-2" addr add 10.77.1.2/24 dev "${hosts}y" || return 1
    ip -n "$hosts-1" link set "${hosts}x" up && ip -n "$hosts-2" link set "${hosts}y" up
}
# fault NAME WHAT…: lets a training on both hosts be hit by something, and waits for its end; it must then go on to the bits of one that was
# left alone.
fault() {
    local name=$1 run=$work/fault-$1 pid began took code=0 line
    shift
    train lstm rpcl "$run" --set num_steps=100000 --set checkpoint_steps=5 --set "rank_timeout=$timeout"
    on_hosts > "$work/$name.log" 2>&1 &
    pid=$!
    until (($(step_of "$run") >= 10)); do sleep 0.2; kill -0 "$pid" 2> /dev/null || { cat -- "$work/$name.log" >&2; return 1; }; done
    "$@"
    began=$SECONDS
    wait "$pid" || code=$?
    took=$((SECONDS - began))
    ip -n "$hosts-1" link set "${hosts}a" up
    line=$(grep -m 1 'rpcl: error' "$work/$name.log" || grep -m 1 -E 'exited on signal|lost' "$work/$name.log" || echo 'nothing')
    local reached=$(($(step_of "$run") + 5))
    train lstm rpcl "$run" --set "num_steps=$reached" --set checkpoint_steps=5
    ranks 1
    train lstm rpcl "$run-whole" --set "num_steps=$reached" --set checkpoint_steps=5
    ranks 1
    echo "$name: ended after $took s with code $code: $line" >&2
    ((code != 0 && took <= timeout + 30)) && same state "$run" "$run-whole"
}
signal_rank() { # SIGNAL: to the rank of host 2
    local pid
    pid=$(ip netns pids "$hosts-2" | while read -r pid; do
        [[ $(tr '\0' ' ' < "/proc/$pid/cmdline" 2> /dev/null) == *rpcl.dll* ]] && echo "$pid"; done | head -n 1)
    kill "-$1" "$pid"
}
hosts_good=''
if [[ $EUID -ne 0 ]]; then
    echo 'scale: two hosts are left out: network namespaces need root' >&2
elif ! command -v ip > /dev/null || ! make_hosts 2> "$work/ip.log"; then
    echo "scale: two hosts are left out: ip netns does not work here: $(head -n 1 "$work/ip.log" 2> /dev/null || echo 'no iproute2')" >&2
else
    good=1
    train lstm rpcl "$work/hosts" --set "num_steps=$steps"
    on_hosts > "$work/log" 2>&1 || { cat -- "$work/log" >&2; good=0; }
    different=0
    compare "two hosts, TCP between them, $steps steps" "$work/lstm-rpcl-1" "$work/hosts"
    if make_slow_link 5 > "$work/slow.log"; then
        net=10.77.1
        train lstm rpcl "$work/slow" --set "num_steps=$steps"
        began=$SECONDS
        on_hosts > "$work/log" 2>&1 || { cat -- "$work/log" >&2; good=0; }
        compare "two hosts, every frame 5 ms late, $steps steps in $((SECONDS - began)) s" "$work/lstm-rpcl-1" "$work/slow"
        rtt=$(ip netns exec "$hosts-1" python3 -c 'import socket, time; start = time.monotonic()
socket.socket().connect_ex(("10.77.1.2", 9)); print(f"{1000 * (time.monotonic() - start):.1f}")')
        echo "there and back: $rtt ms" >&2
        kill "$SLOW_PID"
        net=10.77.0
    else
        echo "scale: no slow link was tried: $(head -n 1 "$work/slow.log")" >&2
    fi
    fault killed signal_rank KILL || good=0
    fault hung signal_rank STOP || good=0
    fault cut ip -n "$hosts-1" link set "${hosts}a" down || good=0
    hosts_good=$((good && different == 0))
fi

# Speed: two ranks against one process as users run it, with the small preset, three rounds in turns. The first lines are left out:
# compilation. Two processes that know nothing of each other show what the machine has for two.
speed() { # RANKS NAME
    local run=$work/speed-$1-$2
    command=("$root/rpcl" train --data "$work/speed-data" --out "$run" --preset small --set "shards=$1" --set threads=1 --set num_steps=60
        --set report_steps=10 --set patience=1000000 --set max_minutes=5)
    if (($1 == 1)); then "${command[@]}"; else mpirun --oversubscribe --bind-to none -n "$1" "${command[@]}"; fi > "$run.log" 2>&1
    metric "$run" train sketches_per_second | tail -n +3 | median
}
"$root/rpcl" data procedural --out "$work/speed-data" --train 400 --valid 8 --test 8 --seed 1 --quiet > /dev/null
for round in 1 2 3; do
    one=$(speed 1 "$round") two=$(speed 2 "$round")
    speed 1 "$round-a" > "$work/a" &
    speed 1 "$round-b" > "$work/b"
    wait "$!"
    apart=$(awk '{ sum += $1 } END { print sum }' "$work/a" "$work/b")
    echo "round $round: $one sketches/s with 1 rank, $two with 2, $apart with two processes apart:" \
        "$(grep -m 1 'in communication' "$work/speed-2-$round.log")" >&2
    awk -v one="$one" -v two="$two" 'BEGIN { print two / one }' >> "$work/ratios"
    awk -v one="$one" -v apart="$apart" 'BEGIN { print apart / one }' >> "$work/ratios-apart"
done
parameters=$(sed -nE 's/^([0-9,]+) parameters.*/\1/p' "$work/speed-2-1.log" | tr -d ,)
sent=$(sed -nE 's/.*communication, ([0-9,]+) bytes.*/\1/p' "$work/speed-2-1.log" | tr -d ,)
echo "figure communication_share $(sed -nE 's/.*ranks: ([0-9.]+) % .*/\1/p' "$work"/speed-2-*.log | median)"
echo "figure bytes_per_step $sent"
echo "figure bytes_per_step_least $((4 * parameters))" # 2·(R − 1)/R arrays of gradients, for two ranks
[[ -z $hosts_good ]] || echo "figure two_hosts $hosts_good"
echo "figure ranks_bit_equal $ranks_bit_equal"
echo "figure resume_bit_equal $resume_bit_equal"
echo "figure scale_2_apart $(median < "$work/ratios-apart")"
echo "figure scale_2_ranks $(median < "$work/ratios")"
[[ $ranks_bit_equal == 1 && $resume_bit_equal == 1 && ${hosts_good:-1} == 1 ]]

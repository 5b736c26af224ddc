#!/usr/bin/env bash
# Tiny trainings that are killed with SIGKILL at random moments, the writing of checkpoints included, and resumed: each must end with the
# bits of one that was left alone: SHA-256 of weights, mixture, moments and generators, and the metrics but for times. Two at a time, one
# thread each.
# Usage: runs/kill-test.sh [KILLS] [SEED]
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
source "$root/runs/common.sh"
kills=${1:-200} seed=${2:-1} workers=2
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT

"$root/rpcl" data procedural --out "$work/data" --train 22 --valid 4 --test 2 --seed 1 --quiet > /dev/null
export RPCL_NO_BUILD=1
train() { # RUN
    exec "$root/rpcl" train --data "$work/data" --out "$1" --resume auto --quiet \
        --hparams 'categories=[bus],dec_model=lstm,dec_rnn_size=16,z_size=8,num_decoder_mixture=2,num_mixture=2,num_sub=2' \
        --set batch_size=4 --set num_steps=24 --set png_width=32 --set rpcl_start=10 --set patience=1000000 --set checkpoint_steps=2 --set report_steps=7 --set save_every=3 --set threads=1 --set wait_policy=passive
}
now() { date +%s%N; }

# How long a run takes after its first checkpoint, as it will be: with a neighbor.
begun() { [[ -e $1/last/model.safetensors ]]; }
whole() { # RUN
    (train "$1") &
    local pid=$! began
    until begun "$1"; do sleep 0.01; kill -0 "$pid" 2> /dev/null || break; done
    began=$(now)
    wait "$pid"
    echo "$((($(now) - began) / 1000000))" > "$1.ms"
}
whole "$work/whole" &
neighbor=$!
whole "$work/neighbor"
wait "$neighbor"
bits "$work/whole" > "$work/expected"
bits "$work/neighbor" | cmp -s - "$work/expected" || { echo 'kill-test: two runs that were left alone differ' >&2; exit 1; }
span=$(cat "$work/whole.ms")
echo "a run takes $span ms after its first checkpoint" >&2

one() { # WORKER
    RANDOM=$((seed * 1000 + $1))
    local done=0 tries=0 run pid early moment written lost equal
    local share=$(((kills + workers - 1 - $1) / workers))
    while ((done < share && tries < 3 * share + 10)); do
        tries=$((tries + 1))
        run=$work/run-$1-$tries
        (train "$run") > "$run.log" 2>&1 &
        pid=$!
        # One in ten dies somewhere on the way to its first checkpoint. Drawn here: in a subshell the seed would not hold.
        early=$((RANDOM % 10 == 0)) moment=$RANDOM
        if ((early)); then
            sleep "$(awk -v r="$moment" 'BEGIN { printf "%.3f", 2 * r / 32768 }')"
        else
            until begun "$run"; do sleep 0.005; kill -0 "$pid" 2> /dev/null || break; done
            sleep "$(awk -v r="$moment" -v s="$span" 'BEGIN { printf "%.4f", s / 1000 * r / 32768 }')"
        fi
        kill -KILL "$pid" 2> /dev/null || true
        if wait "$pid" 2> /dev/null; then
            rm -rf -- "$run" "$run.log" # it had ended already: no kill
            continue
        fi
        done=$((done + 1))
        written=0
        compgen -G "$run/checkpoints/*.partial" > /dev/null && written=1
        lost=0 equal=0
        if (train "$run") >> "$run.log" 2>&1; then
            if bits "$run" | cmp -s - "$work/expected"; then equal=1; else echo "$run differs" >&2; bits "$run" >&2; fi
        else
            lost=1
            tail -n 3 "$run.log" >&2
        fi
        echo "1 $written $lost $equal" >> "$work/results-$1"
        if ((equal)); then rm -rf -- "$run" "$run.log"; fi
    done
}
pids=()
for ((worker = 0; worker < workers; worker++)); do
    : > "$work/results-$worker"
    one "$worker" &
    pids+=($!)
done
for pid in "${pids[@]}"; do wait "$pid"; done
cat "$work"/results-* | awk -v wanted="$kills" '
    { kills += $1; writing += $2; lost += $3; equal += $4 }
    END {
        printf "figure kills %d\nfigure kills_while_writing %d\nfigure runs_lost %d\nfigure bit_equal %d\n", kills, writing, lost, equal
        exit !(kills >= wanted && lost == 0 && equal == kills)
    }'
